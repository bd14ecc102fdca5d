// Trouble by script: which requests are refused, answered late, or lose their answer.

/** How often in a row the same reading is refused by chance: who asks patiently gets an answer, as on a line that is only bad. */
const IN_A_ROW = 2;

/** What always works, however bad the line. */
const SIGN_IN = /\/(services\/auth|JSESSION|auth)$/;

/** True if a request is the kind that is meant; see `Match` in testing.d.ts. */
export function fits(match, request) {
  const { method, path } = match;
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  if (path === undefined) return true;
  if (typeof path === "function") return Boolean(path(request));
  if (path instanceof RegExp) {
    path.lastIndex = 0;
    return path.test(request.path + request.query);
  }
  return request.path.includes(path);
}

export class Trouble {
  #rules = [];
  #refused = new Map();
  #dice = 0;
  /** How many of all requests are refused by chance, from 0 to 1. */
  failRate = 0;

  /** Adds what is to happen to the next requests that match; `kind` says what. */
  add(kind, { times = 1, ...rule }) {
    const entry = { ...rule, kind, left: times, used: 0 };
    this.#rules.push(entry);
    return {
      get used() {
        return entry.used;
      },
      stop() {
        entry.left = 0;
      },
    };
  }

  /** What happens to a request: how late it is, in milliseconds, and what becomes of it. */
  next(request) {
    let ms = 0;
    let fate;
    for (const rule of this.#rules) {
      if (rule.left <= 0 || (rule.kind !== "delay" && fate) || !fits(rule, request)) continue;
      rule.left -= 1;
      rule.used += 1;
      if (rule.kind === "delay") ms += rule.ms;
      else fate = rule;
    }
    this.#rules = this.#rules.filter((rule) => rule.left > 0);
    if (!fate && this.#failsByChance(request)) {
      fate = { kind: "refuse", status: 503, text: "This request was chosen to fail (failRate); nothing was done" };
    }
    return { ms, fate };
  }

  clear() {
    this.#rules = [];
    this.failRate = 0;
  }

  #failsByChance(request) {
    if (!this.failRate || SIGN_IN.test(request.path)) return false;
    const isChosen = this.#roll() < this.failRate;
    if (request.method !== "GET") return isChosen;
    const asked = request.path + request.query;
    const times = this.#refused.get(asked) ?? 0;
    if (isChosen && times < IN_A_ROW) this.#refused.set(asked, times + 1);
    else this.#refused.delete(asked);
    return isChosen && times < IN_A_ROW;
  }

  /** A number from 0 to 1, another each time, and the same from each start (mulberry32). */
  #roll() {
    this.#dice = (this.#dice + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#dice ^ (this.#dice >>> 15), 1 | this.#dice);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

/** A status page as XNAT writes it. */
export function statusPage(status, text) {
  const escaped = text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
  return `<html>\n<head>\n<title>Status page</title>\n</head>\n<body>\n<h3>${escaped}</h3>\n<p>HTTP status ${status}<br>\n</p>\n</body>\n</html>\n`;
}
