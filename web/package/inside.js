// What is inside a session: scans, resources and files.

import { Download } from './download.js';
import { asOptions, asText } from './options.js';

export class ScanHandle {
  #wire;

  constructor(wire, session, id) {
    this.#wire = wire;
    this.session = session;
    this.id = id;
  }

  async resources(options) {
    return this.#wire.ask('resources', { session: this.session, scan: this.id }, asOptions(options, []));
  }

  resource(label) {
    this.#wire.check();
    return new ResourceHandle(this.#wire, this.session, this.id, asText('resource', label));
  }

  files(resource = 'DICOM', options = undefined) {
    return this.resource(resource).files(options);
  }

  file(resource, path) {
    return this.resource(resource).file(path);
  }

  zip() {
    return new Download(this.#wire, 'zip', { session: this.session, scan: this.id });
  }

  async delete(options) {
    await this.#wire.ask('deleteScan', { session: this.session, scan: this.id }, asOptions(options, []));
  }
}

export class ResourceHandle {
  #wire;
  #args;

  constructor(wire, session, scan, label) {
    this.#wire = wire;
    this.#args = { session, ...(scan !== undefined && { scan }), resource: label };
    this.session = session;
    if (scan !== undefined) this.scan = scan;
    this.label = label;
  }

  async files(options) {
    return this.#wire.ask('files', this.#args, asOptions(options, []));
  }

  file(path) {
    this.#wire.check();
    return new Download(this.#wire, 'file', { ...this.#args, path: asText('path', path) });
  }

  /** The session's own resources only; a scan's are in the zip of the scan. */
  zip() {
    const { scan, ...own } = this.#args;
    return new Download(this.#wire, 'zip', scan === undefined ? own : { session: this.session, scan });
  }

  /** The session's own resources only. */
  async delete(options) {
    await this.#wire.ask('deleteResource', { session: this.session, resource: this.label }, asOptions(options, []));
  }

  /** The session's own resources only. */
  async deleteFile(path, options) {
    const args = { session: this.session, resource: this.label, path: asText('path', path) };
    await this.#wire.ask('deleteFile', args, asOptions(options, []));
  }
}
