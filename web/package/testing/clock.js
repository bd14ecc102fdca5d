// The server's clock: the machine's own, moved ahead by `advance`, or one that stands still until it is moved.

export class Clock {
  #frozenAt;
  #ahead = 0;
  /** Who waits for a time of a clock that stands still. */
  #waiting = [];

  /** `start` is where it stands still, in milliseconds since 1970; without it, it runs. */
  constructor(start) {
    this.#frozenAt = start;
  }

  get now() {
    return (this.#frozenAt ?? Date.now()) + this.#ahead;
  }

  advance(ms) {
    this.#ahead += ms;
    const due = this.#waiting.filter(({ at }) => at <= this.now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.now);
    for (const { resolve } of due) resolve();
  }

  /** Waits so many milliseconds of this clock, or rejects with the signal's reason when it is aborted. */
  wait(ms, signal) {
    return new Promise((resolve, reject) => {
      let timer;
      const entry = { at: this.now + ms, resolve: () => end(resolve) };
      const onAbort = () => end(() => reject(signal.reason));
      const end = (then) => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        signal?.removeEventListener("abort", onAbort);
        then();
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiting.push(entry);
      if (this.#frozenAt === undefined) timer = setTimeout(entry.resolve, ms);
    });
  }
}
