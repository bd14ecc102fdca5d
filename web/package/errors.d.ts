/**
 * What went wrong, for programs; each stays the same from version to version.
 *
 * | Code | Class | When |
 * | --- | --- | --- |
 * | `network` | {@link NetworkError} | no connection, a refusal by CORS, or it broke |
 * | `timeout` | {@link TimeoutError} | no answer in time; a change may have been made |
 * | `aborted` | {@link AbortedError} | your signal ended the call; `cause` is its reason |
 * | `closed` | {@link ClosedError} | the object was closed before or during the call |
 * | `not-ready` | {@link NotReadyError} | `xnat-prearchive/slim` was used before `init()` |
 * | `wasm-load` | {@link NotReadyError} | the WebAssembly module is not there, is something else, or is refused by a policy |
 * | `invalid-argument` | {@link InvalidArgumentError} | an argument cannot be used, or the server does not take the request as it is |
 * | `auth-required` | {@link AuthError} | nobody is signed in |
 * | `auth-expired` | {@link AuthError} | somebody was, and the login has ended |
 * | `auth-refused` | {@link AuthError} | wrong name, password or token |
 * | `login-limit` | {@link AuthError} | the server takes no further login now |
 * | `csrf` | {@link ForbiddenError} | the server refused a change and gave no CSRF token |
 * | `forbidden` | {@link ForbiddenError} | the user may not do this |
 * | `not-found` | {@link NotFoundError} | it is not there |
 * | `locked` | {@link ConflictError} | the server is working on the session |
 * | `conflict` | {@link ConflictError} | something else is in the way |
 * | `invalid-status` | {@link ConflictError} | the server does not set this status |
 * | `too-large` | {@link ServerError} | larger than the server takes |
 * | `unsupported` | {@link UnsupportedError} | this server does not offer the service |
 * | `bad-response` | {@link BadResponseError} | the answer is none of an XNAT server |
 * | `server` | {@link ServerError} | the server failed |
 * | `internal` | {@link XnatError} | a fault of this package |
 */
export type ErrorCode =
  | "network"
  | "timeout"
  | "aborted"
  | "closed"
  | "not-ready"
  | "wasm-load"
  | "invalid-argument"
  | "auth-required"
  | "auth-expired"
  | "auth-refused"
  | "login-limit"
  | "csrf"
  | "forbidden"
  | "not-found"
  | "locked"
  | "conflict"
  | "invalid-status"
  | "too-large"
  | "unsupported"
  | "bad-response"
  | "server"
  | "internal";

/** Every code, for programs that translate them. */
export const ERROR_CODES: readonly ErrorCode[];

/** What every call ends with when it fails. Two copies of the package have two such classes: {@link isXnatError} knows both. */
export class XnatError<Code extends ErrorCode = ErrorCode> extends Error {
  protected constructor();
  /** What went wrong; see {@link ErrorCode}. */
  readonly code: Code;
  /** The same call may succeed later with nothing changed. */
  readonly retryable: boolean;
  /** A sentence that says what to do. */
  readonly hint: string;
  /** The HTTP status, if there was an answer. */
  readonly status?: number;
  /** The request's method, where one request failed. */
  readonly method?: string;
  /** The request's address. */
  readonly url?: string;
  /** The server's own words, if it said any. For people: never decide by them. */
  readonly serverText?: string;
  toJSON(): Record<string, unknown>;
}

export class NetworkError extends XnatError<"network"> {}
export class TimeoutError extends XnatError<"timeout"> {}
/** Its `name` is `"AbortError"`, as the DOM's; its `cause` is the signal's reason. */
export class AbortedError extends XnatError<"aborted"> {}
export class ClosedError extends XnatError<"closed"> {}
export class NotReadyError extends XnatError<"not-ready" | "wasm-load"> {}
export class InvalidArgumentError extends XnatError<"invalid-argument"> {}
export class AuthError extends XnatError<"auth-required" | "auth-expired" | "auth-refused" | "login-limit"> {}
export class ForbiddenError extends XnatError<"forbidden" | "csrf"> {}
export class NotFoundError extends XnatError<"not-found"> {}
export class ConflictError extends XnatError<"locked" | "conflict" | "invalid-status"> {}
export class UnsupportedError extends XnatError<"unsupported"> {}
export class ServerError extends XnatError<"server" | "too-large"> {}
export class BadResponseError extends XnatError<"bad-response"> {}

/** True for errors of this package, of whichever copy of it. */
export function isXnatError(value: unknown): value is XnatError;
