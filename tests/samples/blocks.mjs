// The samples of docs and READMEs: every block of code, with the page and the headline that it is below.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The pages that have samples. */
export const PAGES = [
  'README.md',
  'web/package/README.md',
  ...readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];

export const read = (path) => readFileSync(join(ROOT, path), 'utf8');

/** Every block of a page; what is only indented is for a shell. */
export function* blocks(page) {
  let [headline, number] = ['', 0];
  const pattern = /^#+ (.+)$|^```(\w*)\n([^]*?)^```$|(?<=\n\n)((?: {4}.+\n)+)/gm;
  for (const [, title, language, code, indented] of read(page).matchAll(pattern)) {
    if (title) headline = title;
    else {
      number += 1;
      yield { page, headline, name: `${page}, block ${number}, ${headline}`, language: indented ? 'sh' : language, code: indented?.replace(/^ {4}/gm, '') ?? code };
    }
  }
}
