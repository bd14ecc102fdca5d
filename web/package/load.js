// The WebAssembly module: loaded once, at the first call, from where it is told to be.

import { makeError } from './errors.js';
import { startModule } from './module.js';
import start, * as glue from './wasm/client.js';

let loading;
let ready = false;

/** Loads the module, once; a failed load can be repeated. */
export function load(module) {
  loading ??= startModule(start, module).then(
    () => {
      ready = true;
      return glue;
    },
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** The module that is loaded already, or is on its way. */
export function loaded() {
  if (loading) return loading;
  throw makeError('not-ready', 'The WebAssembly module of xnat-prearchive has not been loaded.');
}

/** The module, for what answers at once. */
export function glueNow() {
  if (ready) return glue;
  throw makeError('not-ready', 'The WebAssembly module of xnat-prearchive has not been loaded.');
}
