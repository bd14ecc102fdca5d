// Bad input and bad days: each ends with an error that has a code, and a hint that says what to do.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { ERROR_CODES, XnatError, isXnatError } from '../../pkg/index.js';
import { always, connect, labelled, world } from './support.mjs';

const BASE = 'http://xnat.test/';
const none = { kind: 'none' };
const cookie = { kind: 'cookie' };
const LOGIN = '<html><h3>Log in</h3></html>';
const at = (fetch, auth = none) => connect({ baseUrl: BASE, auth, fetch });
const json = (body, status = 200) => always(body, { status, headers: { 'content-type': 'application/json' } });

/** What comes back, and what it means for a listing. */
const answers = [
  ['nobody is there', async () => { throw new TypeError('fetch failed'); }, { code: 'network', name: 'NetworkError', retryable: true }],
  ['fetch throws what is no error', async () => { throw 'no'; }, { code: 'network' }],
  ['fetch answers what is no Response', async () => 'hello', { code: 'network' }],
  ['an HTML login page', always(LOGIN), { code: 'auth-required', status: 200, method: 'GET', url: `${BASE}data/prearchive?format=json` }],
  ['401', always('', { status: 401 }), { code: 'auth-required', name: 'AuthError', retryable: false }],
  ['403', always('<h3>Not yours</h3>', { status: 403, headers: { 'content-type': 'text/html' } }), { code: 'forbidden', serverText: 'Not yours' }],
  ['404', always('', { status: 404 }), { code: 'not-found', name: 'NotFoundError' }],
  ['418', always('', { status: 418 }), { code: 'invalid-argument', status: 418 }],
  ['500', always('', { status: 500 }), { code: 'server', name: 'ServerError', retryable: true }],
  ['501', always('', { status: 501 }), { code: 'unsupported' }],
  ['other JSON', json('{"hello":1}'), { code: 'bad-response', name: 'BadResponseError' }],
  ['half a listing', json('{"ResultSet":{"Result":[{"project":"A"}'), { code: 'bad-response' }],
  ['nothing', json(''), { code: 'bad-response' }],
];

for (const [name, fetch, wanted] of answers) {
  test(`a listing where ${name}`, async () => {
    const xnat = await at(fetch);
    for (const call of [() => xnat.sessions().toArray(), () => xnat.table()]) await assert.rejects(call, told(wanted));
    xnat.close();
  });
}

const connecting = [
  ['no address', { baseUrl: 'nonsense', auth: none }, { code: 'invalid-argument', name: 'InvalidArgumentError' }],
  ['no address outside a page', { auth: none }, { code: 'invalid-argument' }],
  ['an option that is none', { baseUrl: BASE, user: 'ann' }, { code: 'invalid-argument' }],
  ['a text for options', BASE, { code: 'invalid-argument' }],
  ['an unknown way to sign in', { baseUrl: BASE, auth: { kind: 'magic' } }, { code: 'invalid-argument' }],
  ['a password that is missing', { baseUrl: BASE, auth: { kind: 'password', user: 'ann' } }, { code: 'invalid-argument' }],
  ['a fetch that is none', { baseUrl: BASE, fetch: 7 }, { code: 'invalid-argument' }],
  ['another site', { baseUrl: BASE, auth: cookie, fetch: always('<html>Welcome</html>') }, { code: 'bad-response' }],
  ['a wrong password', { baseUrl: BASE, auth: { kind: 'password', user: 'ann', password: 'x' }, fetch: always('', { status: 401 }) },
    { code: 'auth-refused', status: 401 }],
  ['no room for a login', { baseUrl: BASE, auth: { kind: 'password', user: 'ann', password: 'x' }, fetch: always('', { status: 503 }) },
    { code: 'login-limit', retryable: true }],
  ['a token that has ended', { baseUrl: BASE, auth: { kind: 'token', alias: 'a', secret: 'b' }, fetch: always('', { status: 401 }) },
    { code: 'auth-refused' }],
];

for (const [name, options, wanted] of connecting) {
  test(`connecting with ${name}`, () => assert.rejects(() => connect(options), told(wanted)));
}

const ID = '/prearchive/projects/A/t/S';
const argumentsOf = [
  ['an unknown id', (xnat) => xnat.session('S1')],
  ['no id', (xnat) => xnat.session()],
  ['an unknown option', (xnat) => xnat.sessions({ proejct: 'A' })],
  ['both project and projects', (xnat) => xnat.sessions({ project: 'A', projects: [] })],
  ['a signal that is none', (xnat) => xnat.projects({ signal: 1 })],
  ['a time limit that is none', (xnat) => xnat.projects({ timeoutMs: -1 })],
  ['an unknown key in a query', (xnat) => xnat.sessions({ query: 'colour:red' }).toArray()],
  ['a query that needs the whole listing', (xnat) => xnat.sessions({ query: 'is:duplicate' }).toArray()],
  ['an unknown column', (xnat) => xnat.table({ sort: 'colour' })],
  ['an unknown action', (xnat) => xnat.plan('sing', [])],
  ['a move to nowhere', (xnat) => xnat.plan('move', [])],
  ['a plan of one text', (xnat) => xnat.plan('delete', ID)],
  ['an unknown way to overwrite', (xnat) => xnat.session(ID).archive({ overwrite: 'all' })],
  ['a step upwards', (xnat) => xnat.session(ID).scan('..').delete()],
  ['a step upwards in a file', (xnat) => xnat.session(ID).scan('1').file('DICOM', '../x').bytes()],
  ['an unknown code', (xnat) => xnat.project('A').setPrearchiveCode('sometimes')],
  ['a file that is none', (xnat) => xnat.import('hello')],
  ['an unknown import handler', (xnat) => xnat.import(new Uint8Array(1), { handler: 'mail' })],
  ['an unknown event', (xnat) => xnat.watch({ project: 'A' }).on('chnage', () => {})],
  ['an interval that is too short', (xnat) => xnat.watch({ intervalMs: 1 })],
];

for (const [name, call] of argumentsOf) {
  test(`an argument that cannot be used: ${name}`, async () => {
    let asked = 0;
    const xnat = await at(async () => { asked += 1; return new Response('', { status: 500 }); });
    await assert.rejects(async () => call(xnat), told({ code: 'invalid-argument' }));
    xnat.close();
    assert.ok(asked <= 1 && (asked === 0 || name === 'an unknown event'));
  });
}

const refusals = [
  ['a change without a CSRF token', async (xnat, server) => {
    server.refuse({ path: '/prearchive_code', method: 'PUT', status: 403, times: Infinity });
    server.answer({ path: '/JSESSION', times: Infinity, with: () => new Response('SESSION') });
    return xnat.project('A').setPrearchiveCode('manual');
  }, { code: 'csrf', status: 403, method: 'PUT' }],
  ['a session that is not there', (xnat) => xnat.session(ID).read(), { code: 'not-found' }],
  ['a status that the server does not set', async (xnat) => xnat.session(await labelled(xnat, 'S1')).setStatus('SING'), { code: 'invalid-status' }],
  ['a locked session', async (xnat, server) => {
    const session = await labelled(xnat, 'S1');
    server.lock(session.id);
    return xnat.session(session).delete({ patienceMs: 1 });
  }, { code: 'locked', retryable: true, name: 'ConflictError' }],
  ['a service that is missing', async (xnat, server) => {
    server.refuse({ path: '/services/validate-archive', status: 404 });
    return xnat.session(await labelled(xnat, 'S1')).check();
  }, { code: 'unsupported' }],
  ['a login that has ended', async (xnat, server) => {
    server.expireLogin();
    return xnat.projects();
  }, { code: 'auth-expired' }],
  ['a project of others', async (_, server) => {
    const other = await connect({ baseUrl: server.baseUrl, fetch: await server.fetchAs('bob') });
    return other.project('A').setPrearchiveCode('manual');
  }, { code: 'forbidden' }],
];

for (const [name, call, wanted] of refusals) {
  test(`the server refuses ${name}`, async () => {
    const { server, xnat, end } = await world({ users: ['ann', 'bob'] });
    await assert.rejects(async () => call(xnat, server), told(wanted));
    end();
  });
}

test('every code of the core has a class and a hint', async () => {
  const source = await readFile(new URL('../../crates/js/src/code.rs', import.meta.url), 'utf8');
  const codes = [...source.matchAll(/^ {4}\w+ = "([a-z-]+)",$/gm)].map(([, code]) => code);
  assert.ok(codes.length > 10);
  for (const code of codes) assert.ok(ERROR_CODES.includes(code), code);
});

/** What an error has to be. */
function told(wanted) {
  return (error) => {
    assert.ok(error instanceof XnatError && isXnatError(error) && error instanceof Error, `${error}`);
    assert.ok(ERROR_CODES.includes(error.code), error.code);
    for (const [key, value] of Object.entries(wanted)) assert.equal(error[key], value, `${key} of ${JSON.stringify(error)}`);
    assert.ok(error.message.length > 5 && /[A-Z].*[.:]/.test(error.hint), error.hint);
    assert.equal(JSON.parse(JSON.stringify(error)).code, error.code);
    return true;
  };
}
