// What the recipes are tried on: a page, an embedded server that plays XNAT, and servers as ordinary processes.

import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The first block of that language in docs/recipes.md: the very text that people copy. */
export function recipe(language) {
  const text = readFileSync(new URL('../../docs/recipes.md', import.meta.url), 'utf8');
  const found = text.match(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms'));
  if (!found) throw new Error(`docs/recipes.md has no block of ${language}`);
  return found[1];
}

/** A text with something else in place of what stands there for an example; each must be there. */
export function filled(text, places) {
  return places.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the recipe does not say ${from} any more`);
    return text.replaceAll(from, to);
  }, text);
}

/** A folder that is removed when the tests end. */
export function folder(name) {
  const made = mkdtempSync(join(tmpdir(), `recipe-${name}-`));
  ended.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A port that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A page: the file names that a real one has, and a large enough module. */
export function page() {
  const made = folder('page');
  // Servers read it as users of their own.
  chmodSync(made, 0o755);
  const files = {
    'index.html': '<!doctype html><title>the page</title><script type="module" src="./start.js"></script>\n',
    'start.js': "export { configure } from './base.js';\n",
    'base.js': readFileSync(new URL('../../web/base.js', import.meta.url)),
    'app-0123456789abcdef.js': 'export default 1;\n'.repeat(500),
    'app-0123456789abcdef_bg.wasm': Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]),
    'styles-0123456789abcdef.css': 'body { color: black; }\n',
    'config.json': '{}\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}

const ended = [];

// Ctrl-C ends them too.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** Ends everything that was begun here. */
export async function end() {
  for (const step of ended.reverse()) await step();
  ended.length = 0;
}

/** Starts a program; it is killed at the end. What it said is told if it ends before. */
export function run(program, args, options = {}) {
  // A group of its own, so that what it starts ends with it.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  child.said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      child.said += data;
    });
  }
  const exit = new Promise((resolve) => {
    child.on('exit', resolve);
    child.on('error', (error) => {
      child.said += error;
      resolve(-1);
    });
  });
  child.ended = exit;
  const kill = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself, or was never there.
    }
  };
  process.on('exit', kill);
  ended.push(async () => {
    kill();
    process.off('exit', kill);
    await exit;
  });
  return child;
}

/** Asks again and again until the answer is true, and gives up when the program has ended. */
export async function until(child, ask) {
  let over = false;
  child.ended.then(() => {
    over = true;
  });
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (over) throw new Error(`it has ended:\n${child.said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until an address answers. */
export const listening = (child, address) =>
  until(child, () => fetch(address, { redirect: 'manual' }).catch(() => undefined));

/** Whether somebody listens on a port. */
export function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** The embedded server with demo data below `/xnat`, in place of an XNAT; its port. */
export async function xnat() {
  const data = join(folder('data'), 'data');
  mkdirSync(data);
  const port = await started(['--data', data, '--demo', '--context', '/xnat']);
  return port;
}

/** Our server with these arguments, once it listens; its port. */
export async function started(args) {
  const child = run(process.env.PREARCHIVE_SERVER, ['--listen', '127.0.0.1:0', ...args]);
  for await (const line of createInterface(child.stdout)) {
    const address = line.match(/^listening on http:\/\/127\.0\.0\.1:(\d+)\//);
    if (address) return Number(address[1]);
  }
  throw new Error(`the server has ended:\n${child.said}`);
}
