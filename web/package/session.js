// One session: what is in it, and what can be done to it.

import { Download } from './download.js';
import { makeError } from './errors.js';
import { ResourceHandle, ScanHandle } from './inside.js';
import { asBytes, asOptions, asText, asWord } from './options.js';
import { runOne } from './plan.js';
import { asSession } from './status.js';

export const OVERWRITE = ['refuse', 'append', 'delete'];

export class SessionHandle {
  #wire;

  constructor(wire, id) {
    this.#wire = wire;
    this.id = id;
  }

  #ask(name, args, options) {
    return this.#wire.ask(name, { session: this.id, ...args }, options);
  }

  // ---- What it is ----

  async read(options) {
    const row = await this.#ask('session', {}, asOptions(options, []));
    if (row === null) throw makeError('not-found', `There is no session at ${this.id}.`);
    return asSession(row);
  }

  async xml(options) {
    return this.#ask('document', {}, asOptions(options, []));
  }

  async log(options) {
    const given = asOptions(options, []);
    const entries = await this.#ask('logs', {}, given);
    return entries;
  }

  async scans(options) {
    return this.#ask('scans', {}, asOptions(options, []));
  }

  scan(id) {
    this.#wire.check();
    return new ScanHandle(this.#wire, this.id, asText('scan', id));
  }

  async resources(options) {
    return this.#ask('resources', {}, asOptions(options, []));
  }

  resource(label) {
    this.#wire.check();
    return new ResourceHandle(this.#wire, this.id, undefined, asText('resource', label));
  }

  zip() {
    return new Download(this.#wire, 'zip', { session: this.id });
  }

  async tagValues(fields, options) {
    const { scan } = asOptions(options, ['scan']);
    const names = fields.map((field) => asText('field', field));
    return this.#ask('tagValues', { fields: names, scan, summary: true }, options ?? {});
  }

  // ---- What can be done ----

  async check(options) {
    const { overwrite = 'refuse', subject, label, ...rest } = asOptions(options, ['overwrite', 'subject', 'label']);
    asWord('overwrite', overwrite, OVERWRITE);
    return this.#ask('check', { overwrite, subject, label }, rest);
  }

  async archive(options) {
    const given = asOptions(options, ['overwrite', 'subject', 'label', 'patienceMs']);
    return runOne(this.#wire, 'archive', this.id, given);
  }

  async move(project, options) {
    const given = asOptions(options, ['patienceMs']);
    return runOne(this.#wire, 'move', this.id, { ...given, project: asText('project', project) });
  }

  async rebuild(options) {
    const { overrideLock = false, ...given } = asOptions(options, ['overrideLock', 'patienceMs']);
    if (overrideLock) await this.#ask('rebuildLocked', {}, given);
    return runOne(this.#wire, 'rebuild', this.id, { ...given, lookFirst: overrideLock });
  }

  async delete(options) {
    return runOne(this.#wire, 'delete', this.id, asOptions(options, ['patienceMs']));
  }

  async commit(options) {
    const { autoArchive, ...rest } = asOptions(options, ['autoArchive']);
    const [uri] = await this.#ask('commit', { autoArchive }, rest);
    return { uri };
  }

  async resetStatus(options) {
    await this.#ask('resetStatus', {}, asOptions(options, []));
  }

  async setStatus(status, options) {
    await this.#ask('setStatus', { status: asText('status', status) }, asOptions(options, []));
  }

  /** Adds a file to one of the session's own resources. */
  async addFile(resource, path, file, options) {
    const given = asOptions(options, []);
    const args = { session: this.id, resource: asText('resource', resource), path: asText('path', path) };
    await this.#wire.ask('putFile', args, given, await asBytes(file));
  }

  toString() {
    return this.id;
  }
}
