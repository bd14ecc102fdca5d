// A listing that is read again and again, and tells what has changed.

import { badArgument, makeError } from './errors.js';
import { asCount, asOptions, asProjects, asWord, describe, tell } from './options.js';
import { Queue } from './queue.js';
import { SessionTable } from './table.js';

/** Polls no more often than this, in milliseconds: the server works for each answer. */
const LEAST_MS = 250;
/** After failures the pause doubles up to this. */
const MOST_MS = 300_000;

export class Watch {
  #table;
  #listeners = { change: new Set(), error: new Set() };
  #queues = new Set();
  #intervalMs;
  #each;
  #failures = 0;
  #begun = false;
  #timer;
  #stop = new AbortController();
  #forget;
  #unsignal = () => {};

  constructor(wire, options) {
    wire.check();
    const given = asOptions(options, ['project', 'projects', 'intervalMs']);
    const { intervalMs = 15_000, signal, timeoutMs } = given;
    this.#intervalMs = asCount('intervalMs', intervalMs, LEAST_MS, 0x7fffffff);
    this.#each = { timeoutMs, signal: this.#stop.signal };
    this.#table = new SessionTable(wire, asProjects(given));
    this.#forget = wire.onClose(() => this.close());
    if (signal) {
      const onAbort = () => this.close();
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
      this.#unsignal = () => signal.removeEventListener('abort', onAbort);
    }
    if (!this.closed) this.#poll();
  }

  get closed() {
    return this.#stop.signal.aborted;
  }

  /** The sessions as they were last read; the watch's own, closed with it. */
  get table() {
    return this.#table;
  }

  /** Has a function called at each change or error; answers what ends that. */
  on(event, listener) {
    asWord('event', event, ['change', 'error']);
    if (typeof listener !== 'function') throw badArgument(`A listener is a function, not ${describe(listener)}.`);
    this.#check();
    const own = (value) => listener(value);
    this.#listeners[event].add(own);
    return () => this.#listeners[event].delete(own);
  }

  /** Reads now instead of at the next time. */
  poke() {
    this.#check();
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#poll();
  }

  /** Changes from now on; leaving the loop does not close the watch. Failures are told to on('error') alone. */
  [Symbol.asyncIterator]() {
    this.#check();
    const queue = new Queue();
    this.#queues.add(queue);
    const leave = queue.return.bind(queue);
    queue.return = () => {
      this.#queues.delete(queue);
      return leave();
    };
    return queue;
  }

  close() {
    if (this.closed) return;
    this.#stop.abort();
    clearTimeout(this.#timer);
    this.#unsignal();
    this.#forget?.();
    this.#table.close();
    for (const queue of this.#queues) queue.end();
    this.#queues.clear();
    for (const listeners of Object.values(this.#listeners)) listeners.clear();
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.close();
  }

  #check() {
    if (this.closed) throw makeError('closed', 'The watch is closed.');
  }

  async #poll() {
    this.#timer = undefined;
    try {
      const changes = await this.#table.refresh(this.#each);
      this.#failures = 0;
      const isNews = changes.added.length + changes.updated.length + changes.removed.length > 0;
      // The first reading is told also when nothing waits, so that everybody knows it is there.
      if (isNews || !this.#begun) {
        const change = Object.freeze({ ...changes, first: !this.#begun });
        this.#begun = true;
        for (const listener of [...this.#listeners.change]) tell(listener, change);
        for (const queue of this.#queues) queue.push(change);
      }
    } catch (error) {
      if (this.closed) return;
      this.#failures += 1;
      for (const listener of [...this.#listeners.error]) tell(listener, error);
    }
    if (this.closed) return;
    const pause = Math.min(this.#intervalMs * 2 ** this.#failures, Math.max(MOST_MS, this.#intervalMs));
    this.#timer = setTimeout(() => this.#poll(), pause);
  }
}
