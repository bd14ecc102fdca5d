// A connection to one server, as one user.

import { badArgument, makeError } from './errors.js';
import { idOf } from './ids.js';
import { SessionStream } from './listing.js';
import { asBytes, asOptions, asText, asWord, describe } from './options.js';
import { makePlan } from './plan.js';
import { SessionHandle } from './session.js';
import { asSession } from './status.js';
import { openTable } from './table.js';
import { Watch } from './watch.js';
import { Wire } from './wire.js';

/** Reads the options, loads the core, and signs in as they say. */
export async function open(options = {}, load) {
  const given = asOptions(options, ['baseUrl', 'auth', 'fetch']);
  const { baseUrl = '', auth = { kind: 'cookie' }, fetch } = given;
  if (typeof baseUrl !== 'string' && !(baseUrl instanceof URL)) throw badArgument(`baseUrl is a text or URL, not ${describe(baseUrl)}.`);
  if (fetch !== undefined && typeof fetch !== 'function') throw badArgument(`fetch is a function, not ${describe(fetch)}.`);
  asWord('auth.kind', auth?.kind, ['cookie', 'password', 'token', 'none']);
  const wire = new Wire(await load(), { baseUrl: String(baseUrl), fetch, timeoutMs: undefined });
  try {
    const xnat = new Xnat(wire);
    const { signal, timeoutMs } = given;
    const each = { ...(signal && { signal }), ...(timeoutMs && { timeoutMs }) };
    if (auth.kind === 'password') await xnat.signIn(auth.user, auth.password, each);
    if (auth.kind === 'token') await xnat.signInWithToken(auth.alias, auth.secret, each);
    if (auth.kind === 'cookie') await xnat.refreshUser(each);
    wire.timeoutMs = timeoutMs;
    return xnat;
  } catch (error) {
    wire.close();
    throw error;
  }
}

export class Xnat {
  #wire;

  constructor(wire) {
    this.#wire = wire;
  }

  /** The server's address, absolute. */
  get baseUrl() {
    this.#wire.check();
    return this.#wire.baseUrl;
  }

  /** Who is signed in; null if nobody is. */
  get user() {
    return this.#wire.user ?? null;
  }

  get closed() {
    return this.#wire.closed;
  }

  // ---- Who speaks ----

  async signIn(user, password, options) {
    asText('user', user);
    asText('password', password);
    this.#wire.user = await this.#wire.ask('signIn', { user, password }, asOptions(options, []));
    return this.#wire.user;
  }

  async signInWithToken(alias, secret, options) {
    asText('alias', alias);
    asText('secret', secret);
    const given = asOptions(options, []);
    // XNAT takes an alias token where it takes a name and a password with the request (RFC 7617), and opens a session.
    const user = await this.#wire.withBasic(alias, secret, () => this.#wire.ask('user', {}, given));
    if (user === null) throw makeError('auth-refused', 'The server did not take the alias token.');
    this.#wire.user = user;
    return user;
  }

  async refreshUser(options) {
    this.#wire.user = await this.#wire.ask('user', {}, asOptions(options, [])) ?? undefined;
    return this.user;
  }

  async signOut(options) {
    await this.#wire.ask('signOut', {}, asOptions(options, []));
    this.#wire.user = undefined;
  }

  async issueToken(options) {
    return this.#wire.ask('issueToken', {}, asOptions(options, []));
  }

  async revokeToken(alias, options) {
    await this.#wire.ask('invalidateToken', { alias: asText('alias', alias) }, asOptions(options, []));
  }

  async serverInfo(options) {
    return this.#wire.ask('build', {}, asOptions(options, []));
  }

  // ---- What waits ----

  sessions(options) {
    return new SessionStream(this.#wire, options);
  }

  table(options) {
    return openTable(this.#wire, options);
  }

  session(ref) {
    this.#wire.check();
    return new SessionHandle(this.#wire, idOf(ref));
  }

  async find(ref, options) {
    const row = await this.#wire.ask('session', { session: idOf(ref) }, asOptions(options, []));
    return row && asSession(row);
  }

  watch(options) {
    return new Watch(this.#wire, options);
  }

  // ---- What is done ----

  plan(action, sessions, options) {
    return makePlan(this.#wire, action, sessions, options);
  }

  async import(file, options) {
    const known = ['handler', 'destination', 'project', 'subject', 'label', 'overwrite', 'commit', 'autoArchive',
      'ignoreUnparsable', 'preventAutoCommit', 'preventAnonymization', 'source', 'contentType'];
    const given = asOptions(options, known);
    const { signal, timeoutMs, onProgress, ...args } = given;
    return this.#wire.ask('import', args, { signal, timeoutMs }, await asBytes(file));
  }

  // ---- Projects ----

  async projects(options) {
    const { filter } = asOptions(options, ['filter']);
    if (filter !== undefined) asWord('filter', filter, ['accessible', 'writable', 'owned']);
    return this.#wire.ask('projects', { filter }, options ?? {});
  }

  project(id) {
    this.#wire.check();
    return new ProjectHandle(this.#wire, asText('project', id));
  }

  // ---- The end ----

  close() {
    this.#wire.close();
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.close();
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    this.close();
  }
}

const CODES = { manual: 0, 'auto-archive': 4, 'auto-archive-overwrite': 5 };

class ProjectHandle {
  #wire;

  constructor(wire, id) {
    this.#wire = wire;
    this.id = id;
  }

  async prearchiveCode(options) {
    const code = await this.#wire.ask('prearchiveCode', { project: this.id }, asOptions(options, []));
    const [name = 'other'] = Object.entries(CODES).find(([, known]) => known === code) ?? [];
    return { code, name };
  }

  async setPrearchiveCode(code, options) {
    const number = typeof code === 'string' ? CODES[code] : code;
    if (!Number.isSafeInteger(number)) {
      throw badArgument(`A prearchive code is ${Object.keys(CODES).join(', ')} or a whole number, not ${describe(code)}.`);
    }
    await this.#wire.ask('setPrearchiveCode', { project: this.id, code: number }, asOptions(options, []));
  }

  sessions(options) {
    return new SessionStream(this.#wire, { ...options, project: this.id });
  }
}
