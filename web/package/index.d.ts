import type { Connect, Init } from "./api.js";

export * from "./acting.js";
export * from "./api.js";
export * from "./data.js";
export * from "./errors.js";

/**
 * Connects to an XNAT server, and signs in as `auth` says.
 *
 * ```js
 * const xnat = await connect({ baseUrl: "https://xnat.example.org", auth: { kind: "password", user, password } });
 * for await (const page of xnat.sessions({ project: "DEMO" })) console.log(page.length);
 * xnat.close();
 * ```
 *
 * The WebAssembly module beside this file is loaded at the first call, once for all connections.
 */
export const connect: Connect;

/**
 * Loads the WebAssembly module before the first call, or from elsewhere:
 * `await init({ module: "/assets/client.wasm" })`. Without `module` it is loaded from beside this file.
 */
export const init: (options?: Partial<Init>) => Promise<void>;
