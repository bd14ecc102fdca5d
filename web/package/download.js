// A file or zip: read whole, as a stream, or into one.

import { asOptions, tell } from './options.js';
import { abortable } from './wire.js';

export class Download {
  #wire;
  #name;
  #args;

  constructor(wire, name, args) {
    wire.check();
    this.#wire = wire;
    this.#name = name;
    this.#args = args;
  }

  /** The address, for a link; the browser's own login is used there. */
  get url() {
    return this.#wire.address(this.#name, this.#args);
  }

  /** The body as it comes. Cancelling the stream breaks the download off. */
  async stream(options) {
    const { body } = await this.#open(asOptions(options, []));
    return body;
  }

  async bytes(options) {
    const { body, total } = await this.#open(asOptions(options, []));
    const pieces = [];
    let length = 0;
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      length += value.length;
    }
    if (pieces.length === 1 && (total === undefined || total === length)) return pieces[0];
    const whole = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  async blob(options) {
    const { body, type } = await this.#open(asOptions(options, []));
    const blob = await new Response(body).blob();
    return blob.slice(0, blob.size, type);
  }

  async text(options) {
    return new TextDecoder().decode(await this.bytes(options));
  }

  /** Writes it into a stream, no faster than that takes it; answers the number of bytes. */
  async saveTo(writable, options) {
    const given = asOptions(options, []);
    let done = 0;
    const onProgress = (progress) => {
      done = progress.done;
      tell(given.onProgress, progress);
    };
    const { body } = await this.#open({ ...given, onProgress });
    await body.pipeTo(writable);
    return done;
  }

  async #open(options) {
    const call = abortable(this.#wire, options);
    let response;
    try {
      response = await this.#wire.open(this.#name, this.#args, call.signal);
    } catch (error) {
      call.done();
      throw call.error(error);
    }
    const length = Number(response.headers.get('content-length') ?? NaN);
    // What is compressed on the way has another length when it is here.
    const total = length >= 0 && !response.headers.get('content-encoding') ? length : undefined;
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    return { body: watched(response.body, call, options.onProgress, total), total, type };
  }
}

/** The pieces of a body, with progress, and with errors of this package. */
function watched(body, call, onProgress, total) {
  const reader = (body ?? new Blob([]).stream()).getReader();
  let done = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        const piece = await reader.read();
        if (piece.done) {
          call.done();
          controller.close();
          return;
        }
        done += piece.value.length;
        tell(onProgress, { unit: 'bytes', done, ...(total !== undefined && { total }) });
        controller.enqueue(piece.value);
      } catch (error) {
        call.done();
        controller.error(call.error(error));
      }
    },
    async cancel() {
      call.done();
      call.cancel();
      await reader.cancel().catch(() => {});
    },
  }, { highWaterMark: 0 });
}
