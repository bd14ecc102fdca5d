// <xnat-prearchive-count>: how many sessions wait, and how many need somebody.

import { Base } from './base.js';
import { lineTo } from './share.js';

/** Words for a badge; others can be put into its slots. */
const WORDS = {
  en: { one: '1 waiting', many: (count) => `${count} waiting`, conflicts: (count) => `${count} in conflict`, errors: (count) => `${count} failed`, none: 'Nothing waiting', unknown: 'Not known' },
  de: { one: '1 wartet', many: (count) => `${count} warten`, conflicts: (count) => `${count} im Konflikt`, errors: (count) => `${count} fehlgeschlagen`, none: 'Nichts wartet', unknown: 'Nicht bekannt' },
};

const STYLES = `
  :host { display: inline-block; font: inherit; }
  :host([hidden]) { display: none; }
  span { font-variant-numeric: tabular-nums; }
  [part~="conflict"] { color: var(--xp-conflict, light-dark(#865000, #ecb964)); }
  [part~="error"] { color: var(--xp-red, light-dark(#ae231c, #ff9d94)); }
`;

export class XnatPrearchiveCount extends Base {
  static version = '0.0.0';
  static observedAttributes = ['base-url', 'project', 'interval', 'lang'];

  #run = 0;
  #client;
  #line;
  #counts;

  constructor() {
    super();
    if (!globalThis.document) return;
    this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    this.shadowRoot.adoptedStyleSheets = [sheet];
  }

  /** The counts that are shown: of all sessions, of conflicts, of errors; undefined as long as they are not known. */
  get counts() {
    return this.#counts;
  }

  get started() {
    return this.#line !== undefined;
  }

  async start() {
    if (this.#line) return;
    const run = ++this.#run;
    this.#line = lineTo(this.baseUrl, this.fetch);
    this.#line.addEventListener('login', this.#onLogin);
    try {
      const { connect } = await import('../index.js');
      const client = await connect({ baseUrl: this.baseUrl, fetch: this.#line.fetch });
      if (run !== this.#run) return client.close();
      this.#client = client;
      const projects = this.project.split(/[\s,]+/).filter(Boolean);
      const seconds = Number(this.interval) || 30;
      const watch = client.watch({ ...(projects.length > 0 && { projects }), intervalMs: seconds * 1000 });
      this.#watch = watch;
      const show = () => this.#show(watch.table);
      watch.on('change', show);
      watch.on('error', (error) => this.#failed(error));
    } catch (error) {
      if (run === this.#run) this.#failed(error);
    }
  }

  stop() {
    this.#run += 1;
    this.#client?.close();
    this.#client = undefined;
    this.#watch = undefined;
    this.#line?.removeEventListener('login', this.#onLogin);
    this.#line?.leave();
    this.#line = undefined;
    this.#counts = undefined;
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#line) return;
    if (name === 'lang') {
      this.#draw();
      return;
    }
    this.again();
  }

  #watch;
  #onLogin = () => this.#watch?.poke();

  #show(table) {
    const count = (query) => table.filter(query).length;
    const counts = { all: count(''), conflicts: count('status:conflict'), errors: count('status:error') };
    table.filter('');
    this.#counts = Object.freeze(counts);
    this.#draw();
    this.say('count', counts);
  }

  #failed(error) {
    this.#counts = undefined;
    this.#draw();
    this.title = [error.message, error.hint].filter(Boolean).join(' ');
    this.say('error', { code: error.code ?? 'internal', message: error.message });
  }

  #draw() {
    const language = (this.lang || this.closest('[lang]')?.lang || navigator.language).slice(0, 2);
    const words = WORDS[language] ?? WORDS.en;
    const span = (part, text) => {
      const element = document.createElement('span');
      element.setAttribute('part', part);
      element.textContent = text;
      return element;
    };
    const counts = this.#counts;
    if (!counts) {
      this.shadowRoot.replaceChildren(span('count unknown', words.unknown));
      return;
    }
    this.removeAttribute('title');
    const all = counts.all === 0 ? words.none : counts.all === 1 ? words.one : words.many(counts.all);
    const parts = [span('count', all)];
    if (counts.conflicts > 0) parts.push(', ', span('count conflict', words.conflicts(counts.conflicts)));
    if (counts.errors > 0) parts.push(', ', span('count error', words.errors(counts.errors)));
    this.shadowRoot.replaceChildren(...parts);
  }
}

XnatPrearchiveCount.mirror(['base-url', 'project', 'interval']);
