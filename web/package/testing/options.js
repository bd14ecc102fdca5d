// What createServer and addSession are told, checked: a word that is not known is a mistake, not silence.
import { badArgument } from "../errors.js";

const KNOWN = [
  "demo", "sessions", "users", "projects", "signedIn", "baseUrl", "module", "elsewhere", "now", "minutesAheadOfUtc", "idleMinutes", "latencyMs", "failRate",
];
const CODES = { manual: 0, "auto-archive": 4, "auto-archive-overwrite": 5 };
const ROLES = { owners: "owner", members: "member", collaborators: "collaborator" };

function known(given, names, what) {
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw badArgument(`${what} knows no “${name}”; it knows: ${names.join(", ")}`);
  }
}

/** The options with all that was left out. */
export function options(given) {
  known(given, KNOWN, "createServer");
  const { demo = given.projects === undefined && given.users === undefined, sessions = 0, users = [], projects = [] } = given;
  if (!Array.isArray(sessions) && !(Number.isInteger(sessions) && sessions >= 0)) {
    throw badArgument("sessions is how many to make up, or an array of sessions");
  }
  const now = given.now === undefined ? undefined : Number(given.now);
  if (Number.isNaN(now)) throw badArgument("now is a Date, or milliseconds since 1970");
  if (given.elsewhere !== undefined && typeof given.elsewhere !== "function") {
    throw badArgument("elsewhere is a function such as fetch, for requests to other servers");
  }
  return {
    demo, sessions, users,
    projects: projects.map(project),
    signedIn: given.signedIn ?? undefined,
    baseUrl: given.baseUrl,
    module: given.module,
    elsewhere: given.elsewhere,
    now,
    minutesAheadOfUtc: given.minutesAheadOfUtc ?? 0,
    idleMinutes: given.idleMinutes ?? 15,
    latencyMs: given.latencyMs ?? 0,
    failRate: given.failRate ?? 0,
  };
}

/** The users, those too that only projects name; a password that was left out is the name. */
export function users({ users, projects, demo }) {
  const all = new Map();
  for (const given of users) {
    const user = typeof given === "string" ? { name: given } : given;
    known(user, ["name", "password", "role"], "a user");
    if (!user.name) throw badArgument("a user needs a name");
    all.set(user.name, { name: user.name, password: user.password ?? user.name, role: user.role ?? "user" });
  }
  for (const { roles } of projects) {
    for (const [name] of roles) {
      if (!all.has(name) && !(demo && DEMO_USERS.includes(name))) all.set(name, { name, password: name, role: "user" });
    }
  }
  return all.values();
}

/** The users of the sample data; the password of each is its name. */
export const DEMO_USERS = ["admin", "owner", "member", "collaborator", "stranger"];

function project(given) {
  const wanted = typeof given === "string" ? { id: given } : given;
  known(wanted, ["id", "name", "code", ...Object.keys(ROLES)], "a project");
  if (!wanted.id) throw badArgument("a project needs an id");
  const code = wanted.code ?? "manual";
  const number = typeof code === "number" ? code : CODES[code];
  if (!Number.isInteger(number)) throw badArgument(`“${code}” is no prearchive code: it is ${Object.keys(CODES).join(", ")}, or a number`);
  const roles = Object.entries(ROLES).flatMap(([list, role]) => (wanted[list] ?? []).map((user) => [user, role]));
  return { id: wanted.id, name: wanted.name ?? wanted.id, code: number, roles };
}

/** A session with all that was left out. */
export function session(given, now) {
  known(given, ["project", "subject", "label", "status", "scans", "arrived"], "a session");
  if (!given.label) throw badArgument("a session needs a label");
  return {
    project: given.project ?? "",
    subject: given.subject ?? `SUBJECT_${given.label}`,
    label: given.label,
    status: given.status ?? "READY",
    scans: given.scans ?? ["localizer", "t1_mprage_sag"],
    arrived: given.arrived === undefined ? now : Number(given.arrived),
  };
}
