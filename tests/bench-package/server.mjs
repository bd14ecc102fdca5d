// A server that answers with a listing it has in memory, so that what is measured is the client; and serves the files.
//
// usage: node server.mjs LISTING PACKAGE; prints its address.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";

const [listing, program] = process.argv.slice(2);
const body = readFileSync(listing);
const TYPES = { ".js": "text/javascript", ".html": "text/html", ".wasm": "application/wasm" };
const FOLDERS = { bench: new URL("page", import.meta.url).pathname, package: program };

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const [, first, ...rest] = pathname.split("/");
  if (pathname === "/data/prearchive") return send("application/json", body);
  if (pathname === "/data/auth") return send("text/plain", "User 'admin' is logged in");
  if (pathname === "/data/JSESSION") return send("text/plain", "0123456789ABCDEF0123456789ABCDEF");
  try {
    const name = normalize(`/${rest.join("/")}`);
    return send(TYPES[extname(name)] ?? "text/plain", readFileSync(join(FOLDERS[first], name)));
  } catch {
    response.statusCode = 404;
    return response.end();
  }

  function send(type, content) {
    response.setHeader("Content-Type", type);
    response.end(content);
  }
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
