// A WebAssembly module, from wherever a program says that it is.

import { badArgument, makeError } from './errors.js';

/**
 * Starts bindings that wasm-bindgen made (`--target web`), by their default export.
 *
 * `given` is the module's address (a string or URL), a Response, bytes or a compiled module, or a promise of one.
 */
export async function startModule(start, given) {
  const module = await given;
  const started = (source) => run(start, source);
  if (isModule(module)) return started(module);
  if (module instanceof ArrayBuffer || ArrayBuffer.isView(module)) return started(checked(module, 'The bytes given'));
  if (isResponse(module)) return started(await ofResponse(module));
  if (typeof module === 'string' || module instanceof URL) return started(await ofAddress(module));
  throw badArgument('module has to be a URL, a Response, bytes or a WebAssembly.Module, or a promise of one.');
}

/** Also those of another realm, such as a frame or a test runner's. */
const isModule = (value) => Object.prototype.toString.call(value) === '[object WebAssembly.Module]';
const isResponse = (value) => Object.prototype.toString.call(value) === '[object Response]';

async function ofAddress(address) {
  if (String(address).startsWith('file:')) {
    const name = 'node:fs/promises';
    // A name that bundlers for browsers do not follow; a script without modules has only the first way.
    const { readFile } = globalThis.process?.getBuiltinModule?.(name)
      ?? (await import(/* webpackIgnore: true */ /* @vite-ignore */ name));
    try {
      return checked(await readFile(new URL(address)), String(address));
    } catch (cause) {
      if (cause?.code === 'wasm-load') throw cause;
      throw makeError('wasm-load', `The WebAssembly module could not be read: ${address}`, { cause });
    }
  }
  let response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw makeError('wasm-load', `The WebAssembly module could not be fetched: ${address}`, { cause });
  }
  return ofResponse(response);
}

async function ofResponse(response) {
  const { url, status } = response;
  if (!response.ok) {
    throw makeError('wasm-load', `The WebAssembly module is not at ${url}: the server answered ${status}.`, { status, url });
  }
  return checked(await response.arrayBuffer(), url, response.headers.get('content-type') ?? 'no type');
}

/** Bytes that begin as a module does (\0asm). */
function checked(bytes, where, type) {
  const view = new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength);
  if ([0, 0x61, 0x73, 0x6d].every((byte, at) => view[at] === byte)) return bytes;
  const what = type ? ` but ${type}` : '';
  throw makeError('wasm-load', `${where}: this is no WebAssembly module${what}.`, {
    hint: 'Most likely the server answers a page where the file should be. With Vite, add optimizeDeps: { exclude: ["xnat-prearchive"] }; elsewhere copy the .wasm file next to your files and give its address as module.',
  });
}

async function run(start, module) {
  try {
    await start({ module_or_path: module });
  } catch (cause) {
    const byPolicy = /content security policy|wasm-unsafe-eval|unsafe-eval/i.test(String(cause?.message));
    throw makeError('wasm-load', `The WebAssembly module was refused: ${cause?.message ?? cause}`, {
      cause,
      ...(byPolicy && { hint: "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src." }),
    });
  }
}
