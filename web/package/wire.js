// The only caller of the WebAssembly core: JSON in and out, one error class per code, and calls that can be ended.

import { badArgument, isXnatError, makeError } from './errors.js';
import { asTimeout } from './options.js';

/** An error of what the core has thrown. */
export function fromCore(thrown, wire) {
  if (isXnatError(thrown)) return thrown;
  if (typeof thrown !== 'string') {
    return makeError('internal', `The WebAssembly core failed: ${thrown?.message ?? thrown}`, { cause: thrown });
  }
  const { code, message, ...details } = JSON.parse(thrown);
  if (code === 'auth-required' && wire?.user) return makeError('auth-expired', message, details);
  return makeError(code, message, details);
}

/** Why a signal ended a call. */
export function aborted(signal) {
  return makeError('aborted', 'The call was aborted.', { cause: signal.reason });
}

/** A connection's way to the core. */
export class Wire {
  #glue;
  #core;
  #basic;
  #ends = new Set();
  #closed = false;
  /** Who is signed in, as far as is known. */
  user;

  constructor(glue, { baseUrl, fetch, timeoutMs }) {
    this.#glue = glue;
    this.timeoutMs = timeoutMs;
    const send = fetch ?? ((request) => globalThis.fetch(request));
    try {
      this.#core = new glue.Core(baseUrl, (request) => {
        if (this.#basic) request.headers.set('Authorization', this.#basic);
        return send(request);
      });
    } catch (thrown) {
      const error = fromCore(thrown);
      throw badArgument(error.message, {
        hint: 'baseUrl is an absolute address such as https://example.org/xnat, or in a page one relative to it, such as /xnat.',
      });
    }
  }

  get baseUrl() {
    return this.#core.base;
  }

  get glue() {
    return this.#glue;
  }

  get closed() {
    return this.#closed;
  }

  /** Has what `work` sends carry a name and a password. */
  async withBasic(user, password, work) {
    const bytes = new TextEncoder().encode(`${user}:${password}`);
    this.#basic = `Basic ${btoa(String.fromCharCode(...bytes))}`;
    try {
      return await work();
    } finally {
      this.#basic = undefined;
    }
  }

  /** Asks for one thing. */
  async ask(name, args = {}, options = {}, body = undefined) {
    const json = await this.#within(options, (control, timeoutMs) =>
      this.#core.ask(name, JSON.stringify(args), body, control, timeoutMs)).catch((error) => this.#refused(error, options));
    try {
      return JSON.parse(json);
    } catch (cause) {
      throw makeError('bad-response', 'The server did not answer with JSON.', { cause });
    }
  }

  /** A refused change: without a CSRF token the user's rights are not the reason. */
  async #refused(error, options) {
    if (error.code !== 'forbidden' || error.method === 'GET') throw error;
    const token = await this.ask('csrf', {}, options).catch(() => 'unknown');
    if (token !== null) throw error;
    const { message, status, method, url, serverText } = error;
    throw makeError('csrf', message, { status, method, url, serverText });
  }

  /** Lists sessions page by page. */
  pages(args, options, onPage) {
    return this.#within(options, (control, timeoutMs) =>
      this.#core.pages(JSON.stringify(args), control, timeoutMs, (json) => onPage(JSON.parse(json))));
  }

  /** Lists sessions into a table of the core. */
  async read(args, table, options, tell, onRows) {
    const json = await this.#within(options, (control, timeoutMs) =>
      this.#core.read(JSON.stringify(args), table, control, timeoutMs, tell, onRows));
    return JSON.parse(json);
  }

  /** Runs one thing over many sessions; it is ended through `control` alone. */
  run(args, control, onEvent) {
    this.check();
    return this.#ended(this.#core.run(JSON.stringify(args), control, (json) => onEvent(JSON.parse(json))),
      () => control.abort());
  }

  /** Opens a file or zip: the `Response`, of which nobody has read the body. The signal must be one of `abortable`. */
  async open(name, args, signal) {
    this.check();
    try {
      return await this.#core.open(name, JSON.stringify(args), signal);
    } catch (thrown) {
      throw fromCore(thrown, this);
    }
  }

  /** The address of a file or zip. */
  address(name, args) {
    this.check();
    try {
      return this.#core.address(name, JSON.stringify(args));
    } catch (thrown) {
      throw fromCore(thrown, this);
    }
  }

  check() {
    if (this.#closed) throw makeError('closed', 'The connection is closed.');
  }

  /** Has `end` called when the connection is closed; returns what takes that back. */
  onClose(end) {
    this.#ends.add(end);
    return () => this.#ends.delete(end);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of [...this.#ends]) end();
    this.#ends.clear();
    this.#core.free();
  }

  /** Does work that a signal, a time limit or the connection's end can break off. */
  async #within(options, work) {
    this.check();
    const { signal } = options;
    const timeoutMs = asTimeout(options.timeoutMs ?? this.timeoutMs);
    if (signal?.aborted) throw aborted(signal);
    const control = new this.#glue.Control();
    let timer;
    let late = false;
    const onAbort = () => control.cancel();
    signal?.addEventListener('abort', onAbort, { once: true });
    if (timeoutMs !== undefined) {
      timer = setTimeout(() => {
        late = true;
        control.cancel();
      }, timeoutMs);
    }
    try {
      return await this.#ended(work(control, timeoutMs), onAbort);
    } catch (error) {
      if (error.code === 'aborted') {
        if (signal?.aborted) throw aborted(signal);
        if (late) throw makeError('timeout', `There was no answer within ${timeoutMs} ms.`);
      }
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      control.free();
    }
  }

  /** Waits for the core, and has it ended when the connection is. */
  async #ended(promise, end) {
    const forget = this.onClose(end);
    try {
      return await promise;
    } catch (thrown) {
      const error = fromCore(thrown, this);
      if (error.code === 'aborted' && this.#closed) throw makeError('closed', 'The connection was closed during the call.');
      throw error;
    } finally {
      forget();
    }
  }
}

/** A signal that is given with the caller's, after the time limit, and when the connection is closed. */
export function abortable(wire, options) {
  wire.check();
  const { signal } = options;
  const timeoutMs = asTimeout(options.timeoutMs ?? wire.timeoutMs);
  if (signal?.aborted) throw aborted(signal);
  const abort = new AbortController();
  let why = () => undefined;
  const end = (reason) => () => {
    why = reason;
    abort.abort();
  };
  const onAbort = end(() => aborted(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  const forget = wire.onClose(end(() => makeError('closed', 'The connection was closed during the call.')));
  const timer = timeoutMs === undefined ? undefined
    : setTimeout(end(() => makeError('timeout', `There was no whole answer within ${timeoutMs} ms.`)), timeoutMs);
  return {
    signal: abort.signal,
    cancel: () => abort.abort(),
    /** The error to throw for one that came. */
    error: (error) => why() ?? (isXnatError(error) ? error
      : makeError('network', `The connection broke: ${error?.message ?? error}`, { cause: error })),
    done: () => {
      clearTimeout(timer);
      forget();
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
