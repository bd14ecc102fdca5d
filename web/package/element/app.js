// The app's WebAssembly and styles: loaded once for all elements of a page, when the first one is shown.

import { makeError } from '../errors.js';

let loading;
let places = {};
let areTaken = false;

/**
 * Says where the files of `xnat-prearchive/wasm` are, where a bundler does not put them beside this script.
 *
 * `app` is app_bg.wasm and `later` app_later.wasm, each a URL.
 */
export function configure(given) {
  if (areTaken) console.warn('xnat-prearchive: configure() was called after an element was shown; it has no effect any more.');
  places = { ...places, ...given };
}

/** The bindings of the app, started; a failed load can be repeated. */
export function loadApp() {
  loading ??= start().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start() {
  const [bindings, { elsewhere }] = await Promise.all([import('../wasm/app.js'), import('../wasm/app_later.js')]);
  // Not before: in one bundle an element of the page begins while the module that configures is still to be run.
  areTaken = true;
  const url = places.app ?? new URL('../wasm/app_bg.wasm', import.meta.url);
  elsewhere.later = places.later;
  try {
    await bindings.default({ module_or_path: url });
  } catch (cause) {
    const byPolicy = /content security policy|unsafe-eval/i.test(String(cause?.message));
    throw makeError('wasm-load', `The WebAssembly of <xnat-prearchive> could not be started from ${url}: ${cause?.message ?? cause}`, {
      cause,
      hint: byPolicy
        ? "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src."
        : 'Serve the package\'s wasm folder, or say with configure({ app, later }) where app_bg.wasm and app_later.wasm are.',
    });
  }
  return bindings;
}

const sheets = new WeakMap();

/** The app's styles as a sheet for that document, shared by all its elements. */
export async function stylesFor(document) {
  const { default: text } = await import('../wasm/app_styles.js');
  let sheet = sheets.get(document);
  if (!sheet) {
    sheet = new document.defaultView.CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(document, sheet);
  }
  return sheet;
}
