// What lets the same Markdown be read on a code host and in the site: links lead from file to file of the repository.

import { copyFileSync, mkdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Papers outside of this folder that are pages of the site, too. */
const PAPERS = {
  'ARCHITECTURE.md': 'project/architecture.md',
  'CHANGELOG.md': 'project/changelog.md',
  'CONTRIBUTING.md': 'project/contributing.md',
};
/** Papers outside of this folder whose subject has a page here. */
const SUBJECTS = { 'README.md': 'index.md', 'web/package/README.md': 'package.md' };

/** Copies the papers to where VitePress finds them. */
export function bringPapers(docs) {
  mkdirSync(join(docs, 'project'), { recursive: true });
  for (const [paper, page] of Object.entries(PAPERS)) copyFileSync(join(docs, '..', paper), join(docs, page));
}

/** Where in the repository a page of the site is written. */
function sourceOf(page) {
  const [paper] = Object.entries(PAPERS).find(([, copy]) => copy === page) ?? [`docs/${page}`];
  return paper;
}

/** The address in the site of what a page links to; nothing for a file that the site does not have. */
function inSite(href, page) {
  const [path, fragment] = href.split('#');
  const target = posix.join(posix.dirname(sourceOf(page)), decodeURIComponent(path));
  const there = PAPERS[target] ?? SUBJECTS[target] ?? (target.startsWith('docs/') ? target.slice('docs/'.length) : undefined);
  return there && `/${there}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** Markdown-it: links to files of the repository become links to pages, or, where there is no page, plain text. */
export function repositoryLinks(md) {
  md.core.ruler.push('repository-links', ({ tokens, env }) => {
    const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type.startsWith('link_'));
    const open = [];
    for (const link of links) {
      if (link.type === 'link_open') {
        open.push(link);
        const href = link.attrGet('href');
        if (env.relativePath === undefined || /^(?:[a-z][a-z+.-]*:|[#/])/i.test(href)) continue;
        const there = inSite(href, env.relativePath);
        if (there) link.attrSet('href', there);
        else Object.assign(link, { type: 'text', tag: '', nesting: 0, content: '', isPlain: true });
      } else if (open.pop()?.isPlain) {
        Object.assign(link, { type: 'text', tag: '', nesting: 0, content: '' });
      }
    }
  });
}
