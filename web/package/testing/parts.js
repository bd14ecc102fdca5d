// Bodies in parts, as forms with a file send them: the file becomes the body, the texts become parameters.

/** The request with the only file of its parts as its body; any other request as it is. */
export async function parts(request) {
  const { method, headers, body } = request;
  const type = headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) return request;
  const form = await new Response(body, { headers: { "Content-Type": type } }).formData();
  const [path, query = ""] = request.target.split("?");
  const given = new URLSearchParams(query);
  const added = new URLSearchParams(query);
  const fields = new Headers(headers);
  fields.delete("Content-Type");
  let target = path;
  let file = new Uint8Array();
  for (const [name, value] of form) {
    if (typeof value === "string") {
      // What the query says counts.
      if (!given.has(name)) added.append(name, value);
      continue;
    }
    file = new Uint8Array(await value.arrayBuffer());
    fields.set("Content-Type", value.type || "application/octet-stream");
    // A file that is put into a folder is named as it was on the sender's disk.
    if (method === "PUT" && /\/files\/*$/.test(path)) {
      target = `${path.replace(/\/*$/, "")}/${encodeURIComponent(value.name.split(/[/\\]/).pop())}`;
    }
  }
  return { method, target: added.size > 0 ? `${target}?${added}` : target, headers: fields, body: file };
}
