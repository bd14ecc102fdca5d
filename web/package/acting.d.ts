// What is done to sessions: one each, and many by a plan and its run.

import type { CallOptions } from "./api.js";
import type { Finding, PlanReason, Session, SessionId, Status } from "./data.js";
import type { XnatError } from "./errors.js";

/** What may happen to data that is archived already. */
export type Overwrite =
  /** Nothing is replaced; a conflict stops the session. */
  | "refuse"
  /** It is added to; XNAT 1.8 and later treat it like `"delete"` for a single session. */
  | "append"
  /** It is replaced. */
  | "delete";

export interface ActionOptions extends CallOptions {
  /** How long to look, after the server accepted, whether it is done; a minute unless told otherwise. */
  patienceMs?: number | undefined;
}

export interface ArchiveOptions extends ActionOptions {
  overwrite?: Overwrite | undefined;
  /** What the subject is called in the archive, if not as it is. */
  subject?: string | undefined;
  /** What the session is called in the archive, if not as it is. */
  label?: string | undefined;
}

export interface CheckOptions extends CallOptions {
  overwrite?: Overwrite | undefined;
  subject?: string | undefined;
  label?: string | undefined;
}

/** What became of a session. Refusals and failures are thrown. */
export interface ActionResult {
  /** False if the server accepted, but the end was not seen within the patience. */
  readonly confirmed: boolean;
  /** The row as it is now; absent if it is gone. */
  readonly session?: Session;
  /** Where it is in the archive. */
  readonly uri?: string;
}

export interface ImportOptions extends CallOptions {
  /** `SI`: one session, ready at once. `DICOM-zip`: each file goes where its header says. `gradual-DICOM`: one DICOM file. */
  handler?: "SI" | "DICOM-zip" | "gradual-DICOM" | undefined;
  /** `/prearchive[/projects/PROJECT[/TIMESTAMP/SESSION]]` or `/archive…`; else the project's code decides. */
  destination?: string | undefined;
  project?: string | undefined;
  subject?: string | undefined;
  label?: string | undefined;
  overwrite?: Overwrite | undefined;
  /** Build the session before answering. */
  commit?: boolean | undefined;
  autoArchive?: boolean | undefined;
  /** Skip files that are no DICOM instead of refusing the whole. */
  ignoreUnparsable?: boolean | undefined;
  preventAutoCommit?: boolean | undefined;
  preventAnonymization?: boolean | undefined;
  source?: string | undefined;
  /** `application/zip` unless told otherwise. */
  contentType?: string | undefined;
}

export type Action = "archive" | "move" | "rebuild" | "delete";

export interface PlanOptions extends CallOptions {
  /** Told of each session as soon as it has been looked at. */
  onItem?: ((item: PlanItem) => void) | undefined;
}

export interface MovePlanOptions extends PlanOptions {
  /** The ID of the project that the sessions go to. */
  project: string;
}

export interface ArchivePlanOptions extends PlanOptions {
  overwrite?: Overwrite | undefined;
  /** What each session is called in the archive; nothing keeps its names. */
  names?: ((session: Session) => { subject?: string | undefined; label?: string | undefined } | undefined) | undefined;
  /** Ask the server what archiving each would meet; one request a session. */
  check?: boolean | undefined;
}

interface PlanItemBase {
  readonly id: SessionId;
  /** As it was looked at; absent if there is none. */
  readonly session?: Session;
  readonly subject?: string;
  readonly label?: string;
  /** What the server said of archiving it, if it was asked. */
  readonly findings?: readonly Finding[];
}

/** A session of a plan. */
export type PlanItem =
  /** Nothing stands in the way. */
  | (PlanItemBase & { readonly verdict: "ready" })
  /** It can be done, but somebody should decide it; or it cannot, and is left out. */
  | (PlanItemBase & {
      readonly verdict: "review" | "blocked";
      readonly reason: PlanReason | "findings" | "not-found";
      readonly message: string;
    });

/** One thing to be done to many sessions, before anybody agreed to it; from `xnat.plan()`. */
export interface Plan {
  readonly action: Action;
  readonly project?: string;
  readonly overwrite: Overwrite;
  /** Every session, in the order given. */
  readonly items: readonly PlanItem[];
  readonly ready: readonly PlanItem[];
  readonly review: readonly PlanItem[];
  readonly blocked: readonly PlanItem[];
  /** Begins, with one request a session. */
  start(options?: RunOptions): Run;
}

export interface RunOptions extends CallOptions {
  /** `["ready"]` unless told otherwise; `["ready", "review"]` does what needs a look, too. */
  include?: readonly ("ready" | "review")[] | undefined;
  /** How many sessions at once, 1 to 8; 4 unless told otherwise. */
  parallel?: number | undefined;
  patienceMs?: number | undefined;
  /** Read each row first: an earlier run may have done it. */
  lookFirst?: boolean | undefined;
  /** When the login ends, pause (event `paused`, reason `signed-out`) until `resume()` instead of failing what is left. */
  waitForLogin?: boolean | undefined;
  stopOnError?: boolean | undefined;
}

/** What happens during a run. */
export type RunEvent =
  | { readonly type: "item-started"; readonly id: SessionId }
  /** The server is working on it; told again whenever the status changes. */
  | { readonly type: "item-waiting"; readonly id: SessionId; readonly status: Status }
  | ({ readonly type: "item-done" } & DoneItem)
  | ({ readonly type: "item-failed" } & FailedItem)
  | ({ readonly type: "item-unconfirmed" } & UnconfirmedItem)
  | ({ readonly type: "item-skipped" } & SkippedItem)
  | { readonly type: "paused"; readonly reason: "asked" }
  | { readonly type: "paused"; readonly reason: "signed-out"; readonly id: SessionId }
  | { readonly type: "resumed" }
  | { readonly type: "finished"; readonly outcome: Outcome };

/** Done, as reading its row again confirmed. */
export interface DoneItem {
  readonly id: SessionId;
  /** The row as it is now; absent if it is gone. */
  readonly session?: Session;
  readonly uri?: string;
}

export interface FailedItem {
  readonly id: SessionId;
  readonly error: XnatError;
  readonly session?: Session;
}

/** The server accepted, but the end was not seen. */
export interface UnconfirmedItem {
  readonly id: SessionId;
  readonly session?: Session;
}

/** The run was stopped before its turn; nothing was sent. */
export interface SkippedItem {
  readonly id: SessionId;
}

/** A plan under way. Loops over it get every event from the first on; leaving a loop does not stop the run. */
export interface Run extends AsyncIterable<RunEvent> {
  readonly total: number;
  readonly paused: boolean;
  /** How it ends; failures of single sessions do not reject it. */
  readonly result: Promise<Outcome>;
  /** Begins no further session. */
  pause(): void;
  resume(): void;
  /** Begins no further session, for good. What was sent is not broken off: the server does it all the same. */
  stop(): void;
  setParallel(parallel: number): void;
}

/** How a run ended: each session in one of four piles. */
export interface Outcome {
  /** Every session is done. */
  readonly ok: boolean;
  readonly done: readonly DoneItem[];
  readonly failed: readonly FailedItem[];
  readonly unconfirmed: readonly UnconfirmedItem[];
  readonly skipped: readonly SkippedItem[];
  /** A line for each session (RFC 4180). */
  toCsv(): string;
  /** Runs what failed once more; rows are read first, lest something is done twice. */
  retryFailed(options?: Omit<RunOptions, "include" | "lookFirst">): Run;
}
