// Starts the page: a file of its own, so that a policy without inline scripts can be kept.
const { bindings, module } = document.querySelector("script[data-module]").dataset;
const here = document.baseURI;
const { default: init } = await import(new URL(bindings, here).href);
await init({ module_or_path: new URL(module, here) });
