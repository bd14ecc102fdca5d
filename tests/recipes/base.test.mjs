// Where the page looks for the API, without a browser: the answers are written down here.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { configure } from '../../web/base.js';

const ID = '3CC1B63E1530E8CF091180E367249990';

/** A `fetch` that knows these paths only, and keeps what it was asked. */
function site(answers) {
  const asked = [];
  const get = async (address) => {
    const { pathname } = new URL(address);
    asked.push(pathname);
    const [status, body = ''] = answers[pathname] ?? [404, 'Not Found'];
    if (status === 0) throw new TypeError('Failed to fetch');
    return new Response(body, { status });
  };
  return { get, asked };
}

for (const [what, page, answers, base] of [
  ['at the top, where there is nothing to choose', '/', {}, '/'],
  ['at the top, with a query', '/?view=x#y', {}, '/'],
  ['below a context path', '/xnat/', { '/xnat/data/JSESSION': [200, ID] }, '/xnat/'],
  ['in a folder of its own', '/xnat/prearchive/', { '/xnat/data/JSESSION': [200, ID] }, '/xnat/'],
  ['by the name of its file', '/xnat/prearchive/index.html', { '/xnat/data/JSESSION': [200, ID] }, '/xnat/'],
  ['beside an XNAT at the top', '/prearchive/', { '/data/JSESSION': [200, ID] }, '/'],
  ['where a node of a cluster is named', '/prearchive/', { '/data/JSESSION': [200, `${ID}.node1`] }, '/'],
  ['where nobody is let in', '/prearchive/', { '/data/JSESSION': [401, 'who?'] }, '/'],
  [
    'where its own folder answers with pages',
    '/prearchive/',
    { '/prearchive/data/JSESSION': [200, '<!doctype html><title>Sign in</title>'], '/data/JSESSION': [200, ID] },
    '/',
  ],
  [
    'where its own folder sends one to sign in',
    '/prearchive/',
    { '/prearchive/data/JSESSION': [302, ''], '/data/JSESSION': [200, ID] },
    '/',
  ],
  ['where nothing answers', '/xnat/prearchive/', {}, '/xnat/prearchive/'],
  [
    'where there is no network',
    '/xnat/',
    { '/xnat/config.json': [0], '/xnat/data/JSESSION': [0], '/data/JSESSION': [0] },
    '/xnat/',
  ],
  ['as it is told', '/tools/', { '/tools/config.json': [200, '{"baseUrl": "../xnat"}'] }, '/xnat/'],
  ['as it is told from the top', '/tools/', { '/tools/config.json': [200, '{"baseUrl": "/"}'] }, '/'],
  [
    'where a page stands for every missing file',
    '/xnat/',
    { '/xnat/config.json': [200, '<html>'], '/xnat/data/JSESSION': [200, ID] },
    '/xnat/',
  ],
  ['where the configuration says something else', '/', { '/config.json': [200, ' {"views": []}\n'] }, '/'],
]) {
  test(`the API is found ${what}`, async () => {
    const { get } = site(answers);
    const config = await configure(`https://example.org${page}`, get);
    assert.equal(config.baseUrl, `https://example.org${base}`);
  });
}

test('what else the configuration says is kept', async () => {
  const { get, asked } = site({ '/x/config.json': [200, '{"baseUrl": "/xnat/", "views": [1]}'] });
  const config = await configure('https://example.org/x/', get);
  assert.deepEqual(config, { baseUrl: 'https://example.org/xnat/', views: [1] });
  assert.deepEqual(asked, ['/x/config.json'], 'what is told is not asked for');
});

for (const text of ['{"baseUrl": ', '[]', '"x"', 'null']) {
  test(`a configuration that cannot be read is told: ${text}`, async () => {
    const { get } = site({ '/config.json': [200, text] });
    await assert.rejects(configure('https://example.org/', get), SyntaxError);
  });
}
