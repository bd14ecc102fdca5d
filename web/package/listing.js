// Sessions as an async stream of pages.

import { asOptions, asProjects, asText, tell } from './options.js';
import { Queue } from './queue.js';
import { asSession } from './status.js';

/** Pages of sessions while they arrive. Each iteration asks the server anew. */
export class SessionStream {
  #wire;
  #options;

  constructor(wire, options) {
    wire.check();
    const { query, ...given } = asOptions(options, ['project', 'projects', 'query']);
    this.#wire = wire;
    this.#options = given;
    this.args = {
      projects: asProjects(given),
      ...(query !== undefined && query !== '' && { query: asText('query', query) }),
    };
  }

  /** The pages. Leaving the loop ends the request. */
  async *[Symbol.asyncIterator]() {
    const queue = new Queue();
    const leave = new AbortController();
    const { signal, timeoutMs, onProgress } = this.#options;
    const onAbort = () => leave.abort(signal.reason);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    let done = 0;
    const listing = this.#wire.pages(this.args, { signal: leave.signal, timeoutMs }, (rows) => {
      done += rows.length;
      tell(onProgress, { unit: 'sessions', done });
      if (rows.length > 0) queue.push(rows.map(asSession));
    });
    listing.then(() => queue.end(), (error) => queue.fail(error));
    try {
      yield* queue;
    } finally {
      leave.abort();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** All sessions in one array. */
  async toArray() {
    const all = [];
    for await (const page of this) for (const session of page) all.push(session);
    return all;
  }
}
