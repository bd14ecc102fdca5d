import type { ActionOptions, ActionResult, ArchiveOptions, ArchivePlanOptions, CheckOptions, ImportOptions, MovePlanOptions, Plan, PlanOptions } from "./acting.js";
import type {
  FileEntry,
  Finding,
  LogEntry,
  Project,
  Resource,
  Scan,
  Session,
  SessionId,
  SortKey,
  StatusGroup,
} from "./data.js";
import type { XnatError } from "./errors.js";

// ---- Every call ----

/** How far a call is. */
export interface Progress {
  readonly unit: "sessions" | "bytes";
  readonly done: number;
  /** Of how many; absent if that is not known. */
  readonly total?: number;
}

/** What every call takes, last. */
export interface CallOptions {
  /** Ends the call with an `AbortedError` (its `cause` is the signal's reason). A change that was sent may have been made. */
  signal?: AbortSignal | undefined;
  /**
   * Ends the call with a `TimeoutError` after so many milliseconds in all.
   * Without it each request may take 30 seconds, and work on a session, imports and downloads 10 minutes.
   */
  timeoutMs?: number | undefined;
  /** Told of what has arrived or is done, where a call has such parts: listings, downloads, plans and runs. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** Whatever names a session. */
export type SessionRef = SessionId | { readonly id: SessionId } | SessionParts | (string & {});

/** The three parts of a session's identity; a project that is `null` is the sessions without one. */
export interface SessionParts {
  readonly project: string | null;
  readonly timestamp: string;
  readonly folder: string;
}

/** Takes an id apart; throws `InvalidArgumentError` for what is none. */
export function parseSessionId(id: string): SessionParts;

/** Puts an id together. */
export function sessionId(parts: SessionParts): SessionId;

// ---- Beginning ----

/** What `init()` takes. */
export interface Init {
  /** The WebAssembly module: its address, a `Response`, bytes, or a compiled module; or a promise of one. */
  module: ModuleSource | Promise<ModuleSource>;
}

/** A `WebAssembly.Module` is an object here, so that the types need no DOM. */
export type ModuleSource = string | URL | Response | ArrayBuffer | ArrayBufferView | object;

/** How somebody signs in. */
export type Auth =
  /** By the cookie that is there already, as in a page beside XNAT. Nobody need be signed in: `user` is `null` then. */
  | { kind: "cookie" }
  /** Not at all; nothing is sent. */
  | { kind: "none" }
  | { kind: "password"; user: string; password: string }
  /** With an alias token of XNAT (`xnat.issueToken()`), which keeps the password out of scripts. */
  | { kind: "token"; alias: string; secret: string };

export interface ConnectOptions extends CallOptions {
  /**
   * XNAT's address with its context path and without `/data`, such as `https://example.org/xnat`.
   * In a page it may be relative (`/xnat`); `""`, unless told otherwise, is where the page is.
   */
  baseUrl?: string | URL | undefined;
  /** `{ kind: "cookie" }` unless told otherwise. */
  auth?: Auth | undefined;
  /** In place of the global `fetch`: takes one `Request`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

export type Connect = (options?: ConnectOptions) => Promise<Xnat>;

/** A connection to one server, as one user; from `connect()`. */
export interface Xnat extends Disposable, AsyncDisposable {
  /** The server's address, absolute. */
  readonly baseUrl: string;
  /** Who is signed in, as far as is known; `null` if nobody is. */
  readonly user: string | null;
  readonly closed: boolean;

  /** Signs in; answers the user's name as the server spells it. */
  signIn(user: string, password: string, options?: CallOptions): Promise<string>;
  signInWithToken(alias: string, secret: string, options?: CallOptions): Promise<string>;
  /** Asks the server who is signed in. */
  refreshUser(options?: CallOptions): Promise<string | null>;
  signOut(options?: CallOptions): Promise<void>;
  /** A name and a secret that stand for the user for some time; the server tells the secret once. */
  issueToken(options?: CallOptions): Promise<Token>;
  revokeToken(alias: string, options?: CallOptions): Promise<void>;
  /** Which XNAT this is, as the server describes it. */
  serverInfo(options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;

  /** What waits: pages of sessions while they arrive, or all with `toArray()`. */
  sessions(options?: SessionsOptions): SessionStream;
  /** What waits as a table in WebAssembly's memory: for many sessions, filtered, sorted, and read in windows. */
  table(options?: TableOptions): Promise<SessionTable>;
  /** One session, to look into or do something to; nothing is sent. */
  session(ref: SessionRef): SessionHandle;
  /** One session's row; `null` if there is none. */
  find(ref: SessionRef, options?: CallOptions): Promise<Session | null>;
  /** Reads a listing again and again, and tells what has changed. */
  watch(options?: WatchOptions): Watch;

  /** Looks at sessions before one thing is done to all of them; nothing is changed. */
  plan(action: "archive", sessions: Iterable<SessionRef>, options?: ArchivePlanOptions): Promise<Plan>;
  plan(action: "move", sessions: Iterable<SessionRef>, options: MovePlanOptions): Promise<Plan>;
  plan(action: "rebuild" | "delete", sessions: Iterable<SessionRef>, options?: PlanOptions): Promise<Plan>;
  /** Imports a zip or a DICOM file; answers the URIs of what it became. */
  import(file: Bytes, options?: ImportOptions): Promise<string[]>;

  projects(options?: ProjectsOptions): Promise<Project[]>;
  /** One project; nothing is sent. */
  project(id: string): ProjectHandle;

  /**
   * Ends what is under way (`ClosedError`), closes tables and watches, and frees the memory.
   * The login on the server stays, see `signOut()`.
   */
  close(): void;
}

export interface Token {
  readonly alias: string;
  readonly secret: string;
  readonly [other: string]: unknown;
}

/** What holds bytes; a `File` is a `Blob`. */
export type Bytes = Uint8Array | ArrayBuffer | ArrayBufferView | Blob;

// ---- Listing ----

export interface ListOptions extends CallOptions {
  /** One project; `null` for the sessions without one. All that the user may see if neither is given. */
  project?: string | null | undefined;
  projects?: readonly (string | null)[] | undefined;
}

export interface SessionsOptions extends ListOptions {
  /** The page's query language, such as `status:conflict older:7d subject:"S 12"`; all but `is:duplicate` and `is:stuck`. */
  query?: string | undefined;
}

/** Pages of sessions; each loop, and each `toArray()`, asks the server anew. Leaving a loop ends its request. */
export interface SessionStream extends AsyncIterable<Session[]> {
  toArray(): Promise<Session[]>;
}

/** A key, or a key with `-` before it for the largest first. */
export type Sort = SortKey | `-${SortKey}`;

export interface TableOptions extends ListOptions {
  /** The page's query language; see `filter()`. */
  query?: string | undefined;
  sort?: Sort | readonly Sort[] | undefined;
}

/** What a refresh has found. */
export interface Changes {
  readonly added: readonly Session[];
  readonly updated: readonly Session[];
  /** The ids of sessions that are not there any more: moved, archived or deleted. */
  readonly removed: readonly SessionId[];
}

/** Sessions in WebAssembly's memory, about 180 bytes each. Close it when it is not needed any more. */
export interface SessionTable extends Disposable, Iterable<Session> {
  /** How many sessions the query finds. */
  readonly length: number;
  /** How many there are. */
  readonly total: number;
  readonly query: string;
  readonly order: Sort[];
  readonly closed: boolean;
  /** Shows what a query finds; `""` is all. Throws `InvalidArgumentError`, and changes nothing, for what cannot be read. */
  filter(query: string): this;
  /** Names are compared as people do: `S2` before `S10`. What is alike is compared by the next key. */
  sort(keys: Sort | readonly Sort[]): this;
  /** How many there would be of each status if the query asked for none, and of each project (`Unassigned` without one). */
  counts(): { readonly statuses: Readonly<Partial<Record<StatusGroup, number>>>; readonly projects: Readonly<Record<string, number>> };
  /** The rows from one place to before another, as objects. */
  rows(from?: number, to?: number): Session[];
  /** One row; a negative place counts from the end. */
  at(index: number): Session | undefined;
  ids(from?: number, to?: number): SessionId[];
  /** One column, as the server wrote it. */
  column(name: SortKey, from?: number, to?: number): string[];
  /** One session, whether or not the query finds it. */
  get(ref: SessionRef): Session | undefined;
  /** All rows that the query finds, as objects. */
  toArray(): Session[];
  /** Reads the listing again. A refresh that fails leaves the rows that it has read; nothing is removed then. */
  refresh(options?: CallOptions): Promise<Changes>;
  close(): void;
}

export interface WatchOptions extends ListOptions {
  /** The pause between two readings, 15,000 unless told otherwise; longer after failures. */
  intervalMs?: number | undefined;
}

export interface WatchChange extends Changes {
  /** The first reading, in which everything is added. */
  readonly first: boolean;
}

/** A listing that is read again and again; from `xnat.watch()`. It reads until it is closed or its signal is given. */
export interface Watch extends Disposable, AsyncIterable<WatchChange> {
  readonly closed: boolean;
  /** The sessions as they were last read; closed with the watch. */
  readonly table: SessionTable;
  /** Answers what ends it. */
  on(event: "change", listener: (change: WatchChange) => void): () => void;
  on(event: "error", listener: (error: XnatError) => void): () => void;
  /** Reads now instead of at the next time. */
  poke(): void;
  close(): void;
}

// ---- One session ----

/** One session, by its id; from `xnat.session()`. */
export interface SessionHandle {
  readonly id: SessionId;
  /** Its row; `NotFoundError` if it is not there. */
  read(options?: CallOptions): Promise<Session>;
  /** Its document, in XML; not there before it has been built once. */
  xml(options?: CallOptions): Promise<string>;
  /** What happened to it, the oldest entry first. */
  log(options?: CallOptions): Promise<LogEntry[]>;
  scans(options?: CallOptions): Promise<Scan[]>;
  /** One scan; nothing is sent. */
  scan(id: string): ScanHandle;
  /** All resources, its scans' included. */
  resources(options?: CallOptions): Promise<Resource[]>;
  /** One of its own resources; nothing is sent. */
  resource(label: string): OwnResourceHandle;
  /** Everything in it. */
  zip(): Download;
  /** The distinct values of DICOM elements, by keyword or eight hexadecimal digits, over its files; rows as the server gives them. */
  tagValues(fields: readonly string[], options?: CallOptions & { scan?: string | undefined }): Promise<Readonly<Record<string, string>>[]>;

  /** What archiving it would meet; empty if nothing. */
  check(options?: CheckOptions): Promise<Finding[]>;
  /** Takes it into the archive. */
  archive(options?: ArchiveOptions): Promise<ActionResult>;
  /** Gives it to another project, where it waits in the prearchive again: under another id, see the result. */
  move(project: string, options?: ActionOptions): Promise<ActionResult>;
  /** Makes its document again from the files. */
  rebuild(options?: ActionOptions & {
    /** Lets go of a lock that nobody holds any more. */
    overrideLock?: boolean | undefined;
  }): Promise<ActionResult>;
  delete(options?: ActionOptions): Promise<ActionResult>;
  /** Builds it, and archives it if its project does so or `autoArchive` says so. */
  commit(options?: CallOptions & { autoArchive?: boolean | undefined }): Promise<{ uri: string }>;
  /** Has the server read its document again, and write its row anew, whatever its lock says. */
  resetStatus(options?: CallOptions): Promise<void>;
  setStatus(status: "READY" | "CONFLICT" | "ERROR" | "RECEIVING" | (string & {}), options?: CallOptions): Promise<void>;
  /** Adds a file to one of its own resources, which is made if it is new. */
  addFile(resource: string, path: string, file: Bytes, options?: CallOptions): Promise<void>;
  /** The id. */
  toString(): string;
}

export interface ScanHandle {
  readonly session: SessionId;
  readonly id: string;
  resources(options?: CallOptions): Promise<Resource[]>;
  resource(label: string): ResourceHandle;
  /** The files of a resource, `"DICOM"` unless told otherwise. */
  files(resource?: string, options?: CallOptions): Promise<FileEntry[]>;
  /** One file by the `path` that `files()` gives; nothing is sent. */
  file(resource: string, path: string): Download;
  zip(): Download;
  /** Deletes the scan and its files. */
  delete(options?: CallOptions): Promise<void>;
}

export interface ResourceHandle {
  readonly session: SessionId;
  /** Absent for the session's own. */
  readonly scan?: string;
  readonly label: string;
  files(options?: CallOptions): Promise<FileEntry[]>;
  file(path: string): Download;
}

export interface OwnResourceHandle extends ResourceHandle {
  zip(): Download;
  delete(options?: CallOptions): Promise<void>;
  deleteFile(path: string, options?: CallOptions): Promise<void>;
}

/** A file or zip that can be read; nothing is sent before it is. */
export interface Download {
  /** The address, for a link (`<a href download>`): the browser's own login is used there. */
  readonly url: string;
  /** The bytes as they come, no faster than they are read. Cancelling the stream ends the download. */
  stream(options?: CallOptions): Promise<ReadableStream<Uint8Array>>;
  bytes(options?: CallOptions): Promise<Uint8Array>;
  blob(options?: CallOptions): Promise<Blob>;
  /** As UTF-8. */
  text(options?: CallOptions): Promise<string>;
  /** Writes it into a stream; answers the number of bytes. */
  saveTo(writable: WritableStream<Uint8Array>, options?: CallOptions): Promise<number>;
}

// ---- Projects ----

export interface ProjectsOptions extends CallOptions {
  /** `"writable"`: whose data the user may change. `"owned"`: whose settings. All that can be seen unless told otherwise. */
  filter?: "accessible" | "writable" | "owned" | undefined;
}

/** What becomes of arriving sessions. */
export type PrearchiveCodeName =
  /** 0: they wait until somebody archives them. */
  | "manual"
  /** 4: they are archived on arrival; existing files are kept. */
  | "auto-archive"
  /** 5: they are archived on arrival, and existing files are replaced. */
  | "auto-archive-overwrite";

export interface ProjectHandle {
  readonly id: string;
  prearchiveCode(options?: CallOptions): Promise<{ readonly code: number; readonly name: PrearchiveCodeName | "other" }>;
  setPrearchiveCode(code: PrearchiveCodeName | number, options?: CallOptions): Promise<void>;
  sessions(options?: Omit<SessionsOptions, "project" | "projects">): SessionStream;
}
