// Each recipe of docs/recipes.md, run: the page and the API on one origin, as a browser would meet them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { request } from 'node:http';

import { configure } from '../../web/base.js';
import { FRONTS, front, withTls } from './fronts.mjs';
import { end, page, started, xnat } from './site.mjs';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const LARGE = 500 * 1024 * 1024;
const PIECE = Buffer.from(Uint8Array.from({ length: 1 << 20 }, (_, at) => (at * 31 + (at >> 8)) & 255));

after(end);

/** One after the other: they share two cores, and the figures are each one's own. */
describe('recipes', { concurrency: 1 }, () => {
  let files;
  let behind;
  before(async () => {
    files = page();
    behind = await xnat();
  });

  test('the pass-through speaks TLS, and trusts whom it is told to trust', async () => {
    const { address, authority } = await withTls(behind);
    const login = { headers: { Authorization: `Basic ${btoa('owner:owner')}` } };
    const ask = async (args) => {
      const port = await started(['--xnat', address, ...args]);
      return fetch(`http://127.0.0.1:${port}/data/prearchive/projects?format=json`, login);
    };
    const trusted = await ask(['--xnat-ca', authority]);
    assert.equal(trusted.status, 200, await trusted.clone().text());
    assert.match(await trusted.text(), /"ResultSet"/);
    for (const cookie of trusted.headers.getSetCookie()) {
      assert.doesNotMatch(cookie, /; secure/i);
      assert.match(cookie, /; Path=\/(;|$)/);
    }
    const refused = await ask([]);
    assert.equal(refused.status, 502);
    assert.match(await refused.text(), /--xnat-ca FILE/);
  });

  for (const server of FRONTS) {
    const own = server.name.replace(/\W/g, '');
    describe(server.name, { concurrency: 1 }, () => {
      let origin;
      let browser;
      before(async () => {
        origin = await front(server, files, behind);
        browser = new Browser(origin);
      });

      test('the page is served, with its types, policy and caching', async () => {
        for (const [file, type, cache] of [
          ['', 'text/html', 'no-cache'],
          ['start.js', 'text/javascript', 'no-cache'],
          ['config.json', 'application/json', 'no-cache'],
          ['app-0123456789abcdef.js', 'text/javascript', 'public, max-age=31536000, immutable'],
          ['app-0123456789abcdef_bg.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
          ['styles-0123456789abcdef.css', 'text/css', 'public, max-age=31536000, immutable'],
        ]) {
          const answer = await browser.get(`/xnat/prearchive/${file}`);
          assert.equal(answer.status, 200, file);
          const said = answer.headers.get('content-type').split(';')[0];
          // The older name is as good (RFC 9239, 6).
          assert.equal(said.replace('application/javascript', 'text/javascript'), type, file);
          if (server.caches) assert.equal(answer.headers.get('cache-control'), cache, file);
          const policy = answer.headers.get('content-security-policy') ?? '';
          if (server.policy) assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'.*trusted-types 'none'/, file);
          await answer.arrayBuffer();
        }
        const bare = await browser.get('/xnat/prearchive');
        assert.ok([301, 302, 308].includes(bare.status), `${bare.status}`);
        assert.ok(bare.headers.get('location').endsWith('/xnat/prearchive/'));
      });

      test('the page finds the API by itself', async () => {
        const config = await configure(`${origin}/xnat/prearchive/`, (address, options) => fetch(address, options));
        assert.equal(config.baseUrl, origin + (server.api ?? '/xnat/'));
        browser.api = `${config.baseUrl.slice(origin.length)}data`;
      });

      test('a browser signs in, lists, and its changes are taken', async () => {
        await browser.signIn('owner');
        const rows = await browser.rows();
        assert.ok(rows.length > 3);
        browser.session = rows.find((row) => row.status === 'READY').url;
        const target = `${browser.api}${browser.session}/resources/notes-${own}/files/a%20b.txt`;
        const refused = await browser.send('PUT', target, 'hello', {}, '');
        assert.equal(refused.status, 403, 'without the token');
        const sent = await browser.send('PUT', target, 'hello');
        assert.equal(sent.status, 200, await sent.text());
        assert.equal(await (await browser.get(target)).text(), 'hello');
      });

      test('an expired login leads to the sign-in page of this origin', async () => {
        const answer = await new Browser(origin).get(`${browser.api}/prearchive/projects`);
        assert.equal(answer.status, 302);
        const place = new URL(answer.headers.get('location'), origin);
        assert.equal(place.origin, origin);
        const login = await browser.get(place.pathname);
        assert.equal(login.status, 200);
        assert.match(login.headers.get('content-type'), /text\/html/);
      });

      test('500 MB go up and come down as they are', async () => {
        const target = `${browser.api}${browser.session}/resources/large-${own}/files/large.bin`;
        const sent = await browser.upload(target);
        assert.equal(sent.status, 200, sent.text);
        const got = await browser.get(target);
        assert.equal(got.headers.get('content-length'), `${LARGE}`);
        let at = 0;
        for await (const data of got.body) {
          for (let begin = 0; begin < data.length; ) {
            const inside = at % PIECE.length;
            const length = Math.min(data.length - begin, PIECE.length - inside);
            const wanted = PIECE.subarray(inside, inside + length);
            assert.ok(wanted.equals(data.subarray(begin, begin + length)), `byte ${at}`);
            at += length;
            begin += length;
          }
        }
        assert.equal(at, LARGE);
        const removed = await browser.send('DELETE', target);
        assert.equal(removed.status, 200);
      });
    });
  }
});

/** What a browser does: cookies, its name, its origin, and the token where the page adds it. */
class Browser {
  #cookies = new Map();
  #token;

  constructor(origin) {
    this.origin = origin;
  }

  async #fetch(path, options = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { 'User-Agent': FIREFOX, ...(cookie && { Cookie: cookie }), ...options.headers };
    const answer = await fetch(this.origin + path, { redirect: 'manual', ...options, headers });
    for (const set of answer.headers.getSetCookie()) {
      const [pair, ...rest] = set.split(';').map((part) => part.trim());
      const scope = rest.find((part) => /^path=/i.test(part))?.slice(5) ?? '/';
      // What a browser would not keep, or not send back for this page.
      if (rest.some((part) => /^(secure$|domain=)/i.test(part))) continue;
      if (!(this.api ?? path).startsWith(scope)) continue;
      const [name, ...value] = pair.split('=');
      this.#cookies.set(name, value.join('='));
    }
    return answer;
  }

  get(path) {
    return this.#fetch(path);
  }

  /** A change, as the page makes it: with the token in the query. */
  send(method, path, body, headers = {}, token = this.#token) {
    const query = token ? `?XNAT_CSRF=${token}` : '';
    const type = body === undefined ? {} : { 'Content-Type': 'application/octet-stream' };
    const all = { Origin: this.origin, Referer: `${this.origin}/xnat/prearchive/`, ...type, ...headers };
    return this.#fetch(path + query, { method, body, headers: all });
  }

  async signIn(user) {
    const body = new URLSearchParams({ username: user, password: user });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await this.send('POST', `${this.api}/services/auth`, body, headers, '');
    assert.equal(answer.status, 200, await answer.text());
    const told = await (await this.get(`${this.api}/JSESSION?CSRF=true`)).text();
    [, this.#token] = told.match(/XNAT_CSRF=(\S+)/);
  }

  async rows() {
    const answer = await this.get(`${this.api}/prearchive/projects?format=json`);
    assert.match(answer.headers.get('content-type'), /json/);
    return (await answer.json()).ResultSet.Result;
  }

  /** Sends the large file piece by piece, with its length told. */
  upload(path) {
    return new Promise((resolve, reject) => {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const sending = request(`${this.origin}${path}?XNAT_CSRF=${this.#token}`, {
        method: 'PUT',
        headers: { 'User-Agent': FIREFOX, Cookie: cookie, 'Content-Length': LARGE, 'Content-Type': 'application/octet-stream' },
      });
      sending.on('error', reject);
      sending.on('response', async (answer) => {
        let text = '';
        for await (const data of answer) text += data;
        resolve({ status: answer.statusCode, text });
      });
      let left = LARGE / PIECE.length;
      const more = () => {
        while (left > 0) {
          left -= 1;
          if (!sending.write(PIECE)) return;
        }
        sending.end();
      };
      sending.on('drain', () => (left > 0 ? more() : sending.end()));
      more();
    });
  }
}
