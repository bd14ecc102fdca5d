// Checks what is shown for a shell: commands of this project against what they understand, and curl by running it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { PACKAGE } from './program.mjs';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const helps = new Map();

/** What the server says of itself, or of a command of its. */
async function help(words) {
  const key = words.join(' ');
  if (!helps.has(key)) helps.set(key, (await run(process.env.PREARCHIVE_SERVER, [...words, '--help'])).stdout);
  return helps.get(key);
}

/** Each program, and what is done with a line of it. */
const PROGRAMS = {
  cargo(words) {
    // What xtask understands is held by a test of its own.
    if (words[0] === 'xtask') return;
    const [, crate] = words.join(' ').match(/ -p prearchive-([\w-]+)/) ?? [];
    assert.ok(crate && existsSync(join(ROOT, 'crates', crate)), `there is a crate ${crate}`);
  },
  async 'prearchive-server'(words) {
    const commands = [];
    // `DIR` and the like are values; a command is a word that the help lists.
    for (const word of words.filter((word) => /^[a-z]+$/.test(word))) {
      if (new RegExp(`^  ${word}\\b`, 'm').test(await help(commands))) commands.push(word);
    }
    const known = `${await help([])}${await help(commands)}`;
    for (const option of words.join(' ').match(/--[a-z-]+/g) ?? []) assert.ok(known.includes(option), `${commands} knows ${option}`);
    assert.ok(words.some((word) => word.startsWith('--')) || commands.length > 0);
  },
  npm(words) {
    const { name } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
    assert.deepEqual([words[0], words.at(-1)], ['install', name]);
  },
  npx(words) {
    assert.equal(words[0], 'serve');
  },
  async curl(_, line, { folder, address }) {
    const here = line.replaceAll('http://127.0.0.1:8080/', `${address}/xnat/`).replaceAll('https://xnat.example.org/', `${address}/xnat/`);
    const { stdout } = await run('sh', ['-c', `${here} --silent --show-error --fail`], { cwd: folder });
    assert.notEqual(stdout, '');
  },
  trunk: (words) => assert.equal(words[0], 'build'),
};

/** Checks every line of a block. */
export async function checkShell(code, place) {
  const lines = code.replace(/\\\n\s*/g, '').split('\n').map((line) => line.replace(/\s+#.*$/, '').trim());
  for (const line of lines.filter((line) => line && !line.startsWith('#'))) {
    const [program, ...words] = line.split(/\s+/);
    assert.ok(Object.hasOwn(PROGRAMS, program), `somebody knows how to check ${line}`);
    await PROGRAMS[program](words, line, place);
  }
}
