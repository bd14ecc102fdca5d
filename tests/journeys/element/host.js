// A portal with the package's elements, and the package's own test server in place of an XNAT: no server at all.
import { createServer } from './package/testing.js';

const asked = new URLSearchParams(location.search);
const server = await createServer({ demo: true, signedIn: asked.get('as') === 'nobody' ? undefined : (asked.get('as') ?? 'owner') });
const heard = [];
const names = ['ready', 'signed-in', 'auth-required', 'refreshed', 'query', 'route', 'selection', 'open', 'before-action', 'item', 'finished', 'error', 'count'];
for (const name of names) {
  document.addEventListener(`xp-${name}`, (event) => heard.push({ at: event.target.id, name, detail: event.detail }));
}
for (const element of document.querySelectorAll('xnat-prearchive, xnat-prearchive-count')) {
  element.baseUrl = server.baseUrl;
  element.fetch = server.fetch;
}
Object.assign(window, { server, heard });
await import('./package/element.js');
window.defined = true;
