// The package for who says where the WebAssembly module is: init({ module }) comes before connect().

import { open } from './connection.js';
import { badArgument } from './errors.js';
import { load, loaded } from './load.js';

/** Connects to an XNAT server. */
export function connect(options) {
  return open(options, loaded);
}

/** Loads the WebAssembly module; to be awaited, or at least called, before connect(). */
export async function init({ module } = {}) {
  if (module === undefined) {
    throw badArgument('init() of "xnat-prearchive/slim" needs { module }: the URL, Response or bytes of client.wasm, or a WebAssembly.Module.');
  }
  await load(module);
}

export * from './shared.js';
