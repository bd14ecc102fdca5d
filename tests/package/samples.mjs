// The samples of the package's README, run as they stand there, against a prearchive that plays https://xnat.example.org.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = resolve(process.env.PACKAGE_FOLDER ?? new URL("../../pkg", import.meta.url).pathname);
const { createServer } = await import(pathToFileURL(`${folder}/testing.js`));
const readme = readFileSync(join(folder, "README.md"), "utf8");

// A program that has installed the package.
const program = mkdtempSync(join(tmpdir(), "samples-"));
mkdirSync(join(program, "node_modules"));
symlinkSync(folder, join(program, "node_modules/xnat-prearchive"));
after(() => rmSync(program, { recursive: true }));

/** Every block of JavaScript below its headline. */
function* samples() {
  let headline = "";
  for (const [, title, code] of readme.matchAll(/^## (.+)$|^```js\n([^]*?)^```$/gm)) {
    if (title) headline = title;
    else yield { headline, code };
  }
}

// What `tests/portals` builds with.
const OF_PORTALS = "With your tools";
const USED = `import { connect } from "xnat-prearchive";
const xnat = await connect({ baseUrl: "https://xnat.example.org", auth: { kind: "password", user: "ann", password: "secret" } });
const [{ id }] = await xnat.sessions().toArray();
`;

for (const [number, { headline, code }] of [...samples()].entries()) {
  if (headline === OF_PORTALS) continue;
  test(`sample ${number + 1}${headline && `, ${headline}`}`, async (t) => {
    const monthAgo = Date.now() - 30 * 24 * 3_600_000;
    const server = await createServer({
      baseUrl: "https://xnat.example.org/",
      users: [{ name: "ann", password: "secret" }],
      projects: [{ id: "NEURO", owners: ["ann"] }],
      sessions: ["S1_MR1", "S2_MR1"].map((label) => ({ project: "NEURO", label, arrived: monthAgo })),
    });
    const changes = [];
    t.mock.method(globalThis, "fetch", (input, init) => {
      const request = new Request(input, init);
      if (!request.url.startsWith("https://xnat.example.org/")) throw new TypeError(`nothing else is asked: ${request.url}`);
      if (request.method !== "GET") changes.push(new URL(request.url).pathname);
      return server.fetch(request);
    });
    const said = t.mock.method(console, "log", () => {});
    const file = join(program, `sample-${number}.mjs`);
    writeFileSync(file, code.includes("import ") ? code : USED + code);
    await import(pathToFileURL(file));
    const asks = code.includes("https://xnat.example.org") || !code.includes("import ");
    const archives = changes.filter((path) => path.endsWith("/services/archive")).length;
    assert.equal(archives > 0, asks && code.includes("rchive"), "what it archives, it archives here");
    assert.ok(said.mock.calls.every(({ arguments: [first] }) => first !== undefined));
    server.close();
  });
}

test("there are samples, and the portals have theirs", () => {
  const headlines = [...samples()].map(({ headline }) => headline);
  assert.ok(headlines.filter((headline) => headline !== OF_PORTALS).length >= 3);
  assert.ok(headlines.includes(OF_PORTALS));
});
