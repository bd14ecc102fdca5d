// One round: a contender's page is opened, and every figure is taken from it.
import { open, PATIENCE, ROUND } from "./browser.mjs";

/** The key that is measured. It is in a third of the sessions, and in no status or date. */
export const KEY = "h";
/** A key before it, so that no contender is measured while it is still being compiled. */
const WARM_UP_KEY = "k";
const ROWS_PER_SECOND = 2000;
const SCROLLING = 5000;

/** What must be seen: how many sessions there are, how many pass the filter, and which come first. */
export function expectations(sessions) {
  const passing = (key) =>
    sessions.filter(({ name, project, subject, status }) =>
      [name, project, subject, status].some((text) => text.toLowerCase().includes(key)),
    ).length;
  // Labels are filled up with zeros: by number or by character, the first is the same.
  const first = sessions.reduce((first, { name }) => (name < first ? name : first), sessions[0].name);
  return { count: sessions.length, warmUp: passing(WARM_UP_KEY), passing: passing(KEY), first };
}

/**
 * Takes every figure into `taken`; times in milliseconds, memory in bytes.
 * What was taken before a contender fails, or its time is up, stays there.
 */
export async function round(browser, url, state, contender, expected, taken) {
  const { context, page, ended } = await open(browser, url, state, contender);
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not finish within ${ROUND / 1000} s`)), ROUND);
  });
  try {
    await Promise.race([figures(context, page, contender, expected, taken), ended, late]);
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}

async function figures(context, page, contender, expected, taken) {
  const { count } = expected;
  const patience = PATIENCE;
  Object.assign(taken, await page.evaluate(([count, patience]) => window.bench.loaded(count, patience), [count, patience]));
  Object.assign(taken, await used(context, page));

  await typed(page, [WARM_UP_KEY], expected.warmUp);
  await typed(page, ["Backspace", "Escape"], count);
  Object.assign(taken, await typed(page, [KEY], expected.passing));
  await typed(page, ["Backspace", "Escape"], count);

  taken.sort = await page.evaluate(([first, patience]) => window.bench.sorted(first, patience), [expected.first, patience]);
  if (contender.scrolls) {
    taken.scroll = await page.evaluate(([rows, time]) => window.bench.scrolled(rows, time), [ROWS_PER_SECOND, SCROLLING]);
  }
}

/** Presses keys in the filter, and waits until so many rows are painted; Escape closes what an empty filter proposes. */
async function typed(page, keys, count) {
  // Escape leaves the filter where nothing is proposed.
  await page.evaluate(() => window.contender.filter().focus());
  await page.evaluate(([count, patience]) => window.bench.awaitKey(count, patience), [count, PATIENCE]);
  for (const key of keys) await page.keyboard.press(key);
  return page.evaluate(() => window.bench.filtered());
}

/** What the page holds on to once all garbage is gone: JavaScript's heap, and the memory of modules. */
async function used(context, page) {
  const devtools = await context.newCDPSession(page);
  await devtools.send("HeapProfiler.enable");
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  const wasm = await page.evaluate(() => window.bench.wasmBytes());
  return { heap: usedSize, wasm, memory: usedSize + wasm };
}
