// A run: an async stream of events, with a result at its end.

import { makeError } from './errors.js';
import { asCount, asTimeout, tell } from './options.js';
import { Queue } from './queue.js';
import { asSession, statusOf } from './status.js';
import { aborted } from './wire.js';

export class Run {
  #wire;
  #job;
  #options;
  #pace;
  #queues = new Set();
  #told = [];
  #over = false;
  #paused = false;
  #items;
  #outcome = { done: [], failed: [], unconfirmed: [], skipped: [] };
  #why;

  constructor(wire, job, items, options) {
    const { parallel = 4, patienceMs, lookFirst, waitForLogin, signal } = options;
    const timeoutMs = asTimeout(options.timeoutMs);
    if (signal?.aborted) throw aborted(signal);
    this.#wire = wire;
    this.#job = job;
    this.#items = items;
    this.#options = options;
    this.#pace = new wire.glue.Run(parallel);
    const onAbort = () => this.#end(() => aborted(signal));
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = timeoutMs === undefined ? undefined
      : setTimeout(() => this.#end(() => makeError('timeout', `The run was not through within ${timeoutMs} ms.`)), timeoutMs);
    const args = {
      ...job,
      sessions: items.map(({ id, subject, label }) => ({ id, subject, label })),
      patienceMs,
      lookFirst: lookFirst ?? false,
      waitForLogin: waitForLogin ?? false,
    };
    this.result = wire.run(args, this.#pace, (event) => this.#take(event)).then(() => this.#finish()).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.#over = true;
      this.#pace.free();
      for (const queue of this.#queues) queue.end();
    });
    // Whoever only listens to the events is told of a failure there.
    this.result.catch((error) => {
      for (const queue of this.#queues) queue.fail(error);
    });
  }

  /** How many sessions there are. */
  get total() {
    return this.#items.length;
  }

  get paused() {
    return this.#paused;
  }

  /** Why the run was ended from outside, if it was. */
  get endedBy() {
    return this.#why?.();
  }

  pause() {
    if (this.#over || this.#paused) return;
    this.#pace.pause();
    this.#paused = true;
    this.#tell({ type: 'paused', reason: 'asked' });
  }

  resume() {
    if (this.#over || !this.#paused) return;
    this.#paused = false;
    this.#tell({ type: 'resumed' });
    this.#pace.resume();
  }

  /** Begins no further session; what was sent is not broken off, because the server does it all the same. */
  stop() {
    if (!this.#over) this.#pace.stop();
  }

  setParallel(parallel) {
    asCount('parallel', parallel, 1, 8);
    if (!this.#over) this.#pace.parallel(parallel);
  }

  /** The events, from the first on; leaving the loop does not stop the run. */
  [Symbol.asyncIterator]() {
    const queue = new Queue();
    for (const event of this.#told) queue.push(event);
    if (this.#over) queue.end();
    else this.#queues.add(queue);
    return queue;
  }

  #end(why) {
    this.#why ??= why;
    if (this.#over) return;
    if (this.#options.breaksOff) this.#pace.abort();
    else this.stop();
  }

  #tell(event) {
    Object.freeze(event);
    this.#told.push(event);
    for (const queue of this.#queues) queue.push(event);
  }

  #take(event) {
    const { type, session, now, error, status } = event;
    if (type === 'signed-out') {
      this.#paused = true;
      this.#tell({ type: 'paused', reason: 'signed-out', id: session });
      return;
    }
    const { code, message, ...details } = error ?? {};
    const told = {
      type,
      id: session,
      ...(status !== undefined && { status: statusOf(status) }),
      ...(now && { session: asSession(now) }),
      ...(event.uri !== undefined && { uri: event.uri }),
      ...(error && { error: makeError(code, message, details) }),
    };
    this.#tell(told);
    const pile = { 'item-done': 'done', 'item-failed': 'failed', 'item-unconfirmed': 'unconfirmed', 'item-skipped': 'skipped' }[type];
    if (!pile) return;
    const { type: _, ...item } = told;
    this.#outcome[pile].push(Object.freeze(item));
    tell(this.#options.onProgress, { unit: 'sessions', done: this.#through(), total: this.total });
    if (pile === 'failed' && this.#options.stopOnError) this.stop();
  }

  #through() {
    return Object.values(this.#outcome).reduce((sum, pile) => sum + pile.length, 0);
  }

  #finish() {
    const outcome = new Outcome(this.#outcome, this.#items, (items, options) =>
      new Run(this.#wire, this.#job, items, { ...this.#options, signal: undefined, timeoutMs: undefined, ...options, lookFirst: true }));
    this.#tell({ type: 'finished', outcome });
    return outcome;
  }
}

/** How a run ended. */
export class Outcome {
  #items;
  #again;

  constructor(piles, items, again) {
    Object.assign(this, piles);
    this.#items = items;
    this.#again = again;
    Object.freeze(this);
  }

  /** True if every session is done. */
  get ok() {
    return this.failed.length + this.unconfirmed.length + this.skipped.length === 0;
  }

  /** A line for each session (RFC 4180). */
  toCsv() {
    const lines = [['id', 'outcome', 'code', 'message', 'server', 'uri']];
    for (const outcome of ['done', 'failed', 'unconfirmed', 'skipped']) {
      for (const { id, error, uri } of this[outcome]) {
        lines.push([id, outcome, error?.code ?? '', error?.message ?? '', error?.serverText ?? '', uri ?? '']);
      }
    }
    return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
  }

  /** Runs what failed once more; rows are read first, lest something is asked for that is done already. */
  retryFailed(options = {}) {
    const failed = new Set(this.failed.map(({ id }) => id));
    return this.#again(this.#items.filter(({ id }) => failed.has(id)), options);
  }
}

/** A cell that no spreadsheet takes for a formula. */
function quoted(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What became of the only session of a run. */
export function resultOf(outcome, run, wire) {
  const [failed] = outcome.failed;
  if (wire.closed && outcome.done.length === 0) throw makeError('closed', 'The connection was closed during the call.');
  if (run.endedBy && outcome.done.length === 0) throw run.endedBy;
  if (failed) throw failed.error;
  const [item] = [...outcome.done, ...outcome.unconfirmed];
  return {
    confirmed: outcome.done.length === 1,
    ...(item.session && { session: item.session }),
    ...(item.uri !== undefined && { uri: item.uri }),
  };
}
