// Styles and scripts as browsers get them: the style sheets as one, and all of it without what only people read.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { transformSync } = createRequire(join(root, 'tests/package/'))('esbuild');

/** A script made small. */
export const script = (text) => transformSync(text, { minify: true, format: 'esm', target: 'es2022' }).code;

/** The app's style sheets in the order in which index.html names them, after `first`, as one. */
export function styles(first = '') {
  const page = readFileSync(join(root, 'index.html'), 'utf8');
  const names = [...page.matchAll(/rel="css" href="([^"]+)"/g)].map(([, name]) => name);
  const sheets = names.map((name) => readFileSync(join(root, name), 'utf8'));
  return transformSync([first, ...sheets].join('\n'), { loader: 'css', minify: true, target: 'esnext' }).code;
}
