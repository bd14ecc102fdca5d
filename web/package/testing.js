// An XNAT prearchive in memory, reached through a `fetch` of its own: for tests, and for demonstrations without a server.
import { badArgument, makeError } from "./errors.js";
import { startModule } from "./module.js";
import { Clock } from "./testing/clock.js";
import { DEMO_USERS, options, session, users } from "./testing/options.js";
import { parts } from "./testing/parts.js";
import { Trouble, statusPage } from "./testing/trouble.js";
import { Visitor, here, unlessAborted, unreachable } from "./testing/visitor.js";

/** The first segments of the paths that a prearchive answers. */
const ROOMS = /^(data|REST|xapi|app)(\/|$)/;

let engine;

/** Loads the module once; a place that does not work can be tried again. */
async function load(module) {
  engine ??= (async () => {
    const bindings = await import("./wasm/engine.js");
    await startModule(bindings.default, module ?? new URL("./wasm/engine_bg.wasm", import.meta.url));
    return bindings;
  })();
  try {
    return await engine;
  } catch (error) {
    engine = undefined;
    throw error;
  }
}

/** Makes a prearchive; see `ServerOptions` in testing.d.ts. */
export async function createServer(given = {}) {
  const wanted = options(given);
  const { Server } = await load(wanted.module);
  const base = new URL(wanted.baseUrl ?? defaultBase(), here());
  base.pathname = base.pathname.replace(/\/*$/, "/");
  base.search = base.hash = "";
  const server = new Prearchive(new Server(base.pathname.slice(0, -1), wanted.minutesAheadOfUtc, wanted.idleMinutes), base, wanted);
  await server.signIn(wanted.signedIn);
  return server;
}

/** The folder of the page; where there is none, an address that nobody has. */
function defaultBase() {
  try {
    return new URL(".", here()).href;
  } catch {
    return "http://prearchive.test/";
  }
}

class Prearchive {
  #inside;
  #clock;
  #trouble = new Trouble();
  #visitor;
  #ports;
  #passwords = new Map();
  /** The session ids of all logins that were handed out. */
  #logins = new Set();
  #held = 0;
  #isDue = false;
  #elsewhere;

  constructor(inside, base, wanted) {
    this.#inside = inside;
    this.#clock = new Clock(wanted.now);
    this.#elsewhere = wanted.elsewhere;
    this.base = base;
    this.requests = [];
    this.latencyMs = wanted.latencyMs;
    this.failRate = wanted.failRate;
    this.#ports = {
      base,
      elsewhere: wanted.elsewhere,
      owns: (url) => this.#owns(url),
      exchange: (hop, signal) => this.#exchange(hop, signal),
    };
    this.#visitor = new Visitor(this.#ports);
    this.fetch = (input, init) => this.#visitor.fetch(input, init);
    this.#fill(wanted);
  }

  get baseUrl() {
    return this.base.href;
  }

  get now() {
    return this.#clock.now;
  }

  get failRate() {
    return this.#trouble.failRate;
  }

  set failRate(share) {
    this.#trouble.failRate = share;
  }

  /** Does something inside; what goes wrong there becomes an error of the package. */
  #do(what) {
    this.#check();
    try {
      return what(this.#inside);
    } catch (error) {
      throw error?.code ? makeError(error.code, error.message) : error;
    }
  }

  #fill(wanted) {
    this.#do((inside) => fill(inside, wanted, this.now));
    for (const name of wanted.demo ? DEMO_USERS : []) this.#passwords.set(name, name);
    for (const { name, password } of users(wanted)) this.#passwords.set(name, password);
    if (Array.isArray(wanted.sessions)) for (const one of wanted.sessions) this.addSession(one);
  }

  /** Signs the visitor of `fetch` in; nobody if there is no name. */
  async signIn(user) {
    if (user === undefined) return;
    await this.#begin(this.#visitor, user);
  }

  /** A `fetch` of somebody else, with cookies of its own. */
  async fetchAs(user, { userAgent } = {}) {
    const visitor = new Visitor(this.#ports, userAgent);
    if (user !== undefined) await this.#begin(visitor, user);
    return (input, init) => visitor.fetch(input, init);
  }

  async #begin(visitor, user) {
    this.#check();
    const password = this.#passwords.get(user);
    if (password === undefined || !(await visitor.signIn(user, password))) {
      const names = [...this.#passwords.keys()].join(", ") || "none";
      throw badArgument(`nobody called “${user}” can sign in here; the users are: ${names}`);
    }
  }

  addSession(given) {
    const { project, subject, label, status, scans, arrived } = session(given, this.now);
    return this.#do((inside) => inside.addSession(project, subject, label, status, scans, arrived));
  }

  setStatus(url, status) {
    return this.#do((inside) => inside.setStatus(url, status, this.now));
  }

  lock(url, status = "_ARCHIVING") {
    const before = this.setStatus(url, status);
    return () => void this.setStatus(url, before);
  }

  refuse({ status = 503, text = "This request was to be refused", ...match } = {}) {
    return this.#trouble.add("refuse", { status, text, ...match });
  }

  disconnect({ when = "before", ...match } = {}) {
    if (!["before", "during", "after"].includes(when)) throw badArgument(`“${when}” is no moment: it is before, during or after`);
    return this.#trouble.add("disconnect", { when, ...match });
  }

  delay({ ms, ...match }) {
    if (!(ms >= 0)) throw badArgument("delay needs how many milliseconds: { ms }");
    return this.#trouble.add("delay", { ms, ...match });
  }

  answer({ with: respond, ...match } = {}) {
    if (typeof respond !== "function") throw badArgument("answer needs a function: { with: (request) => new Response(…) }");
    return this.#trouble.add("answer", { respond, ...match });
  }

  expireLogin({ after = 0 } = {}) {
    if (after > 0) {
      this.#trouble.add("delay", { ms: 0, path: this.#countdown(after) });
      return;
    }
    for (const id of this.#logins) {
      const headers = ["Cookie", `JSESSIONID=${id}`];
      this.#inside.answer("DELETE", `${this.base.pathname}data/JSESSION`, headers, new Uint8Array(), this.now)?.free();
    }
    this.#logins.clear();
  }

  /** Ends all logins before the request after so many. */
  #countdown(after) {
    return () => {
      after -= 1;
      if (after >= 0) return false;
      this.expireLogin();
      return true;
    };
  }

  clearTrouble() {
    this.#trouble.clear();
    this.latencyMs = 0;
  }

  holdWork() {
    this.#held += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#held -= 1;
      isHeld = false;
      this.#work();
    };
  }

  advance(ms) {
    this.#check();
    this.#clock.advance(ms);
    this.#work();
  }

  close() {
    if (!this.#inside) return;
    this.#inside.free();
    this.#inside = undefined;
    this.#ports.isClosed = true;
  }

  #check() {
    if (!this.#inside) throw makeError("closed", "This server was closed; createServer() makes another one.");
  }

  #owns(url) {
    const { origin, pathname } = this.base;
    if (url.origin !== origin || !url.pathname.startsWith(pathname)) return false;
    // What is no call, such as a page's own files, is for the other server if there is one.
    return !this.#elsewhere || ROOMS.test(url.pathname.slice(pathname.length));
  }

  /** Answers one request, with all that goes wrong on the way. */
  async #exchange({ method, url, headers, body, isInside }, signal) {
    const entry = {
      method, url: url.href, path: url.pathname.slice(this.base.pathname.length - 1), query: url.search, at: this.now,
      status: undefined,
    };
    let fate;
    if (!isInside) {
      this.requests.push(entry);
      const { ms, fate: decided } = this.#trouble.next(entry);
      fate = decided;
      if (ms + this.latencyMs > 0) await this.#clock.wait(ms + this.latencyMs, signal);
      if (!this.#inside) throw unreachable("this server was closed while it was asked");
    }
    if (fate?.kind === "disconnect" && fate.when === "before") throw unreachable("the connection was to be lost");
    if (fate?.kind === "refuse") {
      entry.status = fate.status;
      return refusal(fate);
    }
    const own = fate?.kind === "answer" && (await unlessAborted(fate.respond(new Request(url, { method, headers, body, signal })), signal));
    if (own) {
      entry.status = own.status;
      return await foreign(own);
    }
    const answer = await this.#answer(method, url, headers, body);
    entry.status = answer.status;
    if (fate?.when === "after") {
      answer.cancel();
      throw unreachable("the answer was to be lost");
    }
    return { ...answer, isCut: fate?.when === "during" };
  }

  async #answer(method, url, headers, body) {
    const call = await parts({ method, target: url.pathname + url.search, headers, body });
    this.#check();
    const pairs = [...call.headers].flat();
    const name = method === "HEAD" ? "GET" : method;
    let answer = this.#inside.answer(name, call.target, pairs, call.body ?? new Uint8Array(), this.now);
    if (answer === undefined) return refusal({ status: 405, text: `The method ${method} is not answered here` });
    const given = answer.headers;
    const shown = new Headers({ Date: new Date(this.now).toUTCString() });
    const cookies = [];
    for (let at = 0; at < given.length; at += 2) {
      if (given[at].toLowerCase() === "set-cookie") cookies.push(given[at + 1]);
      else append(shown, given[at], given[at + 1]);
    }
    for (const cookie of cookies) this.#remember(cookie);
    if (name !== "GET") this.#workSoon();
    return {
      status: answer.status,
      headers: shown,
      cookies,
      piece: () => answer?.piece(),
      cancel: () => {
        answer?.free();
        answer = undefined;
      },
    };
  }

  #remember(cookie) {
    const id = /^JSESSIONID=([^;]+)/.exec(cookie)?.[1];
    if (id) this.#logins.add(id);
  }

  /** Does what is queued when the answer is on its way. */
  #workSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      this.#isDue = false;
      this.#work();
    });
  }

  #work() {
    if (!this.#inside || this.#held > 0) return;
    while (this.#inside.work(this.now) > 0);
  }
}

/** Puts in what is wanted, but for single sessions. */
function fill(inside, wanted, now) {
  if (wanted.demo) inside.addDemo(now);
  for (const { name, password, role } of users(wanted)) inside.addUser(name, password, role);
  for (const { id, name, code, roles } of wanted.projects) {
    inside.addProject(id, name, code);
    for (const [user, role] of roles) inside.addToProject(id, user, role);
  }
  if (typeof wanted.sessions === "number") inside.addSessions(wanted.sessions, now);
}

// For `using`, where it is known.
if (Symbol.dispose) {
  Prearchive.prototype[Symbol.dispose] = function dispose() {
    this.close();
  };
}

/** A status page, made without the prearchive. */
function refusal({ status, text, body, headers }) {
  const pieces = [new TextEncoder().encode(body ?? statusPage(status, text))];
  return {
    status,
    headers: new Headers(headers ?? { "Content-Type": "text/html;charset=UTF-8" }),
    cookies: [],
    piece: () => pieces.shift(),
    cancel() {},
  };
}

/** A Response that somebody else made. */
async function foreign(response) {
  const pieces = [new Uint8Array(await response.arrayBuffer())];
  return { status: response.status, headers: response.headers, cookies: [], piece: () => pieces.shift(), cancel() {} };
}

/** A file's name can hold what no header can. */
function append(headers, name, value) {
  try {
    headers.append(name, value);
  } catch {
    // The server leaves it out, too.
  }
}
