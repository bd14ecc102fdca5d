import type { Connect, Init } from "./api.js";

export * from "./acting.js";
export * from "./api.js";
export * from "./data.js";
export * from "./errors.js";

/** As `connect` of `xnat-prearchive`, once {@link init} has been called. */
export const connect: Connect;

/**
 * Loads the WebAssembly module; to be called once, before {@link connect}.
 *
 * ```js
 * import wasm from "xnat-prearchive/client.wasm?url"; // Vite
 * await init({ module: wasm });
 * ```
 */
export const init: (options: Init) => Promise<void>;
