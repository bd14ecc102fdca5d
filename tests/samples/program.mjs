// Runs a sample as a program in Node.js: a process of its own, in which https://xnat.example.org is a prearchive in memory.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { transformSync } from 'esbuild';

export const PACKAGE = resolve(process.env.PACKAGE_FOLDER ?? fileURLToPath(new URL('../../pkg', import.meta.url)));

/** A folder in which the package is installed, and what is installed here. */
export function program() {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  symlinkSync(PACKAGE, join(modules, 'xnat-prearchive'));
  const here = fileURLToPath(new URL('node_modules', import.meta.url));
  for (const name of readdirSync(here)) if (!name.startsWith('.')) symlinkSync(join(here, name), join(modules, name));
  return { folder, end: () => rmSync(folder, { recursive: true }) };
}

/** What a fragment may take from the text around it: a name, and the lines that make it. */
const AROUND = {
  xnat: 'import { connect as connectFirst } from "xnat-prearchive";\nconst xnat = await connectFirst({ baseUrl: "https://xnat.example.org", auth: { kind: "password", user: "ann", password: "secret" } });',
  id: 'const [{ id }] = await xnat.sessions().toArray();',
  zip: 'const zip = await xnat.session((await xnat.sessions().toArray())[0]).zip().bytes();',
  server: 'import { createServer as createFirst } from "xnat-prearchive/testing";\nconst server = await createFirst({ signedIn: "owner" });',
};
/** What changes something, and the path that it asks for. */
const CHANGES = [
  [/\.archive\(|plan\("archive"/, '/services/archive'],
  [/\.move\(|plan\("move"/, '/services/prearchive/move'],
  [/\.rebuild\(|plan\("rebuild"/, '/services/prearchive/rebuild'],
];

/** The sample with what it takes from around. */
function whole(code) {
  const uses = (name) => new RegExp(`(?<![.\\w"'/-])${name}\\b(?!:|")`).test(code) && !new RegExp(`(?:const|let|using|import)\\s(?:(?!\\bof\\b)[^=;])*\\b${name}\\b(?!-)`).test(code);
  const names = Object.keys(AROUND).filter(uses);
  if ((names.includes('id') || names.includes('zip')) && !names.includes('xnat') && !code.includes('const xnat')) names.unshift('xnat');
  return [...names.map((name) => AROUND[name]), code].join('\n');
}

/** Runs it to its end, and answers what it changed. */
export async function runProgram(folder, number, { code, language }) {
  const isScript = code.includes('require(');
  const file = join(folder, `sample-${number}.${isScript ? 'cjs' : 'mjs'}`);
  writeFileSync(file, isScript ? code : transformSync(whole(code), { loader: language === 'ts' ? 'ts' : 'js', target: 'node20', format: 'esm' }).code);
  const report = join(folder, `report-${number}.json`);
  const child = spawn(process.execPath, ['--import', new URL('world.mjs', import.meta.url).href, file], {
    cwd: folder,
    env: { PATH: process.env.PATH, REPORT: report, PACKAGE_FOLDER: PACKAGE },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  // Whoever leaves something open would wait for ever.
  const patience = setTimeout(() => child.kill(), 30_000);
  const ended = await new Promise((done) => child.on('close', done));
  clearTimeout(patience);
  if (ended !== 0) throw new Error(`the sample ended with ${ended}:\n${said}`);
  const { changes } = JSON.parse(readFileSync(report, 'utf8'));
  const asks = code.includes('https://xnat.example.org') || whole(code).includes('connectFirst');
  const missing = CHANGES.filter(([pattern, path]) => asks && pattern.test(code) && !changes.some((change) => change.endsWith(path)));
  if (missing.length > 0) throw new Error(`it shows ${missing.map(([, path]) => path)}, and only did ${changes}`);
  if (/\bundefined\b/.test(said)) throw new Error(`it says what is not there:\n${said}`);
}
