// What a portal is tried with: a folder with the packed package installed, a server with demo data, a signed-in browser.

import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { chromium } from 'playwright-core';

const { CHROMIUM, PREARCHIVE_PACKED, PREARCHIVE_SERVER } = process.env;

/** A demo user who owns NEURO and CARDIO, and whose password is the name. */
export const USER = 'owner';

const BROWSER = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Runs a program to its end, and answers what it printed. */
export async function output(program, args, options) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let said = '';
  let complained = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (complained += data));
  const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${said}${complained}`);
  return said;
}

/** A copy of a portal in a folder of its own, with the packed package installed as anybody does it. */
export async function portal(name, undo) {
  const folder = await mkdtemp(join(tmpdir(), `portal-${name}-`));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  for (const part of ['shared', name]) await cp(new URL(`portals/${part}`, import.meta.url), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await output('npm', ['install', '--offline', '--no-audit', '--no-fund', PREARCHIVE_PACKED], { cwd: folder });
  return folder;
}

/** A server with demo data that also serves a page; its address ends in a slash. */
export async function server(page, undo) {
  const data = await mkdtemp(join(tmpdir(), 'portal-data-'));
  undo.push(() => rm(data, { recursive: true, force: true }));
  const args = ['--listen', '127.0.0.1:0', '--demo', '--data', data, ...(page ? ['--page', page] : [])];
  const child = spawn(PREARCHIVE_SERVER, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
  undo.push(() => {
    child.kill();
    return ended;
  });
  for await (const line of createInterface(child.stdout)) {
    const [, address] = line.match(/listening on (http:\S+)/) ?? [];
    if (!address) continue;
    // Read on, so that it never waits for somebody to listen.
    child.stdout.resume();
    return address;
  }
  throw new Error(`${PREARCHIVE_SERVER} ended before it listened`);
}

/** The labels of the sessions that wait in a project, asked for without the package. */
export async function labels(address, project) {
  const authorization = `Basic ${Buffer.from(`${USER}:${USER}`).toString('base64')}`;
  const answer = await fetch(`${address}data/prearchive/projects/${project}?format=json`, { headers: { authorization, 'user-agent': 'portals' } });
  if (!answer.ok) throw new Error(`${project} was answered with ${answer.status}`);
  const { ResultSet } = await answer.json();
  return ResultSet.Result.map(({ name }) => name);
}

let browser;

/** Opens a page as somebody who is signed in; `problems` gets what the browser complains about. */
export async function open(address, problems, { ownPolicy = false } = {}) {
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: BROWSER });
  const context = await (await browser).newContext({ baseURL: address, locale: 'en', bypassCSP: ownPolicy });
  const answer = await context.request.post('data/services/auth', {
    form: { username: USER, password: USER },
    headers: { 'User-Agent': 'portals' },
  });
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  await page.goto('index.html');
  return page;
}

/** Ends the browser. */
export const end = async () => (await browser)?.close();
