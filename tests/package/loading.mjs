// How the WebAssembly module is found, and what is said when it is not.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const PACKAGE = new URL('../../pkg/', import.meta.url);
const WASM = new URL('wasm/client_bg.wasm', PACKAGE);
const OPTIONS = '{ baseUrl: "http://xnat.test", auth: { kind: "none" } }';

/** Runs a module of its own, because a module is loaded once; answers what it says. */
function said(script, { entry = 'slim.js', flags = [] } = {}) {
  const module = `
    import { readFile } from 'node:fs/promises';
    import { connect, init, isXnatError } from ${JSON.stringify(new URL(entry, PACKAGE).href)};
    const WASM = new URL(${JSON.stringify(WASM.href)});
    const bytes = () => readFile(WASM);
    const failed = async (work) => {
      try { await work(); } catch (error) { return [error.code, error.message, error.hint].join(' | '); }
      return 'nothing';
    };
    ${script}`;
  return execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', module], { encoding: 'utf8' }).trim();
}

const good = [
  ['an address', 'WASM'],
  ['an address as a text', 'WASM.href'],
  ['bytes', 'await bytes()'],
  ['an ArrayBuffer', 'new Uint8Array(await bytes()).buffer'],
  ['a promise of bytes', 'bytes()'],
  ['a module', 'await WebAssembly.compile(await bytes())'],
  ['a Response', 'new Response(await bytes())'],
  ['a promise of a Response', 'Promise.resolve(new Response(await bytes(), { headers: { "content-type": "application/wasm" } }))'],
];

for (const [name, module] of good) {
  test(`slim takes ${name}`, () => {
    assert.equal(said(`await init({ module: ${module} }); console.log((await connect(${OPTIONS})).baseUrl)`), 'http://xnat.test/');
  });
}

const bad = [
  ['use before init', `connect(${OPTIONS})`, /^not-ready \| .* init\(\{ module \}\)/],
  ['init without a module', 'init()', /^invalid-argument \| .*needs \{ module \}/],
  ['what is none', 'init({ module: 7 })', /^invalid-argument \| .*URL, a Response, bytes/],
  ['a page where the module should be', 'init({ module: new Response("<!doctype html>", { headers: { "content-type": "text/html" } }) })',
    /^wasm-load \| .*no WebAssembly module but text\/html.* \| .*optimizeDeps/],
  ['404', 'init({ module: new Response("", { status: 404 }) })', /^wasm-load \| .*answered 404/],
  ['a file that is not there', 'init({ module: new URL("no.wasm", WASM) })', /^wasm-load \| .*could not be read/],
  ['a server that is not there', 'init({ module: "http://127.0.0.1:1/client.wasm" })', /^wasm-load \| .*could not be fetched/],
  ['half a module', 'init({ module: (await bytes()).slice(0, 1000) })', /^wasm-load \| .*was refused/],
  ['another module', 'init({ module: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]) })', /^wasm-load \| /],
];

for (const [name, work, wanted] of bad) {
  test(`slim says what to do about ${name}`, () => {
    assert.match(said(`console.log(await failed(async () => { await ${work}; }))`), wanted);
  });
}

test('a load that failed can be repeated', () => {
  const script = `await failed(() => init({ module: new Response('', { status: 500 }) }));
    await init({ module: bytes() }); console.log((await connect(${OPTIONS})).user)`;
  assert.equal(said(script), 'null');
});

test('the main entry finds the module by itself, in Node', () => {
  assert.equal(said(`console.log((await connect(${OPTIONS})).baseUrl)`, { entry: 'index.js' }), 'http://xnat.test/');
});

test('importing loads nothing, asks nothing, and touches no page', () => {
  const traps = `
    for (const name of ['document', 'window', 'fetch', 'WebAssembly', 'customElements', 'location']) {
      Object.defineProperty(globalThis, name, { configurable: true, get() { throw new Error('touched ' + name); } });
    }`;
  const script = `for (const entry of ['index.js', 'slim.js']) await import(new URL(entry, ${JSON.stringify(PACKAGE.href)}).href);
    console.log('fine')`;
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '--eval', traps + script], { encoding: 'utf8' }).trim(), 'fine');
});

test('require works, finds the module, and has one class of errors', async () => {
  const require = createRequire(import.meta.url);
  const { connect, XnatError } = require(fileURLToPath(new URL('index.cjs', PACKAGE)));
  const slim = require(fileURLToPath(new URL('slim.cjs', PACKAGE)));
  assert.equal(slim.XnatError, XnatError);
  const xnat = await connect({ baseUrl: 'http://xnat.test', auth: { kind: 'none' } });
  await assert.rejects(async () => xnat.session('x'), (error) => error instanceof XnatError);
  xnat.close();
});

test('with the global fetch, over HTTP, with cookies', async () => {
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.cookie);
    response.setHeader('set-cookie', 'JSESSIONID=C; Path=/; HttpOnly');
    const isListing = request.url.startsWith('/xnat/data/prearchive');
    response.setHeader('content-type', isListing ? 'application/json' : 'text/plain');
    response.end(isListing ? '{"ResultSet":{"Result":[]}}' : "User 'ann' is logged in");
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  const { connect } = await import(new URL('index.js', PACKAGE).href);
  const xnat = await connect({ baseUrl: `http://127.0.0.1:${server.address().port}/xnat` });
  assert.equal(xnat.user, 'ann');
  assert.deepEqual(await xnat.sessions().toArray(), []);
  assert.deepEqual(seen, [undefined, 'JSESSIONID=C']);
  xnat.close();
  server.closeAllConnections();
  server.close();
});

test('the package says what it is', async () => {
  const manifest = JSON.parse(await readFile(new URL('package.json', PACKAGE), 'utf8'));
  assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
  for (const entry of Object.values(manifest.exports)) {
    for (const conditions of [entry.import, entry.require].filter(Boolean)) {
      assert.deepEqual(Object.keys(conditions), ['types', 'default']);
    }
  }
});
