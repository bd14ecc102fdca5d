// What the tests share: the built package, and servers in memory.

import { connect } from '../../pkg/index.js';
import { createServer } from '../../pkg/testing.js';

export { connect, createServer };

/** Two projects, three sessions, and one without a project. */
export const WORLD = {
  users: ['ann'],
  projects: [{ id: 'A', owners: ['ann'] }, { id: 'B', owners: ['ann'] }],
  sessions: [
    { project: 'A', label: 'S2', subject: 'P2' },
    { project: 'A', label: 'S10', subject: 'P1', status: 'CONFLICT' },
    { project: 'B', label: 'S1', subject: 'P1', scans: ['localizer'] },
  ],
};

/** A server, and a connection to it as ann. */
export async function world(more = {}) {
  const server = await createServer({ ...WORLD, signedIn: 'ann', ...more });
  const xnat = await connect({ baseUrl: server.baseUrl, fetch: server.fetch });
  return { server, xnat, end: () => { xnat.close(); server.close(); } };
}

/** A fetch that gives the same answer to all. */
export const always = (body, init = {}) => async () => new Response(body, { headers: { 'content-type': 'text/html' }, ...init });

/** The first session of that label. */
export async function labelled(xnat, label) {
  const all = await xnat.sessions().toArray();
  return all.find((session) => session.label === label);
}

/** Waits until something is true of what a function tells, each time it could have changed. */
export function deferred() {
  let resolve;
  const promise = new Promise((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
