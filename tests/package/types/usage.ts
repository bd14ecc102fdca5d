// What the types allow, and what they do not. Nothing here runs: it is compiled.

import { connect, init, isXnatError, parseSessionId, sessionId } from "xnat-prearchive";
import type { ActionResult, ErrorCode, Outcome, PlanItem, RunEvent, Session, SessionId, Status, Xnat } from "xnat-prearchive";
import * as slim from "xnat-prearchive/slim";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

// ---- Connecting ----

const xnat: Xnat = await connect({ baseUrl: new URL("https://x.org"), auth: { kind: "password", user: "a", password: "b" } });
await connect();
await connect({ fetch: (request: Request) => fetch(request), signal: AbortSignal.timeout(1), timeoutMs: 5 });
await connect({ auth: { kind: "token", alias: "a", secret: "s" } });
// @ts-expect-error a password is missing
await connect({ auth: { kind: "password", user: "a" } });
// @ts-expect-error there is no such option
await connect({ url: "https://x.org" });
await init();
await slim.init({ module: new URL("https://x.org/client.wasm") });
await slim.init({ module: fetch("client.wasm") });
// @ts-expect-error slim has to be told where the module is
await slim.init({});
same<typeof xnat.user, string | null>(true);
// @ts-expect-error it cannot be set
xnat.user = "bob";

// ---- Sessions ----

const id: SessionId = "/prearchive/projects/P/t/S";
// @ts-expect-error no id
const odd: SessionId = "S1";
same<ReturnType<typeof parseSessionId>["project"], string | null>(true);
same<ReturnType<typeof sessionId>, SessionId>(true);

for await (const page of xnat.sessions({ project: null, query: "status:ready" })) same<typeof page, Session[]>(true);
const [first] = await xnat.sessions().toArray();
same<typeof first, Session | undefined>(true);
// @ts-expect-error it may be absent
first!.studyUid.length;
// @ts-expect-error data cannot be changed
first!.label = "x";
// @ts-expect-error the last argument is an object
xnat.sessions("A");

const kindOf = (status: Status): string => {
  switch (status.kind) {
    case "ready":
    case "error":
    case "conflict":
    case "receiving":
    case "receiving-interrupt":
    case "building":
    case "archiving":
    case "moving":
    case "deleting":
    case "separating":
      return status.kind;
    case "unknown":
      return status.raw;
  }
  return status satisfies never;
};
// @ts-expect-error there is no such kind
const isDone = (status: Status): boolean => status.kind === "done";

// ---- Tables ----

const table = await xnat.table({ sort: ["project", "-uploaded"], onProgress: ({ done }) => done.toFixed() });
same<ReturnType<typeof table.at>, Session | undefined>(true);
table.filter("status:ready").sort("-session");
// @ts-expect-error there is no such column
table.sort("colour");
const { added, removed } = await table.refresh({ timeoutMs: 1000 });
same<typeof added, readonly Session[]>(true);
same<typeof removed, readonly SessionId[]>(true);
same<number | undefined, ReturnType<typeof table.counts>["statuses"]["ready"]>(true);

// ---- Doing something ----

same<Promise<ActionResult>, ReturnType<ReturnType<typeof xnat.session>["archive"]>>(true);
await xnat.session(id).archive({ overwrite: "append", subject: "S" });
await xnat.session({ project: null, timestamp: "t", folder: "S" }).move("P");
// @ts-expect-error no way to overwrite
await xnat.session(id).archive({ overwrite: "all" });
// @ts-expect-error it goes to a project
await xnat.session(id).move();

await xnat.plan("archive", table, { names: ({ label }) => ({ label: `${label}_2` }), check: true });
await xnat.plan("move", [id], { project: "B" });
// @ts-expect-error a move goes to a project
await xnat.plan("move", [id]);
// @ts-expect-error only archiving can overwrite
await xnat.plan("delete", [id], { overwrite: "delete" });
const plan = await xnat.plan("rebuild", [id, first!]);
const reasonOf = (item: PlanItem): string | undefined => (item.verdict === "ready" ? undefined : item.message);
// @ts-expect-error what is ready has no reason
const reason = (item: PlanItem): string => item.reason;

const run = plan.start({ include: ["ready", "review"], parallel: 2 });
const lineOf = (event: RunEvent): string => {
  switch (event.type) {
    case "item-started":
    case "item-done":
    case "item-unconfirmed":
    case "item-skipped":
      return event.id;
    case "item-waiting":
      return event.status.raw;
    case "item-failed":
      return event.error.hint;
    case "paused":
      return event.reason === "signed-out" ? event.id : "";
    case "resumed":
      return "";
    case "finished":
      return event.outcome.toCsv();
  }
  return event satisfies never;
};
for await (const event of run) lineOf(event);
same<Promise<Outcome>, typeof run.result>(true);
const again = (await run.result).retryFailed({ parallel: 1 });
// @ts-expect-error what failed is all there is to include
(await again.result).retryFailed({ include: ["ready"] });

const stop: () => void = xnat.watch({ intervalMs: 1000 }).on("change", ({ first: begun, updated }) => [begun, updated.length]);
stop();
xnat.watch().on("error", (error) => error.code);
// @ts-expect-error there is no such event
xnat.watch().on("chnage", () => {});
const { name } = await xnat.project("A").prearchiveCode();
same<typeof name, "manual" | "auto-archive" | "auto-archive-overwrite" | "other">(true);

// ---- Options may be there and undefined ----

declare const maybe: { signal?: AbortSignal; project?: string };
await xnat.sessions({ signal: maybe.signal, project: maybe.project }).toArray();

// ---- Errors ----

try {
  await xnat.session(id).delete();
} catch (error) {
  if (isXnatError(error)) {
    same<typeof error.code, ErrorCode>(true);
    same<typeof error.status, number | undefined>(true);
    // @ts-expect-error there is no such code
    if (error.code === "oops") console.log();
  }
}
// @ts-expect-error errors are made by the package
new slim.NetworkError("network");

// ---- Ending ----

{
  using own = await xnat.table();
  await using connection = await connect();
  own.rows();
  connection.close();
}

export { isDone, kindOf, odd, reason, reasonOf };
