/**
 * The elements `<xnat-prearchive>` and `<xnat-prearchive-count>`: importing this module defines them.
 *
 * ```html
 * <script type="module" src="/xnat-prearchive/element.js"></script>
 * <xnat-prearchive base-url="/xnat" actions="archive move"></xnat-prearchive>
 * ```
 *
 * Without `actions` an element is there to be looked at: nothing can be changed through it.
 * Where there is no DOM, as while a page is rendered on a server, the import does nothing.
 */

/** A session's address: `/prearchive/projects/PROJECT/TIMESTAMP/SESSION`. */
export type SessionAddress = string;

export type ElementView = "list" | "board" | "triage" | "projects" | "session";
export type ElementAction = "archive" | "move" | "rebuild" | "delete" | "settings";

/** Where the parts of the app are, if not beside this module. */
export interface ElementFiles {
  /** `app_bg.wasm`. */
  app?: string | URL;
  /** `app_later.wasm`. */
  later?: string | URL;
}

/** Says where the app's files are; to be called before an element is shown. */
export function configure(files: ElementFiles): void;

/** What is about to be done; `preventDefault()` keeps it from happening. */
export interface BeforeAction {
  action: ElementAction;
  /** The sessions, for everything but `settings`. */
  sessions?: SessionAddress[];
  /** The project that they go to. */
  target?: string;
  /** The scan, if only that is deleted. */
  scan?: string;
  /** The projects whose setting is changed. */
  projects?: string[];
}

/** What became of one session of a run. */
export type ItemOutcome =
  | { action: ElementAction; session: SessionAddress; outcome: "done" | "unconfirmed" | "skipped" }
  | { action: ElementAction; session: SessionAddress; outcome: "failed"; code: string; message: string };

/** The events of `<xnat-prearchive>`, which bubble and leave shadow trees. */
export interface PrearchiveEventMap {
  /** The sessions are listed for the first time. */
  "xp-ready": CustomEvent<{ count: number }>;
  /** They were read again. */
  "xp-refreshed": CustomEvent<{ count: number }>;
  "xp-signed-in": CustomEvent<{ user: string }>;
  /** Somebody has to sign in; `preventDefault()` hides the element's own form. `expired` tells a login that has ended. */
  "xp-auth-required": CustomEvent<{ expired: boolean }>;
  "xp-query": CustomEvent<{ query: string; shown: number }>;
  /** The view as a fragment, such as `#/board?q=status:ready`; it names no patient. */
  "xp-route": CustomEvent<{ route: string }>;
  "xp-selection": CustomEvent<{ count: number; sessions: SessionAddress[] }>;
  /** A session was opened, or closed: then the address is empty. */
  "xp-open": CustomEvent<{ session: SessionAddress | "" }>;
  "xp-before-action": CustomEvent<BeforeAction>;
  "xp-item": CustomEvent<ItemOutcome>;
  "xp-finished": CustomEvent<{ action: ElementAction; done: number; failed: number; skipped: number }>;
  "xp-error": CustomEvent<{ code: string; message: string }>;
}

/** `<xnat-prearchive>`; each attribute is a property of the same name in camelCase. */
export class XnatPrearchive extends HTMLElement {
  static readonly version: string;
  static configure: typeof configure;

  /** `base-url`: where the server's `/data` is; the page's own folder unless told. */
  baseUrl: string;
  /** The only projects whose sessions are listed, with blanks or commas between; all unless told. */
  project: string;
  /** The one view; unless told the list, with the others to choose from. */
  view: ElementView | "";
  /** What may be done, with blanks or commas between, or `all`; nothing unless told. */
  actions: string;
  /** `light` or `dark`; as the system says unless told. */
  theme: string;
  /** `compact`, `normal` or `roomy`. */
  density: string;
  /** The query that it starts with. */
  query: string;
  /** The session that is open. */
  session: string;

  /** What takes the place of the global `fetch`. */
  fetch: ((request: Request) => Promise<Response>) | undefined;

  /** Fulfilled when the sessions are listed for the first time; rejected if the app could not be loaded. */
  readonly ready: Promise<XnatPrearchive>;
  /** Who is signed in; empty if nobody is. */
  readonly user: string;
  /** The session that is open; empty if none is. */
  readonly opened: SessionAddress | "";
  /** What stands in the filter now. */
  readonly shownQuery: string;

  /** Reads the sessions again. */
  refresh(): void;
  /** Ticks these sessions and no others. */
  select(sessions: Iterable<SessionAddress>): void;
  /** The ticked sessions, those in sight first. */
  getSelection(): SessionAddress[];
  /** Opens a session beside the list. */
  open(session: SessionAddress): void;
  closeSession(): void;
  setQuery(query: string): void;
  /** Ends everything; putting the element into a page once more begins anew. */
  close(): void;

  addEventListener<K extends keyof PrearchiveEventMap>(
    type: K,
    listener: (this: XnatPrearchive, event: PrearchiveEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** What a count shows. */
export interface Counts {
  all: number;
  conflicts: number;
  errors: number;
}

/** `<xnat-prearchive-count>`: how many sessions wait, how many of them in conflict or failed; tells `xp-count`. */
export class XnatPrearchiveCount extends HTMLElement {
  static readonly version: string;
  baseUrl: string;
  project: string;
  /** Seconds between two looks; 30 unless told. */
  interval: string;
  fetch: ((request: Request) => Promise<Response>) | undefined;
  /** Undefined as long as they are not known. */
  readonly counts: Readonly<Counts> | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    "xnat-prearchive": XnatPrearchive;
    "xnat-prearchive-count": XnatPrearchiveCount;
  }
}
