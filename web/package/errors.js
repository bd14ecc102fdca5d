// Every failure of the package: a class, a stable code, and a sentence that says what to do.

const BRAND = Symbol.for('xnat-prearchive.error');

/** What a call ends with when it fails. */
export class XnatError extends Error {
  constructor(code, message, details = {}) {
    const { cause, status, method, url, serverText } = details;
    super(message, cause === undefined ? undefined : { cause });
    const known = CODES[code] ?? CODES.internal;
    this.code = code;
    this.retryable = known.retryable;
    this.hint = details.hint ?? known.hint;
    if (status !== undefined) this.status = status;
    if (method !== undefined) this.method = method;
    if (url !== undefined) this.url = url;
    if (serverText) this.serverText = serverText;
  }

  get [BRAND]() {
    return true;
  }

  /** For logs: everything but the stack. */
  toJSON() {
    const { name, message, code, retryable, hint, status, method, url, serverText } = this;
    return { name, message, code, retryable, hint, status, method, url, serverText };
  }
}
XnatError.prototype.name = 'XnatError';

const subclass = (name, parent = XnatError) => {
  const made = { [name]: class extends parent {} }[name];
  made.prototype.name = name;
  return made;
};

export const NetworkError = subclass('NetworkError');
export const TimeoutError = subclass('TimeoutError');
/** Its name is that of the DOM's, so that `error.name === 'AbortError'` holds; `cause` is the signal's reason. */
export const AbortedError = subclass('AbortedError');
AbortedError.prototype.name = 'AbortError';
export const ClosedError = subclass('ClosedError');
export const NotReadyError = subclass('NotReadyError');
export const InvalidArgumentError = subclass('InvalidArgumentError');
export const AuthError = subclass('AuthError');
export const ForbiddenError = subclass('ForbiddenError');
export const NotFoundError = subclass('NotFoundError');
export const ConflictError = subclass('ConflictError');
export const UnsupportedError = subclass('UnsupportedError');
export const ServerError = subclass('ServerError');
export const BadResponseError = subclass('BadResponseError');

const row = (type, retryable, hint) => ({ type, retryable, hint });

/** Every code: its class, whether the same call may succeed later with nothing changed, and what to do. */
const CODES = {
  network: row(NetworkError, true,
    'Check that the server runs and that baseUrl is right. In a browser, another origin than the page\'s also fails like this: XNAT sends no CORS headers, so serve the page and XNAT from one origin, for example through a reverse proxy.'),
  timeout: row(TimeoutError, true,
    'Allow more time with timeoutMs. The server may have done what it was asked all the same: read the session again before you repeat a change.'),
  aborted: row(AbortedError, false,
    'Your AbortSignal ended the call. A change that was on its way may have been made: read the session again.'),
  closed: row(ClosedError, false, 'This object was closed. Make a new one; connect() gives a new connection.'),
  'not-ready': row(NotReadyError, false,
    'Await init({ module }) with the address, Response, bytes or WebAssembly.Module of client.wasm before the first call, or import "xnat-prearchive" instead of "xnat-prearchive/slim".'),
  'invalid-argument': row(InvalidArgumentError, false, 'Correct the argument that the message names; nothing was changed.'),
  'auth-required': row(AuthError, false, 'Sign in: xnat.signIn(user, password), or connect() with auth.'),
  'auth-expired': row(AuthError, false, 'The login has ended. Sign in again with xnat.signIn(), and repeat the call.'),
  'auth-refused': row(AuthError, false, 'Check user and password; an alias token ends by itself after some time (two days unless the site says otherwise).'),
  'login-limit': row(AuthError, true, 'The server takes no further login now. Wait, sign out elsewhere, and keep one connection instead of signing in for each call.'),
  csrf: row(ForbiddenError, false,
    'The server gave no CSRF token and refused the change. Check that the session cookie reaches the server (one origin, or SameSite settings), or turn to the site\'s administrator.'),
  forbidden: row(ForbiddenError, false, 'The signed-in user may not do this. Ask an owner of the project for the role that may.'),
  'not-found': row(NotFoundError, false, 'It is not there, or no longer. List again: sessions get another address when they are moved, and none when they are archived or deleted.'),
  locked: row(ConflictError, true, 'The server is working on the session. Wait until its status is at rest, and try again.'),
  conflict: row(ConflictError, false, 'Something is in the way. check() tells what archiving would meet; overwrite says what may happen to data that is archived already.'),
  'invalid-status': row(ConflictError, false, 'The server does not set this status. READY, CONFLICT, ERROR and RECEIVING are those that it takes.'),
  'too-large': row(ServerError, false, 'It is larger than the server, or a proxy before it, takes. Send less at once, or have the limit raised.'),
  unsupported: row(UnsupportedError, false, 'This server does not offer the service, most likely because it is older. Do without it, or have XNAT updated.'),
  'bad-response': row(BadResponseError, false,
    'The answer is none of an XNAT server. Check baseUrl: it is the address of XNAT itself, with its context path (such as https://example.org/xnat) and without /data.'),
  server: row(ServerError, true, 'The server failed. serverText has its words; its log says more. Try again later.'),
  'wasm-load': row(NotReadyError, true, 'Check that client.wasm is served, or say where it is with init({ module }).'),
  internal: row(XnatError, false, 'This is a fault of xnat-prearchive. Please report it with the message.'),
};

/** Every code that an error can have. */
export const ERROR_CODES = Object.freeze(Object.keys(CODES));

/** True for errors of this package, of whichever copy of it. */
export function isXnatError(value) {
  return typeof value === 'object' && value !== null && value[BRAND] === true;
}

/** The error of a code. */
export function makeError(code, message, details) {
  const { type } = CODES[code] ?? CODES.internal;
  return new type(code, message, details);
}

/** An argument that cannot be used. */
export const badArgument = (message, details) => makeError('invalid-argument', message, details);
