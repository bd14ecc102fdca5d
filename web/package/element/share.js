// One line for all elements that use the same server: listings are asked for once, and a login is everybody's.

/** A listing that was answered within so many milliseconds is not asked for again by another element. */
const FRESH = 3000;
/** A listing of sessions, without what is inside of one. */
const LISTING = /\/(?:data|REST)\/prearchive(?:\/projects\/[^/]+)?\/?$/;
/** What ends or begins a login. */
const LOGIN = /\/(?:data|REST)\/(?:services\/auth|JSESSION)\/?$/;

const lines = new Map();

/** The line to a server; whoever takes it gives it back with `leave()`. */
export function lineTo(base, fetch) {
  const key = fetch ?? new URL(base || '.', document.baseURI).href;
  let line = lines.get(key);
  if (!line) lines.set(key, (line = new Line(fetch, () => lines.delete(key))));
  line.users += 1;
  return line;
}

class Line extends EventTarget {
  users = 0;
  #send;
  #end;
  /** The listings of the last moment: their address, the answer, and when they were asked for. */
  #listings = new Map();

  constructor(fetch, end) {
    super();
    this.#send = fetch ?? ((request) => globalThis.fetch(request));
    this.#end = end;
    this.fetch = (request) => this.#fetch(request);
  }

  leave() {
    this.users -= 1;
    if (this.users === 0) this.#end();
  }

  async #fetch(request) {
    const { pathname } = new URL(request.url);
    if (request.method === 'GET' && LISTING.test(pathname) && this.users > 1) return this.#listing(request);
    if (request.method === 'GET') return this.#send(request);
    // What was changed is not as it was listed a moment ago.
    this.#listings.clear();
    try {
      const answer = await this.#send(request);
      if (answer.ok && LOGIN.test(pathname)) this.dispatchEvent(new Event('login'));
      return answer;
    } finally {
      this.#listings.clear();
    }
  }

  async #listing(request) {
    const now = performance.now();
    for (const [url, { asked }] of this.#listings) if (now - asked > FRESH) this.#listings.delete(url);
    let listing = this.#listings.get(request.url);
    if (!listing) {
      // Not ended by whoever asked first: others may wait for it.
      const alone = new Request(request, { signal: null });
      listing = { asked: now, answer: Promise.resolve(this.#send(alone)) };
      this.#listings.set(request.url, listing);
      const forget = () => this.#listings.get(request.url) === listing && this.#listings.delete(request.url);
      listing.answer.then((answer) => answer.ok || forget(), forget);
    }
    return (await unless(request.signal, listing.answer)).clone();
  }
}

/** What a promise brings, unless the signal is aborted before. */
function unless(signal, promise) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
