// The page of error codes names every code that there is, and no other.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { read } from './blocks.mjs';
import { PACKAGE } from './program.mjs';

const { ERROR_CODES } = await import(join(PACKAGE, 'index.js'));
const sorted = (codes) => [...new Set(codes)].sort();
const every = (text, pattern) => sorted([...text.matchAll(pattern)].map(([, code]) => code));
const table = read('docs/errors.md');
const shown = every(table, /^\| `([a-z-]+)` \| .+ \| .+ \|$/gm);

test('the page has the codes of errors.js', () => assert.deepEqual(shown, sorted(ERROR_CODES)));

test('the page has the codes of the types', () => {
  const types = read('web/package/errors.d.ts');
  assert.deepEqual(shown, every(types.slice(types.indexOf('export type ErrorCode')).split(';')[0], /\| "([a-z-]+)"/g));
});

test('the page has what each error says to do', async () => {
  const { makeError } = await import(new URL('../../web/package/errors.js', import.meta.url));
  for (const code of ERROR_CODES) assert.ok(table.includes(`| ${makeError(code, '').hint} |`), code);
});

test('the page has every class with its codes', async () => {
  const { makeError } = await import(new URL('../../web/package/errors.js', import.meta.url));
  for (const code of ERROR_CODES) assert.match(table, new RegExp(`^\\| \`${makeError(code, '').constructor.name}\` \\| .*\`${code}\``, 'm'));
});

test('the page has every code of the core', () => {
  const core = every(read('crates/js/src/code.rs'), /^    [A-Z]\w+ = "([a-z-]+)",$/gm);
  assert.ok(core.length > 10);
  assert.deepEqual(core.filter((code) => !shown.includes(code)), []);
});
