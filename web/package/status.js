// Statuses: one frozen object for each word, shared by all sessions that have it.

import { glueNow } from './load.js';

const known = new Map();

/** What a status means. */
export function statusOf(raw) {
  let status = known.get(raw);
  if (!status) {
    status = Object.freeze(JSON.parse(glueNow().status(raw)));
    known.set(raw, status);
  }
  return status;
}

/** A session as callers see it, of what the core wrote. */
export function asSession(row) {
  row.status = statusOf(row.status);
  return row;
}
