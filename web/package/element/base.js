// What both elements have: attributes that are properties too, and a life that survives being moved.

/** Where there is no DOM, as while a page is rendered on a server, the classes exist and do nothing. */
const HTMLElement = globalThis.HTMLElement ?? class {};

/** An element with attributes of those names, mirrored by properties in camelCase. */
export class Base extends HTMLElement {
  #leaving;
  #fetch;

  static mirror(names) {
    for (const name of names) {
      const property = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
      Object.defineProperty(this.prototype, property, {
        configurable: true,
        enumerable: true,
        get() {
          return this.getAttribute(name) ?? '';
        },
        set(value) {
          if (value === null || value === undefined) this.removeAttribute(name);
          else this.setAttribute(name, Array.isArray(value) ? value.join(' ') : String(value));
        },
      });
    }
  }

  /** What takes the place of the global `fetch`; the element begins anew when it changes. */
  get fetch() {
    return this.#fetch;
  }

  set fetch(fetch) {
    this.#fetch = fetch;
    this.again();
  }

  /** Begins anew, if it has begun. */
  again() {
    if (!this.started) return;
    this.stop();
    if (this.isConnected) this.start();
  }

  connectedCallback() {
    clearTimeout(this.#leaving);
    this.#takeProperties();
    this.start();
  }

  /** One that is moved comes back in the same task. */
  disconnectedCallback() {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.stop());
  }

  /** Tells the page around; false if it does not want that. */
  say(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(`xp-${name}`, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** What was set before the element was defined lies over the property, and is set once more. */
  #takeProperties() {
    for (const name of Object.keys(this)) {
      if (!(name in Object.getPrototypeOf(this))) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }
}

/** Defines an element; where another copy of the package has done so already, that one stays. */
export function define(name, constructor) {
  if (!globalThis.customElements) return;
  const other = customElements.get(name);
  if (!other) customElements.define(name, constructor);
  else if (other !== constructor) {
    console.warn(`xnat-prearchive: <${name}> is defined already, by version ${other.version ?? 'unknown'} of this package or by something else; version ${constructor.version} leaves it as it is. Load the package once.`);
  }
}
