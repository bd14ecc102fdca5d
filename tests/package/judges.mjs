// The package judged by others: TypeScript, publint, and are-the-types-wrong.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const pkg = fileURLToPath(new URL('../../pkg/', import.meta.url));
const [packed] = readdirSync(pkg).filter((name) => name.endsWith('.tgz'));

const judges = [
  ['TypeScript finds the types right, and the wrong uses wrong', 'tsc', ['--project', 'types']],
  ['publint finds nothing', 'publint', [`${pkg}${packed}`, '--strict']],
  // The element needs a page; WebAssembly and JSON have no types; older Node.js than ours resolves no exports.
  ['are-the-types-wrong finds nothing', 'attw', [`${pkg}${packed}`, '--profile', 'node16', '--exclude-entrypoints', 'client.wasm', 'element']],
];

for (const [name, program, given] of judges) {
  test(name, () => {
    const { status, stdout, stderr } = spawnSync(`${folder}node_modules/.bin/${program}`, given, { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}${stderr}`);
  });
}
