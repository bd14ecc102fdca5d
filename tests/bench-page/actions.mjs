// The longest task of our page while it does one thing to a thousand sessions.
import { open, PATIENCE } from "./browser.mjs";
import { CONTENDERS, work } from "./contenders.mjs";

const ACTIONS = 1000;
/** How long the server may take for all of them, in milliseconds. */
const RUN = 10 * 60_000;
/** Words for the filter: the kinds of made-up sessions, and families. */
const WORDS = ["_mr", "_ct", "_us", "_pet", "_dx", "adams", "baker", "garcia", "cardio", "neuro", "phantom"];

/** Selects by filter, rebuilds, and returns the longest tasks in milliseconds; 0 where none was over 50. */
export async function longestTask(browser, url, state, sessions) {
  const word = wordForEnough(sessions);
  const ours = CONTENDERS.find(({ page }) => page === null);
  const { context, page } = await open(browser, url, state, ours);
  try {
    await page.evaluate(([count, patience]) => window.bench.loaded(count, patience), [sessions.length, PATIENCE]);
    const use = work(page);
    await use.filter.fill(word.text);
    await page.evaluate(
      ([count, patience]) => window.bench.until("the sessions", () => window.contender.count() === count, patience),
      [word.all, PATIENCE],
    );
    const selecting = await now(page);
    await use.selectAll.check();
    await use.rebuild.click();
    await use.agree.waitFor();
    const sheet = await use.agree.textContent();
    const agreed = await now(page);
    await use.agree.click();
    await use.underWay.waitFor();
    await use.underWay.waitFor({ state: "hidden", timeout: RUN });
    const ended = await now(page);
    const tasks = await page.evaluate(() => window.bench.longTasks);
    const longest = (from, to) =>
      Math.max(0, ...tasks.filter(({ startTime }) => startTime >= from && startTime < to).map(({ duration }) => duration));
    const sent = Number(sheet.replace(/[^\d]/g, ""));
    if (sent < ACTIONS) throw new Error(`only ${sent} sessions can be rebuilt`);
    return {
      actions: sent,
      duration: ended - agreed,
      planning: longest(selecting, agreed),
      running: longest(agreed, ended),
    };
  } finally {
    await context.close();
  }
}

const now = (page) => page.evaluate(() => performance.now());

/** The word that finds enough sessions that are ready, and the fewest beyond. */
function wordForEnough(sessions) {
  const found = WORDS.map((text) => {
    const passing = sessions.filter(({ name, project, subject }) =>
      [name, project, subject].some((field) => field.toLowerCase().includes(text)),
    );
    return { text, all: passing.length, ready: passing.filter(({ status }) => status === "READY").length };
  }).filter(({ ready }) => ready >= ACTIONS);
  if (found.length === 0) throw new Error(`no word finds ${ACTIONS} sessions: the server has too few`);
  return found.reduce((best, next) => (next.all < best.all ? next : best));
}
