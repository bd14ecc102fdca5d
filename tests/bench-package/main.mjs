// Measures the package against fetch() and plain objects, in Node and in Chromium: `cargo xtask bench package`.
//
// usage: node main.mjs ROUNDS; ends with 1 if a limit is missed.
// environment: PREARCHIVE_URL, a server with sessions; PACKAGE_FOLDER, the package; CHROMIUM, the browser.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// What the page is measured with measures the package, too.
const { chromium } = createRequire(new URL("../bench-page/", import.meta.url))("playwright-core");

const rounds = Number(process.argv[2]);
const { PREARCHIVE_URL, PACKAGE_FOLDER, CHROMIUM } = process.env;
const here = (name) => new URL(name, import.meta.url).pathname;
const CONTENDERS = ["ours", "plain"];
/** What is at most allowed, as a ratio to plain objects. */
const LIMITS = { time: 1.0, held: 0.6, peak: 0.6 };
const NAMES = { time: "first rows of the table (ms)", held: "memory held (MB)", peak: "highest memory (MB)" };

const folder = mkdtempSync(join(tmpdir(), "bench-package-"));
const listing = join(folder, "listing.json");
writeFileSync(listing, await (await asked("data/prearchive?format=json")).text());
const server = spawn(process.execPath, [here("server.mjs"), listing, PACKAGE_FOLDER], { stdio: ["ignore", "pipe", "inherit"] });
const base = String(await once(server.stdout, "data")).trim();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
try {
  const places = { Node: inNode, Chromium: inBrowser };
  let missed = 0;
  for (const [place, measure] of Object.entries(places)) {
    const results = { ours: [], plain: [] };
    // Nobody is always the first.
    for (let round = 0; round < rounds; round++) {
      for (const name of round % 2 ? CONTENDERS : CONTENDERS.toReversed()) results[name].push(await measure(name));
    }
    missed += report(place, results);
  }
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true });
}

/** As the administrator of the demo, who sees every session. */
async function asked(path) {
  const headers = { Authorization: `Basic ${btoa("admin:admin")}`, "User-Agent": "bench" };
  const answer = await fetch(new URL(path, PREARCHIVE_URL), { headers });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
  return answer;
}

function inNode(name) {
  const program = pathToFileURL(join(PACKAGE_FOLDER, "index.js")).href;
  return JSON.parse(execFileSync(process.execPath, ["--expose-gc", here("node.mjs"), name, base, program], { encoding: "utf8" }));
}

async function inBrowser(name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}bench/index.html`);
  await page.waitForFunction(() => window.ready);
  const devtools = await context.newCDPSession(page);
  await devtools.send("HeapProfiler.enable");
  const held = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    return usedSize + (await page.evaluate(() => window.wasmBytes()));
  };
  const before = await held();
  const { time, seen } = await page.evaluate(
    async ([name, base]) => {
      const { kept, ...told } = await window.measured(window.contenders[name], base, `${base}package/index.js`);
      window.kept = kept;
      return told;
    },
    [name, base],
  );
  const round = { time, held: (await held()) - before, seen };
  await context.close();
  return round;
}

/** Prints the medians and their ratios; how many limits are missed. */
function report(place, { ours, plain }) {
  const same = [...ours, ...plain].every(({ seen }) => JSON.stringify(seen) === JSON.stringify(plain[0].seen));
  if (!same) throw new Error(`${place}: the two do not find the same sessions`);
  const { total, found } = plain[0].seen;
  console.log(`\n### ${place}: ${found.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} sessions, medians of ${rounds}\n`);
  console.log("| | xnat-prearchive | fetch().json(), plain objects | ratio | limit | |\n| --- | --- | --- | --- | --- | --- |");
  let missed = 0;
  for (const [figure, limit] of Object.entries(LIMITS)) {
    if (plain[0][figure] === undefined) continue;
    const unit = figure === "time" ? 1 : 1e6;
    const [one, other] = [ours, plain].map((all) => median(all.map((round) => round[figure])) / unit);
    const met = one <= limit * other;
    missed += met ? 0 : 1;
    console.log(`| ${NAMES[figure]} | ${one.toFixed(1)} | ${other.toFixed(1)} | ${(one / other).toFixed(2)} | ${limit} | ${met ? "met" : "MISSED"} |`);
  }
  return missed;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
