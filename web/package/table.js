// The sessions of a listing as a table in WebAssembly's memory.

import { makeError } from './errors.js';
import { idOf } from './ids.js';
import { asOptions, asProjects, asSort, asText, describe, tell } from './options.js';
import { badArgument } from './errors.js';
import { asSession } from './status.js';
import { fromCore } from './wire.js';

/** So many sessions are made objects at once: what is in memory twice stays small. */
const TOGETHER = 5000;

/** Reads a listing into a new table. */
export async function openTable(wire, options) {
  wire.check();
  const given = asOptions(options, ['project', 'projects', 'query', 'sort']);
  const table = new SessionTable(wire, asProjects(given));
  try {
    if (given.query) table.filter(given.query);
    if (given.sort) table.sort(given.sort);
    await table.refreshQuietly(given);
    return table;
  } catch (error) {
    table.close();
    throw error;
  }
}

export class SessionTable {
  #wire;
  #core;
  #projects;
  #forget;
  #busy = false;
  #query = '';
  #sort = [];

  constructor(wire, projects) {
    this.#wire = wire;
    this.#core = new wire.glue.Table();
    this.#projects = projects;
    this.#forget = wire.onClose(() => this.close());
  }

  /** How many sessions the query finds. */
  get length() {
    return this.#do((core) => core.length);
  }

  /** How many there are. */
  get total() {
    return this.#do((core) => core.total);
  }

  get query() {
    return this.#query;
  }

  get order() {
    return [...this.#sort];
  }

  get closed() {
    return this.#core === undefined;
  }

  filter(query) {
    if (typeof query !== 'string') throw badArgument(`A query is a text, not ${describe(query)}.`);
    this.#do((core) => core.filter(query));
    this.#query = query;
    return this;
  }

  sort(keys) {
    const sort = asSort(keys);
    this.#do((core) => core.sort(sort));
    this.#sort = sort;
    return this;
  }

  counts() {
    return JSON.parse(this.#do((core) => core.counts()));
  }

  rows(from = 0, to = Infinity) {
    return JSON.parse(this.#window(from, to, 'rows')).map(asSession);
  }

  at(index) {
    const place = index < 0 ? this.length + index : index;
    return place < 0 ? undefined : this.rows(place, place + 1)[0];
  }

  ids(from = 0, to = Infinity) {
    return JSON.parse(this.#window(from, to, 'ids'));
  }

  column(name, from = 0, to = Infinity) {
    asText('column', name);
    const [start, end] = range(from, to);
    return JSON.parse(this.#do((core) => core.column(name, start, end)));
  }

  get(ref) {
    const id = idOf(ref);
    const row = JSON.parse(this.#do((core) => core.get(id)));
    return row === null ? undefined : asSession(row);
  }

  *[Symbol.iterator]() {
    for (let from = 0; from < this.length; from += TOGETHER) yield* this.rows(from, from + TOGETHER);
  }

  toArray() {
    return [...this];
  }

  /** Reads the listing again, and says what has changed. */
  async refresh(options) {
    const { added, updated, removed } = await this.#read(asOptions(options, []), true);
    return { added: added.map(asSession), updated: updated.map(asSession), removed };
  }

  /** The same without saying what has changed, which costs time for a long list. */
  async refreshQuietly(options) {
    await this.#read(options, false);
  }

  async #read({ signal, timeoutMs, onProgress }, changes) {
    const core = this.#do((open) => open);
    if (this.#busy) throw badArgument('The table is being read already: wait for the refresh that is under way.');
    this.#busy = true;
    try {
      const read = await this.#wire.read({ projects: this.#projects }, core, { signal, timeoutMs }, changes,
        (done) => tell(onProgress, { unit: 'sessions', done }));
      this.#do(() => undefined);
      return read;
    } finally {
      this.#busy = false;
    }
  }

  close() {
    this.#core?.free();
    this.#core = undefined;
    this.#forget();
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.close();
  }

  #window(from, to, method) {
    const [start, end] = range(from, to);
    return this.#do((core) => core[method](start, end));
  }

  #do(work) {
    if (!this.#core) throw makeError('closed', 'The table is closed.');
    try {
      return work(this.#core);
    } catch (thrown) {
      throw fromCore(thrown);
    }
  }
}

/** A range of rows; what is beyond the last row is not there. */
function range(from, to) {
  for (const [name, value] of [['from', from], ['to', to]]) {
    if (value !== Infinity && !(Number.isInteger(value) && value >= 0)) {
      throw badArgument(`${name} is the number of a row, from 0, not ${describe(value)}.`);
    }
  }
  const most = 0xffffffff;
  return [Math.min(from, most), Math.min(to, most)];
}
