// Starts the page: a file of its own, so that a policy without inline scripts can be kept.
import { configure } from "./base.js";

const here = document.baseURI;
const loading = document.getElementById("loading");

async function start() {
  const { bindings, module } = document.querySelector("script[data-module]").dataset;
  const options = { isPage: true };
  // Without a server: a prearchive of its own, in the browser's memory.
  if (new URLSearchParams(location.search).has("demo")) {
    const { demo } = await import(new URL("demo/demo.js", here).href);
    options.fetch = await demo();
    options.isNear = true;
  }
  // Asked while the module is on its way.
  const configured = options.fetch ? {} : configure(here);
  const started = import(new URL(bindings, here).href).then(async (app) => {
    await app.default({ module_or_path: new URL(module, here) });
    return app.mount;
  });
  const [{ baseUrl }, mount] = await Promise.all([configured, started]);
  loading.remove();
  document.body.append(mount({ ...options, baseUrl }).root);
}

/** What to do about what kept the page from starting. */
function advice({ name, message }) {
  if (name === "SyntaxError") return "The file config.json beside this page is no JSON object.";
  if (/content security policy|unsafe-eval/i.test(message)) return "This page's Content-Security-Policy forbids WebAssembly: it needs 'wasm-unsafe-eval' in script-src.";
  return "A file of this page could not be loaded. Is all of its folder there, and is the connection?";
}

start().catch((error) => {
  loading.role = "alert";
  loading.textContent = `The page cannot start. ${advice(error)} (${error.message})`;
  throw error;
});
