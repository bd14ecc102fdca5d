// Shows samples in Chromium: a site with the package beside it, and the embedded server below /xnat, on one origin.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';

import { chromium } from 'playwright-core';

import { PACKAGE } from './program.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.json': 'application/json' };
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const undo = [];

/** Ends all that was begun. */
export async function end() {
  for (const step of undo.splice(0).reverse()) await step();
}

let browser;

/** A page in a context of its own; `problems` gets what the browser complains about. */
export async function newPage(problems, options) {
  browser ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
  const opened = await browser;
  if (!undo.includes(closeBrowser)) undo.push(closeBrowser);
  const context = await opened.newContext({ locale: 'en', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  return page;
}

async function closeBrowser() {
  await (await browser)?.close();
}

/** The embedded server with its demo data below /xnat; its port. */
async function prearchive() {
  const data = mkdtempSync(join(tmpdir(), 'samples-data-'));
  undo.push(() => rmSync(data, { recursive: true, force: true }));
  const child = spawn(process.env.PREARCHIVE_SERVER, ['--listen', '127.0.0.1:0', '--context', '/xnat', '--demo', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.on('exit', done));
  undo.push(() => (child.kill(), ended));
  for await (const line of createInterface(child.stdout)) {
    const [, port] = line.match(/listening on http:\/\/[^:]+:(\d+)/) ?? [];
    if (!port) continue;
    child.stdout.resume();
    return port;
  }
  throw new Error('the server ended before it listened');
}

/** A server of files: `files` by address, and folders by the path before them. With `xnat`, an XNAT below /xnat. */
export async function serve(folders, { files = {}, xnat = false } = {}) {
  const port = xnat && (await prearchive());
  const server = createServer((request, response) => {
    if (port && request.url.startsWith('/xnat/')) {
      const onward = ask({ port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
      return;
    }
    const path = decodeURIComponent(new URL(request.url, 'http://site').pathname);
    const [prefix] = Object.keys(folders).filter((prefix) => path.startsWith(prefix)).sort((a, b) => b.length - a.length);
    let body = files[path];
    try {
      const name = normalize(`/${path.slice(prefix?.length)}`);
      body ??= readFileSync(join(folders[prefix], name.endsWith('/') ? `${name}index.html` : name));
    } catch {
      response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? TYPES['.html'] }).end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  undo.push(() => new Promise((done) => (server.close(done), server.closeAllConnections())));
  return `http://127.0.0.1:${server.address().port}`;
}

/** A portal: pages by address, the package where samples say, an XNAT below /xnat. */
export function portal(files) {
  return serve({ '/xnat-prearchive/': PACKAGE, '/node_modules/xnat-prearchive/': PACKAGE }, { files, xnat: true });
}

/** Waits until every element of a page shows sessions. */
export async function shown(page) {
  await page.waitForFunction(() => customElements.get('xnat-prearchive'));
  await page.evaluate(() => Promise.all([...document.querySelectorAll('xnat-prearchive')].map(({ ready }) => ready.then(() => true))));
  for (const count of await page.locator('xnat-prearchive-count').all()) await count.getByText(/waiting/).first().waitFor();
  const grids = await page.locator('xnat-prearchive').count();
  if (grids > 0) await page.locator('xnat-prearchive').first().getByText(/NEURO_\d+_MR\d/).first().waitFor();
}
