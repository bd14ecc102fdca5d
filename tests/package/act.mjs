// What a program does with the package, against the embedded server's engine in memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseSessionId, sessionId } from '../../pkg/index.js';
import { connect, createServer, labelled, world } from './support.mjs';

async function within(more, work) {
  const { server, xnat, end } = await world(more);
  try {
    await work(xnat, server);
  } finally {
    end();
  }
}

const labels = (sessions) => sessions.map(({ label }) => label).join(' ');

test('signing in', async () => {
  const server = await createServer({ users: ['ann'], projects: [{ id: 'A', owners: ['ann'] }] });
  const at = { baseUrl: server.baseUrl, fetch: server.fetch };
  const nobody = await connect(at);
  assert.equal(nobody.user, null);
  assert.equal(await nobody.signIn('ann', 'ann'), 'ann');
  const { alias, secret } = await nobody.issueToken();
  await nobody.signOut();
  assert.equal(nobody.user, null);
  const byPassword = await connect({ ...at, auth: { kind: 'password', user: 'ann', password: 'ann' } });
  assert.equal(byPassword.user, 'ann');
  await byPassword.signOut();
  const byToken = await connect({ ...at, auth: { kind: 'token', alias, secret } });
  assert.equal(byToken.user, 'ann');
  assert.equal((await byToken.projects()).length, 1);
  await byToken.revokeToken(alias);
  server.close();
});

test('connecting without a login sends nothing', () => within({}, async (_, server) => {
  const before = server.requests.length;
  const xnat = await connect({ baseUrl: server.baseUrl, fetch: server.fetch, auth: { kind: 'none' } });
  assert.equal(xnat.baseUrl, server.baseUrl);
  assert.equal(server.requests.length, before);
}));

test('sessions as pages and as an array', () => within({ sessions: 3000 }, async (xnat) => {
  let count = 0;
  const seen = [];
  for await (const page of xnat.sessions({ onProgress: (progress) => seen.push(progress) })) count += page.length;
  const table = await xnat.table();
  assert.ok(count > 2000);
  assert.equal(table.total, count);
  table.close();
  assert.deepEqual(seen.at(-1), { unit: 'sessions', done: count });
  for await (const page of xnat.sessions()) {
    assert.ok(page.length > 0);
    break;
  }
  const conflicts = await xnat.sessions({ query: 'status:conflict' }).toArray();
  assert.ok(conflicts.length > 0 && conflicts.every(({ status }) => status.kind === 'conflict'));
}));

const listings = [
  [{}, 'S1 S2 S10'],
  [{ project: 'A' }, 'S2 S10'],
  [{ projects: ['A', 'B'] }, 'S1 S2 S10'],
  [{ query: 'status:conflict' }, 'S10'],
  [{ query: 'subject:=P1', sort: '-session' }, 'S10 S1'],
  [{ sort: ['-project', '-session'] }, 'S1 S10 S2'],
  [{ query: '-status:conflict newer:1d' }, 'S1 S2'],
  [{ query: 'nothing-like-it' }, ''],
];

for (const [options, wanted] of listings) {
  test(`a table of ${JSON.stringify(options)}`, () => within({}, async (xnat) => {
    const table = await xnat.table({ sort: 'session', ...options });
    assert.equal(labels(table.rows()), wanted);
    assert.equal(table.column('session').join(' '), wanted);
    assert.equal(table.length, wanted === '' ? 0 : wanted.split(' ').length);
    table.close();
  }));
}

test('a table in windows, by place and by id', () => within({}, async (xnat) => {
  const table = await xnat.table({ sort: 'session' });
  assert.equal(labels(table.rows(0, 2)), 'S1 S2');
  assert.equal(labels(table.rows(2, 100)), 'S10');
  assert.equal(table.at(-1).label, 'S10');
  assert.equal(table.at(3), undefined);
  assert.equal(labels([...table]), 'S1 S2 S10');
  assert.deepEqual(table.ids(0, 1), [table.at(0).id]);
  table.filter('status:ready');
  assert.deepEqual([table.length, table.total], [2, 3]);
  assert.deepEqual(table.counts(), { statuses: { conflict: 1, ready: 2 }, projects: { A: 1, B: 1 } });
  assert.equal(table.get(table.at(0)).label, 'S1');
  assert.equal(structuredClone(table.at(0)).status.kind, 'ready');
  assert.equal(table.at(0).status, table.at(1).status);
  table.close();
}));

test('a refresh says what has changed', () => within({}, async (xnat, server) => {
  const table = await xnat.table();
  const gone = await labelled(xnat, 'S2');
  const changed = await labelled(xnat, 'S1');
  server.addSession({ project: 'B', label: 'S3' });
  server.setStatus(changed.id, 'ERROR');
  await xnat.session(gone).delete();
  const { added, updated, removed } = await table.refresh();
  assert.deepEqual([labels(added), labels(updated), removed], ['S3', 'S1', [gone.id]]);
  assert.deepEqual(await table.refresh(), { added: [], updated: [], removed: [] });
  table.close();
}));

test('what is inside a session', () => within({}, async (xnat) => {
  const { id } = await labelled(xnat, 'S1');
  const session = xnat.session(id);
  assert.equal((await session.read()).subject, 'P1');
  assert.match(await session.xml(), /localizer/);
  assert.ok(Array.isArray(await session.log()));
  const [scan] = await session.scans();
  assert.equal(scan.description, 'localizer');
  const [resource] = await session.scan(scan.id).resources();
  assert.equal(resource.label, 'DICOM');
  const [file] = await session.scan(scan.id).files();
  const download = session.scan(scan.id).file('DICOM', file.path);
  const seen = [];
  const bytes = await download.bytes({ onProgress: (progress) => seen.push(progress) });
  assert.equal(bytes.length, file.bytes);
  assert.equal(new TextDecoder().decode(bytes.slice(128, 132)), 'DICM');
  assert.equal(seen.at(-1).done, file.bytes);
  assert.ok(download.url.endsWith(`/resources/DICOM/files/${file.path}`), download.url);
  assert.equal((await download.blob()).size, file.bytes);
  let written = 0;
  const count = new WritableStream({ write: (piece) => { written += piece.length; } });
  assert.equal(await download.saveTo(count), file.bytes);
  assert.equal(written, file.bytes);
  const zip = await session.zip().bytes();
  assert.equal(new TextDecoder().decode(zip.slice(0, 2)), 'PK');
  await session.addFile('NOTES', 'note.txt', new Blob(['hello']));
  assert.equal(await session.resource('NOTES').file('note.txt').text(), 'hello');
  await session.resource('NOTES').delete();
  assert.ok((await session.tagValues(['Modality'])).length > 0);
  await session.scan(scan.id).delete();
  assert.deepEqual(await session.scans(), []);
}));

test('check, archive, move, rebuild and delete, one each', () => within({}, async (xnat) => {
  const ready = xnat.session((await labelled(xnat, 'S1')).id);
  assert.ok(Array.isArray(await ready.check()));
  assert.equal((await ready.rebuild()).session.status.kind, 'ready');
  const moved = await ready.move('A');
  assert.equal(moved.confirmed, true);
  assert.equal(moved.session.project, 'A');
  assert.equal(await xnat.find(ready.id), null);
  const archived = await xnat.session(moved.session).archive({ label: 'NEW_LABEL' });
  assert.match(archived.uri, /NEW_LABEL$|\/experiments\//);
  const last = await labelled(xnat, 'S2');
  assert.deepEqual(await xnat.session(last).delete(), { confirmed: true });
  assert.equal(labels(await xnat.sessions().toArray()), 'S10');
}));

test('a plan sorts sessions into three piles, and its run tells what becomes of them', () => within({}, async (xnat, server) => {
  const all = await xnat.sessions().toArray();
  const unlock = server.lock(all.find(({ label }) => label === 'S2').id);
  const looked = [];
  const plan = await xnat.plan('archive', all.map(({ id }) => id), { onItem: (item) => looked.push(item) });
  unlock();
  assert.deepEqual([plan.ready.length, plan.review.length, plan.blocked.length], [1, 1, 1]);
  assert.equal(plan.review[0].reason, 'conflicts');
  assert.equal(plan.blocked[0].reason, 'locked');
  assert.equal(looked.length, 3);
  const run = plan.start();
  const types = [];
  for await (const event of run) types.push(event.type);
  assert.equal(types[0], 'item-started');
  assert.deepEqual(types.slice(-2), ['item-done', 'finished']);
  const outcome = await run.result;
  assert.equal(outcome.ok, true);
  assert.match(outcome.toCsv(), /^id,outcome,code,message,server,uri\r\n\/prearchive\/projects\/B\/.*,done,,,,\/data\//);
}));

test('what failed is run again', () => within({}, async (xnat, server) => {
  const plan = await xnat.plan('delete', await xnat.sessions({ project: 'A' }).toArray());
  const trouble = server.refuse({ path: '/services/prearchive/delete', status: 500, times: Infinity });
  const first = await plan.start({ patienceMs: 1 }).result;
  assert.equal(first.failed.length, 2);
  assert.equal(first.failed[0].error.code, 'server');
  assert.match(first.toCsv(), /,failed,server,/);
  trouble.stop();
  const second = await first.retryFailed().result;
  assert.equal(second.done.length, 2);
}));

test('a run is paused, goes on, and is stopped', () => within({ sessions: 20, projects: [{ id: 'A', owners: ['ann'] }] }, async (xnat) => {
  const plan = await xnat.plan('delete', await xnat.sessions().toArray());
  const run = plan.start({ parallel: 1, include: ['ready', 'review'] });
  let stopped = false;
  for await (const event of run) {
    if (event.type === 'item-done' && !stopped) {
      stopped = true;
      run.pause();
      assert.equal(run.paused, true);
      run.resume();
      run.stop();
    }
  }
  const { done, skipped } = await run.result;
  assert.ok(done.length >= 1 && skipped.length > 0);
  assert.equal((await xnat.sessions().toArray()).length, 20 - done.length);
}));

test('a run waits for a new login', () => within({}, async (xnat, server) => {
  const plan = await xnat.plan('delete', await xnat.sessions({ project: 'A' }).toArray());
  server.expireLogin();
  const run = plan.start({ waitForLogin: true, parallel: 1 });
  for await (const event of run) {
    if (event.type !== 'paused') continue;
    assert.equal(event.reason, 'signed-out');
    await xnat.signIn('ann', 'ann');
    run.resume();
  }
  assert.equal((await run.result).done.length, 2);
}));

test('a watch tells changes, and ends', () => within({}, async (xnat, server) => {
  const watch = xnat.watch({ intervalMs: 250 });
  const heard = [];
  const unsubscribe = watch.on('change', (change) => heard.push(change));
  let at = 0;
  for await (const { first, added } of watch) {
    at += 1;
    if (at === 1) {
      assert.ok(first);
      assert.equal(added.length, 3);
      server.addSession({ project: 'A', label: 'S4' });
      watch.poke();
    } else {
      assert.equal(labels(added), 'S4');
      break;
    }
  }
  assert.equal(heard.length, 2);
  unsubscribe();
  watch.close();
  assert.throws(() => watch.on('change', () => {}), { code: 'closed' });
  assert.throws(() => watch.table.length, { code: 'closed' });
}));

test("a project's prearchive code", () => within({}, async (xnat) => {
  const project = xnat.project('A');
  for (const [given, wanted] of [
    ['auto-archive', { code: 4, name: 'auto-archive' }],
    ['auto-archive-overwrite', { code: 5, name: 'auto-archive-overwrite' }],
    [7, { code: 7, name: 'other' }],
    ['manual', { code: 0, name: 'manual' }],
  ]) {
    await project.setPrearchiveCode(given);
    assert.deepEqual(await project.prearchiveCode(), wanted);
  }
}));

test('ids are taken apart and put together', () => {
  for (const [id, parts] of [
    ['/prearchive/projects/A/t/S', { project: 'A', timestamp: 't', folder: 'S' }],
    ['/prearchive/projects/Unassigned/t/S 1', { project: null, timestamp: 't', folder: 'S 1' }],
  ]) {
    assert.deepEqual(parseSessionId(id), parts);
    assert.equal(sessionId(parts), id);
  }
});
