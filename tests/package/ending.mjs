// Ending things: by a signal, by a time limit, by close(); at every stage.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, labelled, world } from './support.mjs';

/** A fetch that answers nothing, or begins a body and never ends it; `asked` is fulfilled at the first request. */
function silent(begun = false) {
  let onAsked;
  const asked = new Promise((resolve) => { onAsked = resolve; });
  const fetch = (request) => new Promise((resolve, reject) => {
    request.signal.addEventListener('abort', () => reject(request.signal.reason));
    if (begun) {
      const body = new ReadableStream({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode('{"ResultSet":{"Result":[{"project":"A","timestamp":"t","folderName":"S","url":"/prearchive/projects/A/t/S"},'));
          request.signal.addEventListener('abort', () => controller.error(request.signal.reason));
        },
      });
      resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
    }
    onAsked();
  });
  return { fetch, asked };
}

const ID = '/prearchive/projects/A/t/S';
const stages = [
  ['before the answer', false],
  ['in the middle of the answer', true],
];
const calls = [
  ['a listing', (xnat, options) => xnat.sessions(options).toArray()],
  ['a table', (xnat, options) => xnat.table(options)],
  ['scans', (xnat, options) => xnat.session(ID).scans(options)],
  ['a file', (xnat, options) => xnat.session(ID).scan('1').file('DICOM', 'a').bytes(options)],
  ['a plan', (xnat, options) => xnat.plan('delete', [ID], options)],
  ['a change', (xnat, options) => xnat.session(ID).delete(options)],
  ['an import', (xnat, options) => xnat.import(new Uint8Array(3), options)],
];

const open = (fetch) => connect({ baseUrl: 'http://xnat.test', auth: { kind: 'none' }, fetch });

for (const [name, call] of calls) {
  for (const [stage, begun] of stages) {
    test(`${name} is aborted ${stage}`, async () => {
      const { fetch, asked } = silent(begun);
      const xnat = await open(fetch);
      const abort = new AbortController();
      const ended = call(xnat, { signal: abort.signal });
      const rejected = assert.rejects(ended, { code: 'aborted', name: 'AbortError', cause: 'enough' });
      await asked;
      abort.abort('enough');
      await rejected;
      xnat.close();
    });
  }

  test(`${name} with a signal that was given already sends nothing`, async () => {
    let asked = 0;
    const xnat = await open(async () => { asked += 1; return new Response(''); });
    await assert.rejects(async () => call(xnat, { signal: AbortSignal.abort('early') }), { code: 'aborted', cause: 'early' });
    assert.equal(asked, 0);
    xnat.close();
  });

  test(`${name} has a time limit`, async () => {
    const { fetch } = silent();
    const xnat = await open(fetch);
    await assert.rejects(call(xnat, { timeoutMs: 20 }), { code: 'timeout' });
    xnat.close();
  });

  test(`${name} ends when the connection is closed`, async () => {
    const { fetch, asked } = silent();
    const xnat = await open(fetch);
    const rejected = assert.rejects(call(xnat, {}), { code: 'closed', name: 'ClosedError' });
    await asked;
    xnat.close();
    await rejected;
    await assert.rejects(async () => call(xnat, {}), { code: 'closed' });
  });
}

test('a stream is broken off when its reader leaves, and the server is told', async () => {
  const { fetch } = silent(true);
  let signal;
  const xnat = await open((request) => {
    signal = request.signal;
    return fetch(request);
  });
  for await (const page of xnat.sessions()) {
    assert.equal(page.length, 1);
    break;
  }
  await new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', resolve)));
  const stream = await xnat.session(ID).scan('1').file('DICOM', 'a').stream();
  const reader = stream.getReader();
  assert.ok((await reader.read()).value.length > 0);
  await reader.cancel();
  assert.equal(signal.aborted, true);
  xnat.close();
});

test('what is closed says so, and closing twice is fine', async () => {
  const { xnat, server } = await world();
  const session = xnat.session(await labelled(xnat, 'S1'));
  const table = await xnat.table();
  const watch = xnat.watch();
  xnat.close();
  xnat.close();
  for (const use of [
    () => xnat.sessions(), () => xnat.projects(), () => xnat.session(ID), () => xnat.baseUrl, () => xnat.watch(), () => xnat.plan('delete', []),
    () => session.scans(), () => session.zip(), () => table.length, () => table.rows(), () => table.refresh(), () => watch.on('change', () => {}),
  ]) {
    await assert.rejects(async () => use(), { code: 'closed' }, String(use));
  }
  assert.deepEqual([xnat.closed, table.closed, watch.closed], [true, true, true]);
  table.close();
  watch.close();
  server.close();
});

test('a table is closed on its own, also while it is read', async () => {
  const { xnat, end } = await world();
  const table = await xnat.table();
  const refreshed = assert.rejects(table.refresh(), { code: 'closed' });
  table.close();
  await refreshed;
  assert.throws(() => table.length, { code: 'closed' });
  assert.equal((await xnat.sessions().toArray()).length, 3);
  end();
});

test('a run is ended by its signal: what was not begun is skipped', async () => {
  const { xnat, server, end } = await world();
  const plan = await xnat.plan('delete', await xnat.sessions().toArray(), {});
  const release = server.holdWork();
  const abort = new AbortController();
  const run = plan.start({ parallel: 1, include: ['ready', 'review'], signal: abort.signal });
  for await (const event of run) if (event.type === 'item-waiting') abort.abort();
  const { done, unconfirmed, skipped } = await run.result;
  assert.deepEqual([done.length, unconfirmed.length, skipped.length], [0, 1, 2]);
  release();
  end();
});

test('disposing closes', { skip: Symbol.dispose === undefined }, async () => {
  const { xnat, server } = await world();
  const table = await xnat.table();
  table[Symbol.dispose]();
  assert.equal(table.closed, true);
  await xnat[Symbol.asyncDispose]();
  assert.equal(xnat.closed, true);
  server.close();
});
