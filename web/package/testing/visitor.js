// One browser that visits the prearchive: it resolves addresses, keeps cookies, follows redirects and makes Responses.
import { opaque, respond } from "./response.js";

/** As many redirects as a browser follows (WHATWG Fetch, section 4.4). */
const REDIRECTS = 20;

/** The failure that `fetch` has where no server is. */
export const unreachable = (reason) => new TypeError(`Failed to fetch: ${reason}`);

/** What is waited for, or the signal's reason as soon as it is aborted. */
export async function unlessAborted(wanted, signal) {
  if (!signal) return wanted;
  signal.throwIfAborted();
  let onAbort;
  const aborted = new Promise((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([wanted, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** What relative addresses start from; nothing in Node. */
export const here = () => globalThis.document?.baseURI ?? globalThis.location?.href;

/** Node shows a program what browsers hide from it. */
const isNode = () => typeof globalThis.process?.versions?.node === "string" && globalThis.document === undefined;

export class Visitor {
  #server;
  #userAgent;
  #cookies = new Map();

  /** `server` has `base`, a URL that ends with a slash, `owns(url)`, `exchange(hop, signal)`, `elsewhere` and `isClosed`. */
  constructor(server, userAgent) {
    this.#server = server;
    this.#userAgent = userAgent;
  }

  /** Signs in as programs do, with name and password; true if that was right. */
  async signIn(user, password) {
    const bytes = new TextEncoder().encode(`${user}:${password}`);
    const headers = new Headers({
      Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}`,
      // Only browsers are asked for a token.
      "User-Agent": "prearchive-testing",
    });
    const url = new URL("data/JSESSION", this.#server.base);
    const answer = await this.#server.exchange({ method: "POST", url, headers, body: null, isInside: true });
    answer.cancel();
    this.#keep(answer.cookies);
    return answer.status < 300;
  }

  /** As the global `fetch`. */
  async fetch(input, init) {
    const server = this.#server;
    if (server.isClosed) throw unreachable("this server was closed; createServer() makes another one");
    const request = this.#request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    let hop = { method: request.method, url: new URL(request.url), headers: new Headers(request.headers), body: null };
    hop.url.hash = "";
    if (!server.owns(hop.url)) return this.#elsewhere(request);
    if (request.body !== null || !["GET", "HEAD"].includes(hop.method)) {
      hop.body = new Uint8Array(await request.arrayBuffer());
    }
    for (let redirects = 0; ; redirects += 1) {
      const answer = await this.#once(hop, request.credentials, signal);
      const location = [301, 302, 303, 307, 308].includes(answer.status) ? answer.headers.get("Location") : null;
      if (location === null || (request.redirect === "manual" && isNode())) {
        return respond(answer, { method: hop.method, url: hop.url, redirected: redirects > 0, signal });
      }
      answer.cancel();
      if (request.redirect === "error") throw unreachable("the answer is a redirect");
      if (request.redirect === "manual") return opaque(hop.url);
      if (redirects === REDIRECTS) throw unreachable("too many redirects");
      hop = redirected(hop, answer.status, new URL(location, hop.url));
      if (!server.owns(hop.url)) return this.#elsewhere(new Request(hop.url, { signal }));
    }
  }

  #request(input, init) {
    if (input instanceof Request) return init === undefined ? input : new Request(input, init);
    return new Request(new URL(input, here() ?? this.#server.base), init);
  }

  #elsewhere(request) {
    const { base, elsewhere } = this.#server;
    if (elsewhere) return elsewhere(request);
    throw unreachable(`there is no server at ${request.url}, only below ${base.href}`);
  }

  async #once(hop, credentials, signal) {
    const headers = new Headers(hop.headers);
    // Node lets a program send cookies of its own, which then count.
    if (credentials !== "omit" && this.#cookies.size > 0 && !headers.has("Cookie")) {
      headers.set("Cookie", [...this.#cookies].map((pair) => pair.join("=")).join("; "));
    }
    const agent = this.#userAgent ?? headers.get("User-Agent") ?? globalThis.navigator?.userAgent ?? "node";
    headers.set("User-Agent", agent);
    const answer = await this.#server.exchange({ ...hop, headers }, signal);
    if (credentials !== "omit") this.#keep(answer.cookies);
    return answer;
  }

  #keep(cookies) {
    for (const cookie of cookies) {
      const [pair, ...attributes] = cookie.split(";");
      const at = pair.indexOf("=");
      if (at < 1) continue;
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      const ends = value === "" || attributes.some((text) => /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(text));
      if (ends) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/** The next request after a redirect (WHATWG Fetch, section 4.4, HTTP-redirect fetch). */
function redirected(hop, status, url) {
  const becomesGet = status === 303 ? !["GET", "HEAD"].includes(hop.method) : status < 303 && hop.method === "POST";
  const headers = new Headers(hop.headers);
  if (!becomesGet) return { ...hop, url, headers };
  for (const name of ["Content-Type", "Content-Length", "Content-Encoding", "Content-Language"]) headers.delete(name);
  return { method: "GET", url, headers, body: null };
}
