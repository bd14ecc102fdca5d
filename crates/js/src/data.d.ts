/**
 * Names one session: `/prearchive/projects/PROJECT/TIMESTAMP/FOLDER`.
 *
 * The label that people see is no identity. Two ids that are equal as texts name the same session, so they can be keys of a `Map`.
 */
export type SessionId = `/prearchive/projects/${string}/${string}/${string}`;

/** What a status is about; `"unknown"` is one that this version does not know: show `raw`. */
export type StatusKind =
  | "ready"
  | "error"
  | "conflict"
  | "receiving"
  | "receiving-interrupt"
  | "building"
  | "archiving"
  | "moving"
  | "deleting"
  | "separating"
  | "unknown";

/** Statuses as people look for them, and as the query language names them: `status:conflict`. */
export type StatusGroup = "ready" | "conflict" | "error" | "receiving" | "working" | "other";

interface StatusOf<Kind extends StatusKind> {
  /** XNAT's own word, such as `QUEUED_MOVING`. */
  readonly raw: string;
  readonly kind: Kind;
  /** `"queued"`: work was asked for. `"running"`: the server is at it, and the session is locked. */
  readonly phase: "idle" | "queued" | "running";
  readonly group: StatusGroup;
  /** The server refuses other work on the session. */
  readonly locked: boolean;
}

/** A session's status; frozen, and shared by all sessions that have it. */
export type Status = { [Kind in StatusKind]: StatusOf<Kind> }[StatusKind];

/** A session that waits in the prearchive: plain data, as it was when it was read. */
export interface Session {
  /** Its identity; what every function that takes a session takes. */
  readonly id: SessionId;
  /** The project's ID; `null` for a session without a project ("Unassigned"). */
  readonly project: string | null;
  /** The folder of its arrival, such as `20140411_140005287`. */
  readonly timestamp: string;
  /** The session's own folder. */
  readonly folder: string;
  /** What people call it. */
  readonly label: string;
  /** The subject's label, else the DICOM patient's name. */
  readonly subject: string;
  readonly status: Status;
  /** The day of the study, `2026-01-02`. */
  readonly scanDate?: string;
  /** The time of the study, as the server gave it. */
  readonly scanTime?: string;
  /** When it arrived: ISO 8601 in the server's local time, of which the server does not tell the zone; as the server wrote it where it cannot be read. */
  readonly uploadedAt?: string;
  /** When its row last changed; written as `uploadedAt`. */
  readonly modifiedAt?: string;
  /** The Study Instance UID. */
  readonly studyUid?: string;
  /** The name of the prearchive code that was fixed at arrival: `Manual`, `AutoArchive`, `AutoArchiveOverwrite` or another. */
  readonly autoArchive?: string;
  /** The project's anonymization must not run. */
  readonly preventAnonymization?: boolean;
  /** It is not built by itself after the quiet period. */
  readonly preventAutoCommit?: boolean;
  /** What brought it. */
  readonly source?: string;
  readonly visit?: string;
  readonly protocol?: string;
  /** The uploader's time zone; not the zone of the dates above. */
  readonly timezone?: string;
  /** Columns that this version does not know, as they came. */
  readonly more?: Readonly<Record<string, string>>;
}

/** A project. */
export interface Project {
  readonly id: string;
  /** The title that people see. */
  readonly name: string;
  /** The short title. */
  readonly secondaryId: string;
  readonly description: string;
  /** The signed-in user's role, as the server says: `Owners`, `Members`, `Collaborators`; absent if the server does not say. */
  readonly role?: string;
  /** 0 manual, 4 archived on arrival, 5 archived on arrival and existing files replaced; absent if the server does not say. */
  readonly prearchiveCode?: number;
}

/** A scan (a DICOM series) of a session. */
export interface Scan {
  /** Often a number, but text. */
  readonly id: string;
  /** XNAT's type, such as `xnat:mrScanData`. */
  readonly type: string;
  /** The series description. */
  readonly description: string;
}

/** A resource: a named set of files of a scan or of the session. */
export interface Resource {
  /** Such as `DICOM`. */
  readonly label: string;
  /** The scan that it belongs to; absent for the session's own, and in the listing of one scan. */
  readonly scan?: string;
  readonly fileCount?: number;
  readonly bytes?: number;
}

/** A file of a resource. */
export interface FileEntry {
  /** The base name. */
  readonly name: string;
  /** The path inside the resource; what `file()` takes. */
  readonly path: string;
  readonly bytes?: number;
  /** Its path on the server, with `/data` in front. */
  readonly uri: string;
}

/** An entry of a session's log. */
export interface LogEntry {
  readonly id: string;
  /** In Java's style, as the server wrote it. */
  readonly date: string;
  readonly text: string;
}

/** What archiving a session would meet. */
export interface Finding {
  /** XNAT's number for it; numbers are used twice, so show the message too. */
  readonly code: string;
  /** The server's word in lower case; known are these three. */
  readonly level: "fail" | "conflict" | "warn" | (string & {});
  readonly message: string;
}

/** Why an action is not possible, or what to look at before it. */
export type PlanReason =
  | "locked"
  | "queued"
  | "receiving"
  | "failed"
  | "conflicts"
  | "unassigned"
  | "already-there"
  | "no-identity"
  | "unknown-status";

/** What a table can be sorted by. */
export type SortKey =
  | "project"
  | "subject"
  | "session"
  | "scan-date"
  | "uploaded"
  | "status"
  | "lastmod"
  | "uid"
  | "folder"
  | "auto-archive"
  | "source"
  | "visit"
  | "protocol"
  | "timezone";

/** What is wrong with a term of a query. */
export interface QueryProblem {
  readonly code:
    | "unknown-key"
    | "empty-value"
    | "unclosed-quote"
    | "unknown-status"
    | "unknown-trait"
    | "bad-date"
    | "reversed-dates"
    | "bad-age";
  /** The part of the query that it is about. */
  readonly text: string;
}
