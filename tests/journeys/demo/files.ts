// A server of static files and nothing else, at the root of its host and below a context path.
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm",
};

/** Where the same page is a second time. */
export const CONTEXT = "/portal/prearchive/";

/** Serves a folder with a content security policy; the addresses are those of the page. */
export async function serveFiles(folder: string, policy: string) {
  const server: Server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = pathname.startsWith(CONTEXT) ? pathname.slice(CONTEXT.length) : pathname.slice(1);
    const file = normalize(join(folder, path === "" ? "index.html" : decodeURIComponent(path)));
    const bytes = file.startsWith(normalize(folder) + sep) ? await readFile(file).catch(() => undefined) : undefined;
    if (!bytes || request.method !== "GET") {
      response.writeHead(404).end("there is no such file\n");
      return;
    }
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": policy });
    response.end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { root, below: root + CONTEXT.slice(1), close: () => void server.close() };
}
