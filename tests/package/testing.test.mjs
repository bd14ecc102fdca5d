// `xnat-prearchive/testing`: a prearchive in memory behind a `fetch`, and all the trouble that can be ordered.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterEach, test } from "node:test";
import { resolve } from "node:path";

const folder = resolve(process.env.PACKAGE_FOLDER ?? new URL("../../pkg", import.meta.url).pathname);
const testing = await import(pathToFileURL(`${folder}/testing.js`));

const made = [];
afterEach(() => made.splice(0).forEach((server) => server.close()));
async function createServer(options) {
  const server = await testing.createServer(options);
  made.push(server);
  return server;
}

const LIST = "data/prearchive?format=json";
/** The rows of a listing. */
const rows = async (answer) => (await answer.json()).ResultSet.Result;
const form = (pairs) => ({ method: "POST", body: new URLSearchParams(pairs) });

/** A server with one project and these sessions. */
const small = (options = {}) => createServer({ projects: [{ id: "A", owners: ["ann"] }, { id: "B", owners: ["ann"] }], signedIn: "ann", ...options });

/** Reads a session again until it is as it should be. */
async function until(server, url, isSo) {
  for (;;) {
    const [row] = await rows(await server.fetch(`data${url}?format=json`)).catch(() => []);
    if (isSo(row)) return row;
    await new Promise((done) => setTimeout(done));
  }
}

test("sample data is there, and each user sees what is theirs", async () => {
  const server = await createServer({ sessions: 20 });
  assert.equal(server.baseUrl, "http://prearchive.test/");
  const seen = async (user) => (await rows(await (await server.fetchAs(user))(LIST))).length;
  assert.ok((await seen("owner")) > 20);
  assert.ok((await seen("admin")) > (await seen("owner")), "Unassigned, too");
  assert.equal(await seen("stranger"), 0);
  assert.equal((await server.fetch(LIST)).status, 401, "nobody is signed in from the start");
});

test("an answer is a Response with its address, status, header fields and a body that is read in pieces", async () => {
  const server = await createServer({ signedIn: "owner", baseUrl: "https://xnat.example.org/xnat" });
  const answer = await server.fetch("https://xnat.example.org/xnat/data/prearchive?format=json#top");
  assert.ok(answer instanceof Response);
  assert.equal(answer.url, "https://xnat.example.org/xnat/data/prearchive?format=json");
  assert.deepEqual([answer.status, answer.statusText, answer.ok, answer.redirected], [200, "OK", true, false]);
  assert.match(answer.headers.get("content-type"), /^application\/json/);
  assert.equal(answer.headers.get("set-cookie"), null, "cookies are kept inside, as in a browser");
  const copy = answer.clone();
  assert.equal(copy.url, answer.url);
  let text = "";
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) text += piece;
  assert.deepEqual(JSON.parse(text), await copy.json());
});

test("a file comes byte for byte, and HEAD brings no body", async () => {
  const server = await createServer({ signedIn: "owner" });
  const all = await rows(await server.fetch(LIST));
  const session = all.find(({ name }) => name === "NEURO_001_MR1");
  const file = `data${session.url}/scans/1/resources/DICOM/files/series-001-5641.dcm`;
  const bytes = Buffer.from(await (await server.fetch(file)).arrayBuffer());
  const origin = new URL("../fixtures/dicom/mr-philips-brain-mra/series-001-5641.dcm", import.meta.url);
  assert.deepEqual(bytes, readFileSync(origin));
  const head = await server.fetch(file, { method: "HEAD" });
  assert.deepEqual([head.status, (await head.arrayBuffer()).byteLength], [200, 0]);
});

test("what is asked for is really done, soon after the answer", async () => {
  const server = await small();
  const url = server.addSession({ project: "A", label: "S1" });
  assert.match(url, /^\/prearchive\/projects\/A\/\d{8}_\d{9}\/S1$/);
  const release = server.holdWork();
  const answer = await server.fetch("data/services/prearchive/move", form({ src: url, newProject: "B", async: "true" }));
  assert.equal(answer.status, 200, await answer.text());
  assert.equal((await until(server, url, Boolean)).status, "QUEUED_MOVING");
  release();
  const moved = await until(server, url.replace("/A/", "/B/"), (row) => row?.status === "READY");
  assert.equal(moved.name, "S1");
  assert.deepEqual(await rows(await server.fetch(`data${url}?format=json`)), []);
});

test("a session is made as it is wanted", async () => {
  const server = await small({ now: Date.UTC(2026, 8, 1, 8) });
  const url = server.addSession({ project: "A", label: "S2", subject: "P2", status: "CONFLICT", scans: ["t1", "t2", "dwi"] });
  assert.equal(url, "/prearchive/projects/A/20260901_080000000/S2");
  const row = await until(server, url, Boolean);
  assert.deepEqual([row.subject, row.status, row.uploaded], ["P2", "CONFLICT", "2026-09-01 08:00:00.0"]);
  const scans = await rows(await server.fetch(`data${url}/scans?format=json`));
  assert.deepEqual(scans.map((scan) => scan.series_description), ["t1", "t2", "dwi"]);
  assert.throws(() => server.addSession({ project: "NONE", label: "S3" }), { code: "invalid-argument", message: /no project “NONE”/ });
});

test("a form with a file is taken as its file", async () => {
  const server = await small();
  const body = new FormData();
  const image = readFileSync(new URL("../fixtures/dicom/ct-ge-head/series-002-17106.dcm", import.meta.url));
  body.set("project", "A");
  body.set("session", "UPLOADED");
  body.set("file", new Blob([image]), "one.dcm");
  const answer = await server.fetch("data/services/import?dest=/prearchive/projects/A", { method: "POST", body });
  const uri = (await answer.text()).trim();
  assert.match(uri, /\/prearchive\/projects\/A\/\d+_\d+\/UPLOADED$/);
});

for (const [what, order, expected] of [
  ["refused", (server) => server.refuse({ path: "/prearchive", status: 500, text: "the disk is full" }), 500],
  ["refused in words of one's own", (server) => server.refuse({ method: "get", status: 418, body: "tea", headers: { "X-Pot": "1" } }), 418],
  ["by a pattern for path and query", (server) => server.refuse({ path: /prearchive\?format=json$/ }), 503],
  ["by a function", (server) => server.refuse({ path: (request) => request.query.includes("json"), status: 404 }), 404],
]) {
  test(`a request is refused: ${what}`, async () => {
    const server = await small();
    const trouble = order(server);
    for (const status of [expected, 200]) assert.equal((await server.fetch(LIST)).status, status);
    assert.equal(trouble.used, 1);
    assert.deepEqual(server.requests.map(({ status }) => status), [expected, 200]);
  });
}

test("a function answers in the server's place, or leaves it to the server", async () => {
  const server = await small();
  server.answer({
    method: "POST", times: Infinity,
    with: async (request) => {
      const src = new URLSearchParams(await request.text()).get("src");
      if (src === "own") return Response.json({ src }, { status: 202 });
      if (src === "lost") throw new TypeError("gone");
      return undefined;
    },
  });
  const ask = (src) => server.fetch("data/services/prearchive/delete", form({ src }));
  const own = await ask("own");
  assert.deepEqual([own.status, await own.json()], [202, { src: "own" }]);
  await assert.rejects(ask("lost"), TypeError);
  assert.equal((await ask("/prearchive/projects/A/1/none")).status, 404);
  assert.throws(() => server.answer({ path: "/data" }), { code: "invalid-argument" });
});

test("a connection is lost before, during or after the work", async () => {
  const server = await small();
  for (const when of ["before", "after"]) {
    const url = server.addSession({ project: "A", label: `LOST_${when}` });
    server.disconnect({ method: "DELETE", when });
    await assert.rejects(server.fetch(`data${url}`, { method: "DELETE" }), TypeError);
    const left = await rows(await server.fetch(`data${url}?format=json`));
    assert.equal(left.length, when === "before" ? 1 : 0, when);
  }
  server.disconnect({ when: "during" });
  const answer = await server.fetch(LIST);
  assert.equal(answer.status, 200);
  await assert.rejects(answer.json(), TypeError);
  assert.throws(() => server.disconnect({ when: "later" }), { code: "invalid-argument" });
});

test("an answer is late, by the clock of the server", async () => {
  const server = await small({ now: 0 });
  server.delay({ ms: 5000 });
  let answered = false;
  const late = server.fetch(LIST).then((answer) => {
    answered = true;
    return answer;
  });
  server.advance(4999);
  await new Promise((done) => setTimeout(done));
  assert.equal(answered, false);
  server.advance(1);
  assert.equal((await late).status, 200);
  assert.equal(server.now, 5000);
});

test("a signal breaks off what is waited for, and a body that is read", async () => {
  const server = await createServer({ signedIn: "owner", sessions: 3000, latencyMs: 60_000 });
  const reason = new Error("enough");
  await assert.rejects(server.fetch(LIST, { signal: AbortSignal.abort(reason) }), reason);
  const waiting = new AbortController();
  const waited = server.fetch(LIST, { signal: waiting.signal });
  waiting.abort(reason);
  await assert.rejects(waited, reason);
  server.latencyMs = 0;
  const reading = new AbortController();
  const answer = await server.fetch(LIST, { signal: reading.signal });
  const reader = answer.body.getReader();
  assert.equal((await reader.read()).done, false);
  reading.abort(reason);
  await assert.rejects(async () => {
    while (!(await reader.read()).done);
  }, reason);
});

test("logins end: at once, after so many requests, and when nobody has used them", async () => {
  const server = await small({ now: 0 });
  const status = async () => (await server.fetch(LIST)).status;
  server.expireLogin();
  assert.equal(await status(), 401);
  await server.signIn("ann");
  server.expireLogin({ after: 2 });
  assert.deepEqual([await status(), await status(), await status()], [200, 200, 401]);
  await server.signIn("ann");
  server.advance(16 * 60_000);
  assert.equal(await status(), 401);
  await assert.rejects(server.signIn("bob"), { code: "invalid-argument", message: /“bob”.*ann/ });
});

test("a browser needs the token of its login, and a program does not", async () => {
  const server = await small();
  const url = server.addSession({ project: "A", label: "S1" });
  const remove = (query, agent) => server.fetch(`data${url}${query}`, { method: "DELETE", headers: { "User-Agent": agent } });
  assert.equal((await remove("", "Mozilla/5.0")).status, 403);
  const token = /XNAT_CSRF=(\w+)/.exec(await (await server.fetch("data/JSESSION?CSRF=true")).text())[1];
  assert.equal((await remove(`?XNAT_CSRF=${token}`, "Mozilla/5.0")).status, 200);
  const other = server.addSession({ project: "A", label: "S2" });
  assert.equal((await server.fetch(`data${other}`, { method: "DELETE" })).status, 200);
});

test("a locked session refuses everything until it is unlocked", async () => {
  const server = await small();
  const url = server.addSession({ project: "A", label: "S1" });
  const unlock = server.lock(url);
  assert.equal((await server.fetch(`data${url}`, { method: "DELETE" })).status, 409);
  unlock();
  assert.equal((await server.fetch(`data${url}`, { method: "DELETE" })).status, 200);
  assert.throws(() => server.setStatus(url, "ERROR"), { code: "invalid-argument", message: /no session/ });
});

test("on a bad line some fail, the same ones each time, and signing in works", async () => {
  const run = async () => {
    const server = await small({ failRate: 0.5 });
    const statuses = [];
    for (let n = 0; n < 40; n += 1) statuses.push((await server.fetch(`${LIST}&n=${n}`)).status);
    return statuses;
  };
  const statuses = await run();
  const failed = statuses.filter((status) => status === 503).length;
  assert.ok(failed > 10 && failed < 30, `${failed} of 40`);
  assert.deepEqual(await run(), statuses);
});

test("requests to others fail, or go where they are sent", async () => {
  const server = await small();
  await assert.rejects(server.fetch("https://example.org/data/prearchive"), { name: "TypeError", message: /no server at https:\/\/example.org/ });
  const open = await small({ elsewhere: async (request) => new Response(request.url) });
  assert.equal(await (await open.fetch("https://example.org/x")).text(), "https://example.org/x");
  assert.equal(await (await open.fetch("config.json")).text(), "http://prearchive.test/config.json", "a file is no call");
});

test("two servers know nothing of each other, and a closed one answers nothing", async () => {
  const [one, other] = [await small(), await small()];
  one.addSession({ project: "A", label: "S1" });
  assert.equal((await rows(await other.fetch(LIST))).length, 0);
  one.close();
  one[Symbol.dispose]();
  await assert.rejects(one.fetch(LIST), { name: "TypeError", message: /closed/ });
  assert.throws(() => one.addSession({ project: "A", label: "S2" }), { code: "closed" });
  assert.equal((await other.fetch(LIST)).status, 200);
  other.close();
});

for (const [what, options, message] of [
  ["a misspelt option", { demoo: true }, /knows no “demoo”; it knows: demo/],
  ["a role that is none", { users: [{ name: "ann", role: "king" }] }, /“king” is no role/],
  ["a code that is none", { projects: [{ id: "A", code: "auto" }] }, /“auto” is no prearchive code/],
  ["a user without a name", { users: [{}] }, /needs a name/],
  ["a number of sessions that is none", { sessions: -1 }, /how many/],
  ["a user who is not there", { signedIn: "bob" }, /“bob”/],
  ["a time that is none", { now: "soon" }, /now is a Date/],
]) {
  test(`${what} is told`, async () => {
    await assert.rejects(createServer(options), { name: "InvalidArgumentError", code: "invalid-argument", message });
  });
}
