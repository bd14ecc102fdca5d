// Every sample of docs and READMEs is run, or checked as it stands; one that nobody runs fails.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { PAGES, blocks, read } from './blocks.mjs';
import { end, newPage, portal, shown } from './browser.mjs';
import { frameworks } from './frameworks.mjs';
import { PACKAGE, program, runProgram } from './program.mjs';
import { checkShell } from './shell.mjs';

const place = program();
after(async () => {
  await end();
  place.end();
});

/** Somebody ticks a session, and the page around counts it. */
async function tick(page) {
  await page.locator('xnat-prearchive').getByRole('row').filter({ hasText: 'NEURO_001_MR1' }).getByRole('checkbox').check();
  await page.getByText('1 ticked').waitFor();
}

/** What is seen when a page's sample runs, beside sessions and a console without complaints. */
const SEEN = {
  'docs/frameworks.md, block 1, React': tick,
  'docs/frameworks.md, block 3, Vue': tick,
  'docs/frameworks.md, block 4, Angular': tick,
  'docs/elements.md, block 2, `<xnat-prearchive>`': async (page) => {
    await page.waitForFunction(() => document.querySelector('xnat-prearchive').shownQuery === 'status:conflict');
  },
  'docs/elements.md, block 3, How it looks': async (page) => {
    const height = await page.locator('xnat-prearchive').first().evaluate((it) => it.getBoundingClientRect().height / innerHeight);
    assert.ok(Math.abs(height - 0.8) < 0.01, `it is ${height} of the window high`);
  },
};

/** Blocks that other suites run with the very text: which ones, and the proof that they do. */
const ELSEWHERE = [
  { page: 'docs/recipes.md', languages: ['nginx', 'apache', 'caddy', 'xml'], by: () => read('tests/recipes/fronts.mjs').includes('recipes.md') || read('tests/recipes/recipes.test.mjs').includes('recipes.md') },
  { page: 'web/package/README.md', headline: 'With your tools', languages: ['js'], by: ({ code }) => portals().some((text) => text.trim() === code.trim()) },
];

function portals() {
  const folder = fileURLToPath(new URL('../portals/portals', import.meta.url));
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** The last page of HTML before each block: scripts and styles of the same page are shown in it. */
let html = '';
let number = 0;

/** How a block of each language is run. */
const RUNNERS = {
  json: ({ code }) => JSON.parse(code),
  sh: async ({ code }) => checkShell(code, { folder: place.folder, address: code.includes('curl') ? await forCurl() : '' }),
  // The policy, with the words of the recipes, which are run.
  text: ({ code }) => assert.ok(read('docs/recipes.md').includes(code.trim())),
  html: (block) => showPage(block, block.code),
  css: (block) => showPage(block, `${html}<style>${block.code}</style>`),
  js: (block) => (/\b(document|window)\b|customElements/.test(block.code) ? showPage(block, `${html}<script type="module">${block.code}</script>`) : runProgram(place.folder, (number += 1), block)),
  ts: (block) => (block.code.includes('@angular') ? showPage(block, '', frameworks.angular) : runProgram(place.folder, (number += 1), block)),
  jsx: (block) => showPage(block, '', frameworks.react),
  vue: (block) => showPage(block, '', frameworks.vue),
};

/** A site for curl, and the zip that is sent. */
async function forCurl() {
  const { createServer } = await import(join(PACKAGE, 'testing.js'));
  const { connect } = await import(join(PACKAGE, 'index.js'));
  const server = await createServer({ users: ['ann'], projects: [{ id: 'A', owners: ['ann'] }], sessions: [{ project: 'A', label: 'S1' }], signedIn: 'ann' });
  const xnat = await connect({ baseUrl: server.baseUrl, fetch: server.fetch });
  const [session] = await xnat.sessions().toArray();
  writeFileSync(join(place.folder, 'study.zip'), await xnat.session(session).zip().bytes());
  xnat.close();
  server.close();
  return portal({});
}

/** Shows a page in the browser, as somebody who is signed in to XNAT. */
async function showPage(block, body, build) {
  const files = build ? await build(place.folder, block.code, block.page) : {};
  files['/'] = body.includes('<!doctype') ? body : `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A portal</title></head><body>${files['/'] ?? body}</body></html>`;
  const address = await portal(files);
  const problems = [];
  const page = await newPage(problems, { baseURL: address });
  const signedIn = await page.context().request.post('/xnat/data/services/auth', { form: { username: 'owner', password: 'owner' }, headers: { 'User-Agent': 'samples' } });
  assert.ok(signedIn.ok());
  try {
    await page.goto('/');
    await shown(page);
    await SEEN[block.name]?.(page);
  } catch (error) {
    throw new Error([error.message, ...problems].join('\n'), { cause: error });
  }
  assert.deepEqual(problems, []);
  await page.context().close();
}

for (const page of PAGES) {
  for (const block of blocks(page)) {
    const other = ELSEWHERE.find((row) => row.page === page && row.languages.includes(block.language) && (row.headline ?? block.headline) === block.headline);
    if (block.language === 'html') html = block.code;
    const before = html;
    test(`${block.name} (${block.language})`, async () => {
      if (other && other.by(block)) return;
      html = before;
      assert.ok(Object.hasOwn(RUNNERS, block.language), `somebody runs ${block.language || 'what has no language'}`);
      await RUNNERS[block.language](block);
    });
  }
}

test('samples are found, and what is seen belongs to one', () => {
  const names = PAGES.flatMap((page) => [...blocks(page)]).map(({ name }) => name);
  for (const page of ['README.md', 'web/package/README.md', 'docs/recipes.md', 'docs/package.md']) assert.ok(names.some((name) => name.startsWith(page)), page);
  for (const name of Object.keys(SEEN)) assert.ok(names.includes(name), name);
});
