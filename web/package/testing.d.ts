/**
 * An XNAT prearchive in memory, reached through a `fetch` of its own: for tests, and for demonstrations without a server.
 *
 * It is the engine of the embedded server, in WebAssembly: it answers as XNAT does, and what is queued is really done.
 *
 * ```js
 * import { connect } from "xnat-prearchive";
 * import { createServer } from "xnat-prearchive/testing";
 *
 * using server = await createServer({ signedIn: "owner" });
 * const xnat = await connect({ baseUrl: server.baseUrl, fetch: server.fetch });
 * ```
 */

import type { PrearchiveCodeName } from "./api.js";

/** A user of the server. */
export interface UserOptions {
  /** The name to sign in with. */
  name: string;
  /** The password; the name unless told. */
  password?: string;
  /** What the user is in the whole site; `user` unless told. */
  role?: "user" | "all-data-access" | "all-data-admin" | "admin";
}

/** A project of the server. Whoever it names is made a user, if there is none of that name. */
export interface ProjectOptions {
  /** Its ID. */
  id: string;
  /** Its title; the ID unless told. */
  name?: string;
  /** What it does with sessions that arrive; `manual` unless told. */
  code?: PrearchiveCodeName | number;
  /** Who may change its settings. */
  owners?: readonly string[];
  /** Who may change its data. */
  members?: readonly string[];
  /** Who may read what is archived. */
  collaborators?: readonly string[];
}

/** A session that waits in the prearchive, with one small image a scan. */
export interface SessionOptions {
  /** The ID of its project; Unassigned unless told. */
  project?: string;
  /** Its subject; made from the label unless told. */
  subject?: string;
  /** Its label. */
  label: string;
  /** Its status as XNAT writes it, such as `CONFLICT`; `READY` unless told. */
  status?: string;
  /** The description of each scan; two unless told. */
  scans?: readonly string[];
  /** When it arrived, as a date or in milliseconds since 1970; now unless told. */
  arrived?: Date | number;
}

/** What a server has in it, and how it behaves. */
export interface ServerOptions {
  /**
   * Sample data: the projects NEURO, CARDIO and PHANTOM, the users admin, owner, member, collaborator and stranger (the password
   * of each is the name), and sessions of real DICOM files in every state. True unless users or projects are named.
   */
  demo?: boolean;
  /** So many made-up sessions beside them, the same ones each time, spread over the projects and the last months; or these. */
  sessions?: number | readonly SessionOptions[];
  /** The users, beside those of the sample data. A text is a user whose password is the name. */
  users?: readonly (string | UserOptions)[];
  /** The projects, beside those of the sample data. */
  projects?: readonly (string | ProjectOptions)[];
  /** Who is signed in from the start; nobody unless told. */
  signedIn?: string;
  /** Where the server is: the folder of the page unless told, and `http://prearchive.test/` where there is no page. */
  baseUrl?: string | URL;
  /** The WebAssembly module: its address, a Response, its bytes, or the compiled module; beside this file unless told. */
  module?: string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module;
  /** Gets the requests to other servers, such as the global `fetch`; without it they fail as where no server is. */
  elsewhere?: (request: Request) => Promise<Response>;
  /** Where the server's clock stands still until {@link Server.advance}; without it the clock runs. */
  now?: Date | number;
  /** How far the server's zone is ahead of UTC, in minutes; 0 unless told. */
  minutesAheadOfUtc?: number;
  /** After how many minutes without a request a login ends; 15 unless told, as in XNAT. */
  idleMinutes?: number;
  /** How late each answer is, in milliseconds. */
  latencyMs?: number;
  /** How many of all requests are refused with 503, from 0 to 1; which ones is the same each time. */
  failRate?: number;
}

/** A request that the server got. */
export interface SeenRequest {
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  /** The path below the server's base, with a slash in front: `/data/prearchive`. */
  readonly path: string;
  /** The query with its question mark, or nothing. */
  readonly query: string;
  /** When it came by the server's clock, in milliseconds since 1970. */
  readonly at: number;
  /** The status of the answer; `undefined` as long as there is none. */
  readonly status: number | undefined;
}

/** Which requests are meant; all, if nothing is said. */
export interface Match {
  method?: string;
  /** A part of the path; or a pattern for path and query; or a function that looks at the request. */
  path?: string | RegExp | ((request: SeenRequest) => boolean);
  /** How many of them; 1 unless told, `Infinity` for all. */
  times?: number;
}

/** Trouble that was ordered. */
export interface Trouble {
  /** How many requests it has met. */
  readonly used: number;
  /** Ends it. */
  stop(): void;
}

/** A prearchive in memory. */
export interface Server {
  /** In place of the global `fetch`: cookies are kept inside, redirects are followed, signals are heard. */
  readonly fetch: typeof globalThis.fetch;
  /** Where it is; ends with a slash. */
  readonly baseUrl: string;
  /** The same as a URL. */
  readonly base: URL;
  /** What it was asked through any `fetch` of it, in order. */
  readonly requests: SeenRequest[];
  /** Its clock, in milliseconds since 1970. */
  readonly now: number;
  /** How late each answer is, in milliseconds. */
  latencyMs: number;
  /** How many of all requests are refused with 503, from 0 to 1. */
  failRate: number;

  /** Signs somebody in, as whom `fetch` asks from then on. */
  signIn(user: string): Promise<void>;
  /**
   * A `fetch` of somebody else, who has cookies of their own; of nobody, if there is no name.
   *
   * Servers ask browsers, which they know by their `User-Agent`, for the token of their login with every change; a page that asks
   * as another program gives another one here.
   */
  fetchAs(user?: string, as?: { userAgent?: string }): Promise<typeof globalThis.fetch>;

  /** Adds a session, and returns its address as a listing writes it: `/prearchive/projects/A/20260901_080000000/S1`. */
  addSession(session: SessionOptions): string;
  /** Gives a session a status, whatever is done with it; returns the one it had. */
  setStatus(session: string, status: string): string;
  /** Locks a session, so that nothing can be done with it; the function that it returns unlocks it. */
  lock(session: string, status?: string): () => void;

  /** Refuses requests: nothing is done, and the answer is this one. 503 with a status page unless told. */
  refuse(what?: Match & { status?: number; text?: string; body?: string; headers?: Record<string, string> }): Trouble;
  /**
   * Answers requests with a function: with its Response, as a lost connection if it throws, and as ever if it returns nothing.
   */
  answer(
    what: Match & { with: (request: Request) => Response | undefined | void | Promise<Response | undefined | void> },
  ): Trouble;
  /** Loses the connection: before anything is done (unless told), in the middle of the answer, or when all is done. */
  disconnect(what?: Match & { when?: "before" | "during" | "after" }): Trouble;
  /** Answers late. */
  delay(what: Match & { ms: number }): Trouble;
  /** Ends all logins: now, or after so many more requests. */
  expireLogin(when?: { after?: number }): void;
  /** Ends all trouble that was ordered. */
  clearTrouble(): void;
  /** What is queued waits until the function that this returns is called. */
  holdWork(): () => void;
  /** Moves the clock on, and does what has fallen due. */
  advance(ms: number): void;

  /** Forgets everything; requests fail from then on. */
  close(): void;
  [Symbol.dispose](): void;
}

/**
 * Makes a server. The module is loaded by the first call.
 *
 * Fails with the code `invalid-argument` for what it does not know, and with `wasm-load` if the module cannot be loaded.
 */
export function createServer(options?: ServerOptions): Promise<Server>;
