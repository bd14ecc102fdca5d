// The page as a demonstration, without a server: the same `page` for the journeys, with what needs a network put in its place.
import type { Page, Request, Route } from "@playwright/test";

type Pattern = string | RegExp | ((url: URL) => boolean);
type Handler = (route: Route, request: Request) => unknown;

/** A call as the page hands it over. */
interface Call {
  id: number;
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | null;
  /** The page waits for it no more. */
  gone?: boolean;
}

/** What becomes of a call: as ever, lost, or answered. */
type Fate = "continue" | "abort" | { status: number; headers: Record<string, string>; body: string };

interface InPage {
  fetch: typeof fetch;
  fetchAs(user: string, as: { userAgent: string }): Promise<typeof fetch>;
  answer(what: { times: number; with(request: globalThis.Request): Promise<Response | undefined> }): unknown;
  expireLogin(): void;
}

declare const prearchiveDemo: InPage;
declare function journeyCall(call: Call): Promise<Fate>;

/** The demonstration that the journey is in. */
let current: Page | undefined;

export const demoPage = () => current;

/** Opens the demonstration with nobody signed in, cuts the network off, and has `page` do the rest. */
export async function openDemo(page: Page, address: string) {
  const calls = new Calls(page);
  await page.exposeBinding("journeyCall", (_, call: Call) => calls.take(call));
  const later = page.waitForResponse(/_later\.wasm$/);
  await page.goto(`${address}?demo=nobody`);
  await (await later).finished();
  // Whatever the language is.
  await page.locator("input[type=password]").waitFor();
  await page.context().setOffline(true);
  await page.evaluate(hand);
  current = page;
  stayInside(page, calls);
}

export function closeDemo() {
  current = undefined;
}

/** In the page: each call is handed over before it is answered. */
function hand() {
  let last = 0;
  prearchiveDemo.answer({
    times: Infinity,
    async with(request) {
      // What the journey asks beside the page.
      if (request.headers.has("X-Journey")) return undefined;
      const id = (last += 1);
      const { url, method, signal } = request;
      const body = method === "GET" ? null : await request.text();
      signal.addEventListener("abort", () => void journeyCall({ id, url, method, headers: {}, body, gone: true }));
      const fate = await journeyCall({ id, url, method, headers: Object.fromEntries(request.headers), body });
      if (fate === "continue") return undefined;
      if (fate === "abort") throw new TypeError("Failed to fetch");
      return new Response(fate.body, { status: fate.status, headers: fate.headers });
    },
  });
}

/** How a refusal begins. */
export const REFUSED = "not in the demonstration";

/** What cannot be without a network; the journeys that need it are in `left-out.ts`. */
function refuse(reason: string): never {
  throw new Error(`${REFUSED}: ${reason}`);
}

function stayInside(page: Page, calls: Calls) {
  const context = page.context();
  const base = page.url().replace(/\?.*/, "");
  const goto = page.goto.bind(page);
  const [on, waitForEvent] = [page.on.bind(page), page.waitForEvent.bind(page)];
  const isOfCalls = (event: string) => ["request", "requestfailed"].includes(event);
  Object.assign(page, {
    goto: async (url: string) => {
      const wanted = new URL(url, base);
      if (wanted.href === base && new URL(page.url()).hash.length < 2) return null;
      if (wanted.hash === "" || wanted.pathname !== new URL(base).pathname) refuse("it loads the page again");
      return goto(base + new URL(page.url()).search + wanted.hash);
    },
    // The page is there already.
    addInitScript: async (script: string | (() => unknown)) => void (await page.evaluate(script as string)),
    reload: () => refuse("a page that is loaded again begins anew"),
    route: async (pattern: Pattern, handler: Handler) => calls.handlers.unshift({ pattern, handler }),
    unroute: async (pattern: Pattern) => calls.forget((one) => String(one) === String(pattern)),
    unrouteAll: async () => calls.forget(() => true),
    on: (event: string, listener: (request: Request) => void) => {
      if (isOfCalls(event)) calls.listeners.push({ event, listener });
      else if (event !== "console") on(event as "request", listener);
      // The browser itself looks for the page's icon, in vain.
      else on(event, (message) => message.text().includes("ERR_INTERNET_DISCONNECTED") || (listener as unknown as (m: typeof message) => void)(message));
      return page;
    },
    waitForEvent: (event: string, ...rest: []) =>
      isOfCalls(event)
        ? new Promise((listener) => calls.listeners.push({ event, listener }))
        : waitForEvent(event as "request", ...rest),
    waitForResponse: () => refuse("it looks at answers on the network"),
    waitForRequest: () => refuse("it looks at requests on the network"),
  });
  Object.defineProperty(page, "request", { get: () => refuse("it asks the server beside the page") });
  Object.assign(context, {
    clearCookies: () => page.evaluate(() => prearchiveDemo.expireLogin()),
    setOffline: () => refuse("without a network nothing goes offline"),
    newPage: () => refuse("another page is another demonstration"),
  });
}

/** The calls of a page, and who is to answer them. */
class Calls {
  constructor(readonly page: Page) {}

  handlers: { pattern: Pattern; handler: Handler }[] = [];
  listeners: { event: string; listener: (request: Request) => void }[] = [];

  forget(isMeant: (pattern: Pattern) => boolean) {
    this.handlers = this.handlers.filter(({ pattern }) => !isMeant(pattern));
  }

  take(call: Call): Promise<Fate> {
    const request = requestOf(call);
    const event = call.gone ? "requestfailed" : "request";
    for (const one of this.listeners) if (one.event === event) one.listener(request);
    const found = call.gone ? undefined : this.handlers.find(({ pattern }) => fits(pattern, call.url));
    if (!found) return Promise.resolve("continue");
    return new Promise((decide) => void found.handler(routeOf(this.page, call, decide), request));
  }
}

function fits(pattern: Pattern, url: string): boolean {
  if (typeof pattern === "function") return pattern(new URL(url));
  if (pattern instanceof RegExp) return pattern.test(url);
  const escaped = pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*\*|\*/g, (stars) => (stars === "**" ? ".*" : "[^/]*"))}$`).test(url);
}

/** In the page: the answer that the call would get. */
async function ask({ url, method, headers, body }: Call) {
  const response = await prearchiveDemo.fetch(url, { method, headers: { ...headers, "X-Journey": "route" }, body });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

interface Fulfilment {
  response?: { status: number; headers: Record<string, string>; body: string };
  status?: number;
  contentType?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  json?: unknown;
}

function requestOf(call: Call): Request {
  return {
    url: () => call.url,
    method: () => call.method,
    headers: () => call.headers,
    postData: () => call.body,
  } as Request;
}

function routeOf(page: Page, call: Call, decide: (fate: Fate) => void): Route {
  return {
    request: () => requestOf(call),
    continue: async () => decide("continue"),
    fallback: async () => decide("continue"),
    abort: async () => decide("abort"),
    fetch: () => page.evaluate(ask, call),
    fulfill: async (what: Fulfilment) => {
      if (what.response) return decide(what.response);
      const type = what.contentType ?? (what.json === undefined ? "text/plain" : "application/json");
      const body = what.json === undefined ? String(what.body ?? "") : JSON.stringify(what.json);
      decide({ status: what.status ?? 200, headers: { "content-type": type, ...what.headers }, body });
    },
  } as unknown as Route;
}

/** A program's access to the demonstration's prearchive, shaped like Playwright's own. */
export function demoApi(page: Page, user: string) {
  type Options = { headers?: Record<string, string>; data?: Buffer | string };
  const send = (method: string) => async (url: string, { headers = {}, data }: Options = {}) => {
    const body = data === undefined ? undefined : Buffer.from(data).toString("base64");
    const answer = await page.evaluate(async (asked) => {
      const fetch = await prearchiveDemo.fetchAs(asked.user, { userAgent: "journeys" });
      const bytes = asked.body === undefined ? undefined : Uint8Array.from(atob(asked.body), (c) => c.charCodeAt(0));
      const headers = { "X-Journey": "api", ...asked.headers };
      const response = await fetch(asked.url, { method: asked.method, headers, body: bytes });
      const bits = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, body: btoa(Array.from(bits, (byte) => String.fromCharCode(byte)).join("")) };
    }, { user, method, url, headers, body });
    const bytes = Buffer.from(answer.body, "base64");
    return {
      status: () => answer.status,
      ok: () => answer.status < 300,
      body: async () => bytes,
      text: async () => bytes.toString(),
      json: async () => JSON.parse(bytes.toString()),
    };
  };
  return {
    get: send("GET"), post: send("POST"), put: send("PUT"), delete: send("DELETE"),
    dispose: async () => undefined,
  };
}
