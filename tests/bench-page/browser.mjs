// The browser: one for the whole run, a fresh page for every round.
import { chromium } from "playwright-core";
import { OURS, PEER_FILES, PROBE } from "./contenders.mjs";

/** Who looks at the listing: the administrator sees every session. */
const USER = "admin";
/** Rows in view and their width, the same for all. */
const VIEWPORT = { width: 1440, height: 900 };
/** How long anything may take before a contender counts as dead, in milliseconds. */
export const PATIENCE = 120_000;
/** How long a contender may take for all figures of a round, also when its page does not answer any more. */
export const ROUND = 300_000;

const TYPES = { html: "text/html", js: "text/javascript", css: "text/css" };

/** Starts the browser as the journeys do. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Fractions of a millisecond, and no window that is slowed down because nobody sees it.
      "--enable-precise-memory-info",
      "--disable-backgrounding-occluded-windows",
      "--disable-renderer-backgrounding",
    ],
  });
}

/** Signs in over the API, and returns the cookies. */
export async function signIn(browser, url) {
  const context = await browser.newContext({ baseURL: url });
  const answer = await context.request.post("data/services/auth", {
    form: { username: USER, password: USER },
    headers: { "User-Agent": "bench" },
  });
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}: ${await answer.text()}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** The listing as a program reads it. */
export async function listing(browser, url, storageState) {
  const context = await browser.newContext({ baseURL: url, storageState });
  const page = await context.newPage();
  // A page of the server's origin that asks for nothing itself.
  await servePeers(page);
  await page.goto("bench/peer.js");
  await page.unrouteAll();
  // Read by the browser: a million rows are too much for the driver's own client.
  const rows = await page.evaluate(async () => {
    const response = await fetch("/data/prearchive/projects?format=json");
    const { Result } = (await response.json()).ResultSet;
    return Result.map((row) => [row.name, row.status, row.project, row.subject].join("\t")).join("\n");
  });
  await context.close();
  return rows.split("\n").map((row) => {
    const [name, status, project, subject] = row.split("\t");
    return { name, status, project, subject };
  });
}

/** Waits until an empty page gets its frames in time, a second long: the page before is gone then, and its garbage too. */
export async function atRest(browser) {
  const page = await browser.newPage();
  await page.evaluate(async ([onTime, wanted, patience]) => {
    const frame = () => new Promise(requestAnimationFrame);
    const started = performance.now();
    let last = await frame();
    for (let good = 0; good < wanted && last - started < patience; ) {
      const now = await frame();
      good = now - last < onTime ? good + 1 : 0;
      last = now;
    }
  }, [25, 60, PATIENCE]);
  await page.close();
}

/** Opens a contender's page in a context of its own; it starts to load the listing. */
export async function open(browser, url, storageState, contender) {
  const context = await browser.newContext({ baseURL: url, storageState, viewport: VIEWPORT });
  await context.addInitScript({ path: PROBE });
  if (!contender.page) await context.addInitScript({ path: OURS });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  let crashed;
  const ended = new Promise((_, reject) => {
    crashed = () => reject(new Error("the browser ended the page"));
  });
  ended.catch(() => {});
  page.on("crash", () => crashed());
  if (contender.page) {
    await servePeers(page);
    await page.goto(`bench/${contender.page}`);
    await page.evaluate(() => window.contender.ready);
    // From here on nothing stands between the page and the server.
    await page.unrouteAll();
    // Not awaited: what is awaited is what can be seen.
    await page.evaluate(() => void window.contender.start());
  } else {
    await page.goto("./");
  }
  return { context, page, ended };
}

/** Answers for the peers' files on the server's own origin, so that cookies and listing work. */
function servePeers(page) {
  return page.route("**/bench/*", (route) => {
    const name = new URL(route.request().url()).pathname.split("/").pop();
    const found = PEER_FILES[name];
    if (!found) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: TYPES[name.split(".").pop()], body: found.body });
  });
}
