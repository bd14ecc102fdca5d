// Makes a built page small, in the folder PAGE_FOLDER: one style sheet instead of many, short names between the module
// and its bindings, and scripts without comments.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { shortened } from './short.mjs';
import { script, styles } from './small.mjs';

const folder = process.env.PAGE_FOLDER;
const index = join(folder, 'index.html');
const LINK = /<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>/g;

const css = styles();
const digest = createHash('sha384').update(css).digest();
const name = `styles-${digest.toString('hex').slice(0, 16)}.css`;
const page = readFileSync(index, 'utf8');
const old = [...page.matchAll(LINK)].map(([, file]) => file);
if (old.length === 0) throw new Error('index.html has no style sheets');
const link = `<link rel="stylesheet" href="./${name}" integrity="sha384-${digest.toString('base64')}">`;
let first = true;
writeFileSync(index, page.replace(LINK, () => (first ? ((first = false), link) : '')).replace(/^\s*\n/gm, ''));
for (const file of old) unlinkSync(join(folder, file));
writeFileSync(join(folder, name), css);

const [stem] = readdirSync(folder).filter((file) => file.endsWith('_bg.wasm')).map((file) => join(folder, file.replace('_bg.wasm', '')));
const short = shortened(readFileSync(`${stem}_bg.wasm`), readFileSync(`${stem}.js`, 'utf8'));
writeFileSync(`${stem}_bg.wasm`, short.module);
writeFileSync(`${stem}.js`, short.script);

for (const file of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
  writeFileSync(join(folder, file), script(readFileSync(join(folder, file), 'utf8')));
}
