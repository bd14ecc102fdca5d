// The built package, in Node: it loads without a server, its errors carry codes, and it speaks with one.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import init, { connect } from '../../crates/js/pkg/xnat_prearchive.js';

const SESSION = '/prearchive/projects/P/20260102_030405678/S1';
const MOVED = SESSION.replace('/P/', '/Q/');

// A server that knows one session, wants a cookie and a CSRF token, and moves it once somebody looks.
const state = { project: 'P', queued: false };
const seen = [];

const row = (status) => ({
  project: state.project,
  timestamp: '20260102_030405678',
  folderName: 'S1',
  name: 'S1',
  status,
  url: SESSION.replace('/P/', `/${state.project}/`),
});

const table = (rows) => JSON.stringify({ ResultSet: { Result: rows, title: 'prearchive' } });

function answer({ method, path, query, body, cookie }) {
  const json = (rows) => [200, 'application/json', table(rows)];
  if (`${method} ${path}` === 'POST /xnat/data/services/auth') {
    const right = body.get('username') === 'ann' && body.get('password') === 's&cret';
    return right ? [200, 'text/plain', 'COOKIE'] : [401, 'text/html', '<h3>Wrong</h3>'];
  }
  if (cookie !== 'JSESSIONID=COOKIE') return [401, 'text/plain', 'nobody'];
  if (method !== 'GET' && query.get('XNAT_CSRF') !== 'TOKEN') return [403, 'text/plain', 'CSRF'];
  switch (`${method} ${path}`) {
    case 'GET /xnat/data/auth':
      return [200, 'text/plain', "User 'ann' is logged in"];
    case 'GET /xnat/data/JSESSION':
      return [200, 'text/plain', 'COOKIE; XNAT_CSRF=TOKEN'];
    case 'GET /xnat/data/prearchive':
      return json([row('READY')]);
    case 'POST /xnat/data/services/prearchive/move':
      assert.equal(body.get('src'), SESSION);
      assert.equal(body.get('newProject'), 'Q');
      state.queued = true;
      return json([row('QUEUED_MOVING')]);
    case `GET /xnat/data${SESSION}`:
      if (!state.queued) return json(state.project === 'P' ? [row('READY')] : []);
      state.queued = false;
      state.project = 'Q';
      return json([{ ...row('_MOVING'), project: 'P', url: SESSION }]);
    case `GET /xnat/data${MOVED}`:
      return json(state.project === 'Q' ? [row('READY')] : []);
    default:
      return [404, 'text/html', `<html><h3>nothing at ${path}</h3></html>`];
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = new URLSearchParams(Buffer.concat(chunks).toString());
  seen.push(`${request.method} ${url.pathname}`);
  const [status, type, text] = answer({
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    body,
    cookie: request.headers.cookie,
  });
  response.setHeader('Content-Type', type);
  if (url.pathname.endsWith('/auth') && request.method === 'POST' && status === 200) {
    response.setHeader('Set-Cookie', 'JSESSIONID=COOKIE; Path=/; HttpOnly');
  }
  response.writeHead(status).end(text);
});

let base;
let nobody;

before(async () => {
  const wasm = new URL('../../crates/js/pkg/xnat_prearchive_bg.wasm', import.meta.url);
  await init({ module_or_path: await readFile(wasm) });
  // A port on which nobody listens: one that was just given back.
  const closed = createServer();
  await new Promise((listening) => closed.listen(0, '127.0.0.1', listening));
  nobody = `http://127.0.0.1:${closed.address().port}`;
  await new Promise((done) => closed.close(done));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${server.address().port}/xnat`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

test('connecting sends nothing', () => {
  connect(base).free();
  assert.deepEqual(seen, []);
});

const failures = [
  ['a server that is not there', () => connect(nobody).signIn('ann', 'x'), { code: 'unreachable' }],
  ['no address', async () => connect('nonsense'), { code: 'bad-argument' }],
  ['a wrong password', () => connect(base).signIn('ann', 'x'),
    { code: 'wrong-password', status: 401, words: 'Wrong' }],
  ['nobody signed in', () => connect(base).sessions(), { code: 'signed-out', status: 401 }],
  ['no session', () => connect(base).scans('/P/S1'), { code: 'bad-argument' }],
  ['no target', () => connect(base).move({ url: SESSION }), { code: 'bad-argument' }],
  ['an odd option', () => connect(base).archive({ url: SESSION, overwrite: 'all' }),
    { code: 'bad-argument' }],
  ['no number', () => connect(base).setPrearchiveCode('P'), { code: 'bad-argument' }],
  ['a step upwards', () => connect(base).deleteScan(SESSION, '..'), { code: 'bad-name' }],
];

for (const [name, call, wanted] of failures) {
  test(`an error with a code: ${name}`, async () => {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof Error);
      assert.equal(error.name, 'PrearchiveError');
      assert.ok(error.message.length > 10, error.message);
      for (const [key, value] of Object.entries(wanted)) assert.equal(error[key], value);
      return true;
    });
  });
}

test('signs in, lists, moves, and ends', async () => {
  const connection = connect(base);
  assert.equal(await connection.resume(), undefined);
  assert.equal(await connection.signIn('ann', 's&cret'), 'ann');
  assert.equal(await connection.resume(), 'ann');

  const [session, ...others] = await connection.sessions();
  assert.deepEqual(others, []);
  assert.equal(session.url, SESSION);
  assert.equal(session.status, 'READY');

  const moved = await connection.move({ url: session.url, project: 'Q' });
  assert.equal(moved.confirmed, true);
  assert.equal(moved.session.url, MOVED);
  assert.equal(await connection.session(SESSION), undefined);
  assert.equal(seen.filter((line) => line.endsWith('/move')).length, 1);

  await assert.rejects(connection.logs(MOVED), { code: 'not-found', status: 404 });
  connection.close();
  await assert.rejects(connection.sessions(), { code: 'cancelled' });
});
