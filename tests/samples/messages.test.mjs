// What the page of troubleshooting quotes is what the programs say.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { read } from './blocks.mjs';

const modules = readdirSync(fileURLToPath(new URL('../../web/package', import.meta.url)), { recursive: true }).filter((name) => name.endsWith('.js'));
const SOURCES = ['crates/app/src/words/problem.rs', 'crates/server/src/pass/look.rs', 'web/start.js', ...modules.map((name) => `web/package/${name}`)].map(read).join('\n');
/** Where a text is put in: `${…}` in JavaScript, `{…}` in Rust. */
const said = SOURCES.replace(/\$?\{[^{}\n]*\}/g, '…').replaceAll("\\'", "'");

const quotes = [...read('docs/troubleshooting.md').matchAll(/“([^”]+)”/g)].map(([, text]) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>'));

test('there are messages', () => assert.ok(quotes.length > 15));

for (const quote of quotes) {
  test(quote, () => {
    for (const part of quote.split('…').map((part) => part.trim()).filter((part) => /\w{3}/.test(part))) assert.ok(said.includes(part), part);
  });
}
