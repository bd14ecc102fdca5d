// Lighthouse on one screen of the page: opened as a person would, then loaded anew and judged.
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";

/** Whose list is shown, and the password, which is the same. */
const USER = "owner";

/** The screens: what is done before, and what must be seen when it has been loaded anew. */
export const SCREENS = [
  { name: "signed out", before: async () => {}, seen: "input[type=password]" },
  { name: "signed in, the list shown", before: signIn, seen: '[role=grid] [role=row][aria-rowindex="2"]' },
];

/** Desktop, and a telephone on a slow line as Lighthouse imitates it. */
export const FORMS = [
  { name: "desktop", config: desktopConfig },
  { name: "mobile", config: undefined },
];

/** Starts the browser as the journeys do. */
export function launch() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The page's address. */
export function address() {
  const url = process.env.PREARCHIVE_URL;
  if (!url) throw new Error("PREARCHIVE_URL must be the page's address: run `cargo xtask test --only lighthouse`");
  return url;
}

/** Has a screen judged: `{ category: { score, flaws } }`, scores from 0 to 100. */
export async function judge(browser, screen, form, categories) {
  // Nothing is kept from one judgement to the next.
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.goto(address());
    await screen.before(page);
    const flags = { onlyCategories: categories, disableStorageReset: true, logLevel: "error" };
    const { lhr } = await lighthouse(address(), flags, form.config, page);
    if (lhr.runtimeError) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
    if (!(await page.$(screen.seen))) throw new Error(`what was judged is not "${screen.name}"`);
    return Object.fromEntries(categories.map((category) => [category, verdict(lhr, category)]));
  } finally {
    await context.close();
  }
}

async function signIn(page) {
  await page.waitForSelector("input[type=password]");
  await page.type("input[autocomplete=username]", USER);
  await page.type("input[type=password]", USER);
  await page.keyboard.press("Enter");
  await page.waitForSelector("[role=grid]");
}

/** A category's score, and what takes points from it. */
function verdict(lhr, category) {
  const { score, auditRefs } = lhr.categories[category];
  const flaws = auditRefs
    .filter(({ weight, group }) => weight > 0 && group !== "hidden")
    .map(({ id }) => lhr.audits[id])
    .filter((audit) => audit.score !== null && audit.score < 1)
    .map(({ id, title, displayValue, details }) => {
      const where = (details?.items ?? []).map(({ node }) => node?.snippet).filter(Boolean).slice(0, 3);
      return [`${id}: ${displayValue ?? title}`, ...where].join("\n      ");
    });
  return { score: score === null ? null : Math.round(score * 100), flaws };
}
