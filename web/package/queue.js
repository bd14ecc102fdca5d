// Values that come when they come, for who takes them one after the other.

export class Queue {
  #values = [];
  #waiting = [];
  #end;

  push(value) {
    if (this.#end) return;
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve({ value, done: false });
    else this.#values.push(value);
  }

  /** No more comes. */
  end() {
    this.#finish({});
  }

  /** No more comes: what is there is given, then the error. */
  fail(error) {
    this.#finish({ error });
  }

  #finish(end) {
    if (this.#end) return;
    this.#end = end;
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (end.error) reject(end.error);
      else resolve({ value: undefined, done: true });
    }
  }

  next() {
    if (this.#values.length > 0) return Promise.resolve({ value: this.#values.shift(), done: false });
    if (this.#end?.error) {
      const { error } = this.#end;
      this.#end = {};
      return Promise.reject(error);
    }
    if (this.#end) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async return() {
    this.#values.length = 0;
    this.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}
