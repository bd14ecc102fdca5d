// <xnat-prearchive>: the app in a shadow tree.

import { configure, loadApp, stylesFor } from './app.js';
import { Base } from './base.js';
import { saveThrough } from './links.js';
import { lineTo } from './share.js';

/** Attributes that are handed to the app as they are, and what they are called there. */
const SETTINGS = { actions: 'actions', theme: 'theme', lang: 'lang', density: 'density', query: 'query', session: 'open' };
/** Attributes that say what the app is about: it begins anew when they change. */
const ABOUT = ['base-url', 'project'];
const VIEWS = ['list', 'board', 'triage', 'projects', 'session'];
const ACTIONS = ['all', 'archive', 'move', 'rebuild', 'delete', 'settings'];
/** The host may keep these from happening with `preventDefault()`. */
const CANCELABLE = new Set(['before-action', 'auth-required']);

export class XnatPrearchive extends Base {
  static version = '0.0.0';
  static configure = configure;
  static observedAttributes = [...ABOUT, ...Object.keys(SETTINGS), 'view'];


  #app;
  #line;
  #root;
  /** Ends the saving of files through a `fetch` of the program's own. */
  #unlink;
  #run = 0;
  #ready;
  #settleReady = {};

  constructor() {
    super();
    if (!globalThis.document) return;
    this.attachShadow({ mode: 'open' });
    this.#expectReady();
  }

  // ---- What a program calls ----

  /** Fulfilled when the sessions are listed for the first time; rejected if the app could not be loaded. */
  get ready() {
    return this.#ready;
  }

  /** Who is signed in; empty if nobody is. */
  get user() {
    return this.#app?.get('user') ?? '';
  }

  /** The session that is open, as its address; empty if none is. */
  get opened() {
    return this.#app?.get('open') ?? '';
  }

  /** What stands in the filter now; the attribute `query` is only where it starts. */
  get shownQuery() {
    return this.#app?.get('query') ?? this.query;
  }

  refresh() {
    this.#set('refresh', '');
  }

  /** Ticks these sessions and no others. */
  select(sessions) {
    this.#set('select', [...sessions].map(String).join('\n'));
  }

  /** The ticked sessions, those in sight first, as addresses. */
  getSelection() {
    return (this.#app?.get('selection') ?? '').split('\n').filter(Boolean);
  }

  open(session) {
    this.#set('open', String(session));
  }

  /** Closes the session that is open. */
  closeSession() {
    this.#set('open', '');
  }

  setQuery(query) {
    this.#set('query', String(query));
  }

  /** Ends everything; putting the element into a page once more begins anew. */
  close() {
    this.stop();
  }

  // ---- Its life ----

  get started() {
    return this.#root !== undefined;
  }

  async start() {
    if (this.#root) return;
    const run = ++this.#run;
    const waiting = document.createElement('slot');
    waiting.name = 'loading';
    this.#root = waiting;
    this.#line = lineTo(this.baseUrl, this.fetch);
    this.#line.addEventListener('login', this.#onLogin);
    if (this.fetch) this.#unlink = saveThrough(this.shadowRoot, this.fetch, new URL('data/', new URL(this.baseUrl || '.', document.baseURI)));
    try {
      this.shadowRoot.replaceChildren(waiting);
      const [bindings, sheet] = await Promise.all([loadApp(), stylesFor(this.ownerDocument)]);
      if (run !== this.#run) return;
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this.#app = bindings.mount({
        baseUrl: this.baseUrl,
        fetch: this.#line.fetch,
        projects: this.project.split(/[\s,]+/).filter(Boolean),
        isPage: false,
        // Whatever a program gives in place of the network.
        isNear: this.fetch !== undefined,
        tell: (name, detail) => this.#tell(name, detail),
      });
      this.#root = this.#app.root;
      this.#root.setAttribute('part', 'app');
      this.shadowRoot.replaceChildren(this.#root);
      for (const name of ['view', ...Object.keys(SETTINGS)]) this.#apply(name, this.getAttribute(name));
    } catch (error) {
      if (run !== this.#run) return;
      this.#failed(error);
    }
  }

  stop() {
    this.#run += 1;
    this.#app?.unmount();
    this.#app?.free();
    this.#app = undefined;
    this.#unlink?.();
    this.#unlink = undefined;
    this.#line?.removeEventListener('login', this.#onLogin);
    this.#line?.leave();
    this.#line = undefined;
    this.#root = undefined;
    this.shadowRoot?.replaceChildren();
    this.#expectReady();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#root) return;
    if (ABOUT.includes(name)) {
      this.again();
      return;
    }
    if (this.#app) this.#apply(name, now);
  }

  // ---- Inside ----

  #expectReady() {
    this.#ready = new Promise((resolve, reject) => (this.#settleReady = { resolve, reject }));
    // Nobody has to wait for it.
    this.#ready.catch(() => {});
  }

  #set(name, text) {
    if (!this.#app) {
      console.warn(`<xnat-prearchive> is not there yet: wait for its property "ready" before ${name}.`);
      return;
    }
    this.#app.set(name, text);
  }

  #apply(name, value) {
    if (name === 'view') {
      const view = value ?? '';
      if (view && !VIEWS.includes(view)) this.#unknown('view', view, VIEWS);
      this.#root.toggleAttribute('data-fixed', VIEWS.includes(view));
      this.#root.toggleAttribute('data-alone', view === 'session');
      if (view) this.#app.set('view', view);
      return;
    }
    if (value === null && name !== 'actions') return;
    if (name === 'actions') {
      const unknown = (value ?? '').split(/[\s,]+/).filter((word) => word && !ACTIONS.includes(word));
      for (const word of unknown) this.#unknown('actions', word, ACTIONS);
    }
    this.#app.set(SETTINGS[name], value ?? '');
  }

  #unknown(name, value, known) {
    console.warn(`<xnat-prearchive ${name}="…${value}…">: there is no ${value}. Known are ${known.join(', ')}.`);
  }

  #tell(name, detail) {
    if (name === 'ready') this.#settleReady.resolve(this);
    if (!CANCELABLE.has(name)) {
      // Once the app is through with what it does just now: whoever listens may ask it something, or set something.
      queueMicrotask(() => {
        if (name === 'selection') detail.sessions = this.getSelection();
        this.say(name, detail);
      });
      return true;
    }
    const goes = this.say(name, detail, true);
    // The host has a way of its own to sign in.
    if (name === 'auth-required') this.#root?.toggleAttribute('data-host-signs-in', !goes);
    return goes;
  }

  #failed(error) {
    this.#settleReady.reject(error);
    const box = document.createElement('p');
    box.setAttribute('role', 'alert');
    box.setAttribute('part', 'problem');
    box.textContent = [error.message, error.hint].filter(Boolean).join(' ');
    this.shadowRoot.replaceChildren(box);
    this.say('error', { code: error.code ?? 'internal', message: error.message });
  }

  #onLogin = () => this.#app?.set('resume', '');
}

XnatPrearchive.mirror(XnatPrearchive.observedAttributes.filter((name) => name !== 'lang'));
