// Loaded before a sample: https://xnat.example.org is a prearchive in memory, and nothing else is reached.

import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { createServer } = await import(pathToFileURL(`${process.env.PACKAGE_FOLDER}/testing.js`));
const BASE = 'https://xnat.example.org/';
const monthAgo = Date.now() - 30 * 24 * 3_600_000;

const server = await createServer({
  baseUrl: BASE,
  users: [{ name: 'ann', password: 'secret' }],
  projects: ['NEURO', 'CARDIO'].map((id) => ({ id, owners: ['ann'] })),
  sessions: ['S1_MR1', 'S2_MR1', 'S3_MR1'].map((label) => ({ project: 'NEURO', label, arrived: monthAgo })),
});
const changes = [];
const native = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  if (request.url.startsWith('file:') || request.url.startsWith('data:')) return native(input, init);
  if (!request.url.startsWith(BASE)) throw new TypeError(`nothing else is asked: ${request.url}`);
  if (request.method !== 'GET') changes.push(new URL(request.url).pathname);
  return server.fetch(request);
};
process.on('exit', () => writeFileSync(process.env.REPORT, JSON.stringify({ changes })));
