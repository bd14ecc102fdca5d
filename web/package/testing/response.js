// Responses as a browser shows them: with the address they come from, and a body that is made while it is read.

/** Statuses that have no body (WHATWG Fetch, section 2.2.3). */
const NULL_BODY = [204, 205, 304];

/**
 * A Response of an answer: `{ status, headers, piece(), cancel(), isCut }`, where `piece` gives the next bytes or `undefined`,
 * and a cut body breaks off after its first piece.
 */
export function respond(answer, { method, url, redirected, signal }) {
  const isEmpty = method === "HEAD" || NULL_BODY.includes(answer.status);
  if (isEmpty) answer.cancel();
  const { status, headers } = answer;
  const response = new Response(isEmpty ? null : stream(answer, signal), { status, statusText: TEXTS[status] ?? "", headers });
  return shown(response, { url: url.href, redirected });
}

/** What a browser gives for a redirect that was not to be followed. */
export function opaque(url) {
  return shown(new Response(null), { url: url.href, redirected: false, type: "opaqueredirect", status: 0, ok: false });
}

/** A Response with properties that none has that was made by a program; its clones have them too. */
function shown(response, properties) {
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(response, name, { value });
  Object.defineProperty(response, "clone", { value: () => shown(Response.prototype.clone.call(response), properties) });
  return response;
}

function stream(answer, signal) {
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      const onAbort = () => {
        answer.cancel();
        controller.error(signal.reason);
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      stop = () => signal?.removeEventListener("abort", onAbort);
    },
    pull(controller) {
      try {
        const piece = answer.piece();
        if (piece !== undefined) controller.enqueue(piece);
        if (piece === undefined || answer.isCut) {
          stop();
          answer.cancel();
          if (answer.isCut) controller.error(new TypeError("network error: the answer broke off"));
          else controller.close();
        }
      } catch (error) {
        stop();
        controller.error(new TypeError("network error", { cause: error }));
      }
    },
    cancel() {
      stop();
      answer.cancel();
    },
  }, { highWaterMark: 0 });
}

/** The reason phrases of RFC 9110, section 15, for what the prearchive answers. */
const TEXTS = {
  200: "OK", 201: "Created", 204: "No Content", 206: "Partial Content", 301: "Moved Permanently", 302: "Found", 303: "See Other",
  304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
  409: "Conflict", 413: "Content Too Large", 415: "Unsupported Media Type", 500: "Internal Server Error",
  501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
};
