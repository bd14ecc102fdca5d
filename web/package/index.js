// The package: connect() and what it needs. Nothing is loaded before the first call.

import { open } from './connection.js';
import { load } from './load.js';

const here = () => new URL('./wasm/client_bg.wasm', import.meta.url);

/** Connects to an XNAT server. */
export function connect(options) {
  return open(options, () => load(here()));
}

/** Loads the WebAssembly module from elsewhere, or before the first call. */
export async function init({ module } = {}) {
  await load(module ?? here());
}

export * from './shared.js';
