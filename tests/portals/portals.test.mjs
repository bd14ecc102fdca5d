// The packed package in other people's programs: each lists what waits on a real server, and moves some of it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { USER, end, labels, open, output, portal, server } from './support.mjs';

/**
 * Each portal: its folder, which of its files the package's README shows, how it is built, and where its page is then; what in it moves a session.
 *
 * A page with `ownPolicy` does what the embedded server's strict policy for its own page forbids: it makes script addresses of text.
 */
const PORTALS = [
  { name: 'plain HTML, one script tag', folder: 'plain', program: page },
  { name: 'plain HTML, one script tag for the element', folder: 'element', element: true },
  { name: 'a module worker', folder: 'worker', program: page, ownPolicy: true },
  { name: 'Vite', folder: 'vite', shown: ['vite.config.mjs'], build: vite, page: 'dist', program: page, element: true },
  { name: 'webpack', folder: 'webpack', shown: ['webpack.config.mjs'], build: webpack, page: 'dist', program: page, element: true, ownPolicy: true },
  { name: 'esbuild', folder: 'esbuild', shown: ['build.mjs', 'places.js'], build: esbuild, page: 'dist', program: page, element: true },
  { name: 'rendered on a server, as by Next', folder: 'next', build: webpack, page: 'dist', render, element: true, ownPolicy: true },
  { name: 'Node.js, import', folder: 'esm', program: node('main.mjs') },
  { name: 'Node.js, require', folder: 'require', program: node('main.cjs') },
];

/** What the server's demo data has ready in NEURO. */
const READY = 5;
/** What its sessions are called. */
const LABEL = /NEURO_\d+_MR\d/;

// Two at a time: much of it is waiting for npm, servers and the browser.
describe('portals', { concurrency: 2 }, () => {
  for (const row of PORTALS) {
    test(row.name, async () => {
      const undo = [];
      try {
        const folder = await portal(row.folder, undo);
        const readme = await readFile(join(folder, 'node_modules/xnat-prearchive/README.md'), 'utf8');
        for (const file of row.shown ?? []) assert.ok(readme.includes((await readFile(join(folder, file), 'utf8')).trim()), `the README shows ${file}`);
        await row.build?.(folder);
        const site = join(folder, row.page ?? '.');
        // Of the builders only Vite brings the page along.
        const page = join(site, 'index.html');
        if (row.page && !row.render && !existsSync(page)) await copyFile(join(folder, 'index.html'), page);
        if (row.render) await writeFile(page, 'not rendered yet');
        const isPage = existsSync(page);
        const address = await server(isPage && site, undo);
        await row.render?.(folder, address);
        const problems = [];
        const shown = isPage && (await open(address, problems, row));
        if (row.program) {
          const { listed, moved } = JSON.parse(await told(row.program, { shown, folder, address }, problems));
          assert.equal(listed, READY);
          await isMoved(address, moved);
        }
        if (row.element) await isMoved(address, await moveByHand(shown, problems));
        assert.deepEqual(problems, []);
      } finally {
        for (const step of undo.reverse()) await step();
      }
    });
  }
});

after(end);

/** What the program answers; what the browser complains about says more than a page that stays empty. */
async function told(program, place, problems) {
  try {
    return await program(place);
  } catch (error) {
    throw new Error([error.message, ...problems].join('\n'), { cause: error });
  }
}

async function isMoved(address, label) {
  const [from, to] = [await labels(address, 'NEURO'), await labels(address, 'CARDIO')];
  assert.ok(!from.includes(label) && to.includes(label), `${label} is in CARDIO: ${to}`);
}

/** The text that the page's program puts into the page. */
async function page({ shown }) {
  const text = shown.locator('output:not(:empty)');
  await text.waitFor();
  return text.textContent();
}

/** What a program without a page prints. */
function node(file) {
  return ({ folder, address }) => output(process.execPath, [join(folder, file), address, USER, USER]);
}

/** Moves the first ready session as somebody does with the mouse, and answers its label. */
async function moveByHand(shown, problems) {
  try {
    const element = shown.locator('xnat-prearchive');
    const ready = await element.getByRole('row').filter({ hasText: 'Ready' }).filter({ hasText: LABEL }).first().textContent();
    const [label] = ready.match(LABEL);
    await element.getByRole('row').filter({ hasText: label }).getByRole('checkbox').check();
    await element.getByRole('button', { name: 'Change Project', exact: true }).first().click();
    const dialog = element.getByRole('dialog');
    await dialog.getByLabel('Target project').selectOption('CARDIO');
    const done = element.evaluate((it) => new Promise((heard) => it.addEventListener('xp-finished', ({ detail }) => heard(detail))));
    await dialog.getByRole('button', { name: 'Move 1 session to CARDIO' }).click();
    await element.getByRole('button', { name: 'Do it now' }).click();
    assert.deepEqual(await done, { action: 'move', done: 1, failed: 0, skipped: 0 });
    return label;
  } catch (error) {
    throw new Error([error.message, ...problems].join('\n'), { cause: error });
  }
}

async function vite(folder) {
  const { build } = await import('vite');
  await build({ root: folder, logLevel: 'warn' });
}

async function webpack(folder) {
  const { default: webpack } = await import('webpack');
  const { default: config } = await import(pathToFileURL(join(folder, 'webpack.config.mjs')));
  const complete = (one) => ({ context: folder, ...one, output: { path: join(folder, 'dist'), ...one.output } });
  const stats = await new Promise((resolve, reject) => {
    webpack([config].flat().map(complete), (error, stats) => (error ? reject(error) : resolve(stats)));
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  const about = [...errors, ...warnings].map(({ message }) => message);
  // Its advice on how large files should be is about all applications.
  assert.deepEqual(about.filter((text) => !/size limit|performance/.test(text)), []);
}

async function esbuild(folder) {
  const { build } = await import('esbuild');
  const { default: config } = await import(pathToFileURL(join(folder, 'build.mjs')));
  const { warnings } = await build({ absWorkingDir: folder, logLevel: 'silent', ...config });
  assert.deepEqual(warnings, []);
}

/** Renders the page in this process, which has no DOM. */
async function render(folder, address) {
  assert.equal(typeof document, 'undefined');
  const { render } = createRequire(import.meta.url)(join(folder, 'server/server.js'));
  const html = await render({ baseUrl: address, auth: { kind: 'password', user: USER, password: USER } });
  assert.equal(html.match(/<li>/g)?.length, READY);
  await writeFile(join(folder, 'dist/index.html'), html);
}
