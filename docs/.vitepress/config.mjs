// The docs site: the pages of this folder, the papers of the repository, and the reference that TypeDoc leaves in api/.
//
// `cargo xtask docs` builds it, for the path that it will be served at.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

import { referencePlaces } from './reference.mjs';
import { bringPapers, repositoryLinks } from './repository.mjs';

bringPapers(fileURLToPath(new URL('..', import.meta.url)));

const page = (text, link) => ({ text, link });

export default defineConfig({
  lang: 'en',
  title: 'xnat-prearchive',
  description: 'Review and archive what waits in the prearchive of an XNAT server: in a page, in a portal, from a program.',
  srcExclude: ['node_modules/**'],
  // What `cargo xtask docs` puts beside the pages.
  ignoreDeadLinks: [/^\/?(demo|package)\//],
  lastUpdated: false,
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('xnat-') } } },
  markdown: {
    config(md) {
      repositoryLinks(md);
      referencePlaces(md);
    },
    // What the highlighter has no grammar for, or another name.
    languageAlias: { caddy: 'nginx' },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    docFooter: { prev: 'Before', next: 'Next' },
    nav: [page('Start', '/start'), page('Live examples', '/live'), page('Reference', '/api/'), page('Troubleshooting', '/troubleshooting')],
    sidebar: [
      { text: 'Begin', items: [page('What it is', '/'), page('Five-minute start', '/start'), page('Live examples', '/live')] },
      { text: 'The page', items: [page('Find and act', '/page'), page('Who may do what', '/rights')] },
      {
        text: 'On your site',
        items: [
          page('The page beside your XNAT', '/recipes'),
          page('What your server needs', '/needs'),
          page('Policy and file types', '/policy'),
          page('Sign-in and CSRF', '/sign-in'),
          page('config.json', '/config'),
        ],
      },
      {
        text: 'In your program',
        items: [
          page('The package', '/package'),
          page('The elements', '/elements'),
          page('React, Vue, Angular', '/frameworks'),
          page('A prearchive for your tests', '/testing'),
        ],
      },
      { text: 'When it fails', items: [page('Troubleshooting', '/troubleshooting'), page('Error codes', '/errors')] },
      {
        text: 'Reference',
        items: [
          page('Types and functions', '/api/'),
          page('XNAT’s own tests', '/conformance'),
          page('Performance', '/performance'),
          page('Architecture', '/project/architecture'),
          page('Changes', '/project/changelog'),
        ],
      },
    ],
  },
});
