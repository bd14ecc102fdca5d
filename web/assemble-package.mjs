// Puts the npm package together: the hand-written modules, their counterparts for `require`, types for both, papers.
//
// PACKAGE_FOLDER has the WebAssembly modules already; PACKAGE_VERSION is the version that it gets.
// Prints what the entry `.` weighs: for each file its size, its size compressed, and its name.

import { copyFileSync, cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { shortened } from './short.mjs';
import { script, styles } from './small.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'web/package');
const folder = process.env.PACKAGE_FOLDER;
const { buildSync, transformSync } = createRequire(join(root, 'tests/package/'))('esbuild');

cpSync(source, folder, { recursive: true, filter: (from) => !from.endsWith('package.json') });
copyFileSync(join(root, 'crates/js/src/data.d.ts'), join(folder, 'data.d.ts'));
for (const name of readdirSync(root).filter((entry) => entry.startsWith('LICENSE'))) copyFileSync(join(root, name), join(folder, name));

for (const name of ['client', 'app']) {
  const [module, bindings] = [`${name}_bg.wasm`, `${name}.js`].map((file) => join(folder, 'wasm', file));
  const short = shortened(readFileSync(module), readFileSync(bindings, 'utf8'));
  writeFileSync(module, short.module);
  writeFileSync(bindings, short.script);
}

// The app of the element: its styles as a module, and its bindings made small.
const own = readFileSync(join(root, 'web/styles/element.css'), 'utf8');
writeFileSync(join(folder, 'wasm/app_styles.js'), `export default ${JSON.stringify(styles(own))};\n`);
for (const name of ['app.js', 'app_later.js']) {
  const path = join(folder, 'wasm', name);
  writeFileSync(path, script(readFileSync(path, 'utf8')));
}

const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
manifest.version = process.env.PACKAGE_VERSION;
for (const name of ['element/prearchive.js', 'element/count.js']) {
  const path = join(folder, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace("version = '0.0.0'", `version = '${manifest.version}'`));
}
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

/** Every file that an entry reaches through static imports, itself included. */
function reached(entry, pattern, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const text = readFileSync(join(folder, entry), 'utf8');
  for (const [, name] of text.matchAll(pattern)) reached(posix.join(posix.dirname(entry), name), pattern, seen);
  return seen;
}

const IMPORTS = /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+)["']/gm;
const TYPES = /(?:from|import\()\s*["'](\.{1,2}\/[^"']+)["']/gm;

// `require` finds nothing by import.meta.url.
const BANNER = 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;';

function writeCommonJs(name) {
  const text = readFileSync(join(folder, name), 'utf8');
  const usesUrl = text.includes('import.meta.url');
  const { code } = transformSync(text, {
    format: 'cjs',
    target: 'node20',
    sourcefile: name,
    ...(usesUrl && { define: { 'import.meta.url': 'importMetaUrl' }, banner: BANNER }),
  });
  writeFileSync(join(folder, name.replace(/\.js$/, '.cjs')), code.replace(/require\("(\.[^"]*)\.js"\)/g, 'require("$1.cjs")'));
}

function writeTypes(name) {
  const text = readFileSync(join(folder, name.replace(/\.js$/, '.d.ts')), 'utf8');
  writeFileSync(join(folder, name.replace(/\.js$/, '.d.cts')), text.replace(/(["']\.{1,2}\/[^"']+)\.js(["'])/g, '$1.cjs$2'));
}

/**
 * Makes one file of what the client's entries share, so that a page without a bundler loads three files and not twenty;
 * made small: what programs see by name (exports, members, an error's `name`) keeps it.
 */
function joinClient() {
  const entries = ['index.js', 'slim.js'];
  const parts = entries.flatMap((entry) => [...reached(entry, IMPORTS)]);
  const kept = new Set(Object.entries(manifest.exports)
    .flatMap(([name, entry]) => (name === '.' || name === './slim' || !entry.import ? [] : [posix.normalize(entry.import.default)]))
    .flatMap((entry) => [...reached(entry, IMPORTS)]));
  buildSync({
    absWorkingDir: folder,
    // What other entries use of it is an entry, too, so that there is one copy of each class.
    entryPoints: [...new Set([...entries, ...parts.filter((name) => kept.has(name))])],
    outdir: folder,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    chunkNames: 'client-[hash]',
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    minify: true,
  });
  for (const name of new Set(parts)) if (!entries.includes(name) && !kept.has(name)) rmSync(join(folder, name));
  for (const name of new Set(entries.flatMap((entry) => [...reached(entry, IMPORTS)]))) keepFromBundlers(join(folder, name));
}

/** The comments that tell bundlers to leave `import(name)` alone were lost with the white space; without them they warn. */
function keepFromBundlers(path) {
  const text = readFileSync(path, 'utf8');
  const kept = text.replace(/\bimport\((?=[\w$]+\)(?!\{))/g, 'import(/* webpackIgnore: true *//* @vite-ignore */');
  if (kept !== text) writeFileSync(path, kept);
}

const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(targets));
const required = Object.values(manifest.exports).flatMap((entry) => (entry.require ? [entry.require.default] : []));
const modules = new Set();
const types = new Set();
for (const target of required.map((path) => posix.normalize(path).replace(/\.cjs$/, '.js'))) {
  reached(target, IMPORTS, modules);
  for (const name of reachedTypes(target)) types.add(name);
}
for (const name of modules) writeCommonJs(name);
for (const name of types) writeTypes(name);
joinClient();

/** The modules whose types an entry's types use. */
function reachedTypes(entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const text = readFileSync(join(folder, entry.replace(/\.js$/, '.d.ts')), 'utf8');
  for (const [, name] of text.matchAll(TYPES)) reachedTypes(posix.join(posix.dirname(entry), name), seen);
  return seen;
}

for (const target of targets(manifest.exports).filter((path) => !path.includes('*'))) {
  if (!existsSync(join(folder, target))) throw new Error(`package.json names ${target}, which was not made`);
}

for (const name of [...reached('index.js', IMPORTS), 'wasm/client_bg.wasm']) {
  const bytes = readFileSync(join(folder, name));
  console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, name);
}
