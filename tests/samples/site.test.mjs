// The built site, at the path that it was built for.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { end, newPage, serve } from './browser.mjs';

const site = await serve({ '/docs/': process.env.PREARCHIVE_SITE });
after(end);

/** Each page, and what is seen on it. */
const PAGES = {
  'index.html': (page) => page.getByRole('heading', { level: 1 }),
  'live.html': (page) => page.locator('xnat-prearchive').first().getByText('NEURO_001_MR1').first(),
  'api/xnat-prearchive.html': (page) => page.locator('#connect'),
  'demo/index.html?demo': (page) => page.getByText('NEURO_001_MR1').first(),
};

for (const [path, seen] of Object.entries(PAGES)) {
  test(path, async () => {
    const problems = [];
    const page = await newPage(problems);
    await page.goto(`${site}/docs/${path}`);
    await seen(page).waitFor();
    assert.deepEqual(problems, []);
    await page.context().close();
  });
}

test('links to a place in a page find it', () => {
  const folder = process.env.PREARCHIVE_SITE;
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html') && !/^(demo|package)/.test(name));
  const html = new Map(names.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')]));
  let seen = 0;
  for (const [name, text] of html) {
    for (const [, path, place] of text.matchAll(/<a[^>]* href="([^"#:]*)#([^"]+)"/g)) {
      const there = html.get(path ? path.replace(/^\/docs\//, '').replace(/^$|\/$/, '$&index.html') : name);
      assert.ok(there, `${name} leads to ${path}`);
      assert.ok(there.includes(`id="${decodeURIComponent(place)}"`), `${name} leads to ${path}#${place}`);
      seen += 1;
    }
  }
  assert.ok(seen > 100);
});
