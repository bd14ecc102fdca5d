// What the journeys at size share: the server's own word, read patiently, and runs that go on until all is done.
import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import { tray } from "../support";

/** A row as the server lists it, as far as the journeys ask. */
export interface Row {
  project: string;
  timestamp: string;
  name: string;
  subject: string;
  status: string;
  url: string;
  lastmod: string;
}

/** A line of a run's report. */
export interface Line {
  session: string;
  outcome: "done" | "failed" | "unconfirmed" | "skipped";
  code: string;
  server: string;
}

/** What the server says when it refuses on purpose. */
export const REFUSED = "This request was chosen to fail";

/**
 * Asks the API as a user whose password is the name, and again for as long as the server refuses on purpose.
 *
 * Not by Playwright, which would keep every listing of ten thousand for its trace.
 */
export async function ask(user: string, method: "GET" | "POST" | "PUT", path: string, zip?: Buffer): Promise<string> {
  const headers: Record<string, string> = {
    Authorization: `Basic ${Buffer.from(`${user}:${user}`).toString("base64")}`,
    "User-Agent": "journeys",
  };
  if (zip) headers["Content-Type"] = "application/zip";
  const url = new URL(path, process.env.PREARCHIVE_AT_SIZE_URL);
  const send = () => fetch(url, { method, headers, body: zip });
  let answer = await send();
  // It has done nothing.
  while (answer.status === 503) answer = await send();
  const text = await answer.text();
  expect(answer.status, `${path}: ${text}`).toBeLessThan(400);
  return text;
}

/** What waits, as the server lists it to a user. */
export async function waiting(user = "owner"): Promise<Row[]> {
  return JSON.parse(await ask(user, "GET", "data/prearchive/projects?format=json")).ResultSet.Result;
}

/** How many have each value. */
export function tally<T>(items: T[], of: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[of(item)] = (counts[of(item)] ?? 0) + 1;
  return counts;
}

/** The number that a text ends with, or begins with. */
export function number(text: string | null): number {
  const found = text?.match(/[\d,]+/g);
  expect(found, `a number in ${text}`).not.toBeNull();
  return Number(found!.at(-1)!.replaceAll(",", ""));
}

/** A number as the page writes it. */
export const written = (count: number) => count.toLocaleString("en-US");

export const grid = (page: Page): Locator => page.getByRole("grid", { name: "Sessions" });
export const box = (page: Page): Locator => page.getByRole("combobox", { name: "Filter sessions" });

/** The list has so many rows; the first is its header. */
export async function expectRows(page: Page, count: number) {
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(count + 1), { timeout: 20_000 });
}

/** Filters, waits until as many are left as the server has, and selects them all. */
export async function selectAll(page: Page, query: string, count: number) {
  await box(page).fill(query);
  await expectRows(page, count);
  await page.getByRole("checkbox", { name: "Select all that match" }).check();
  await expect(page.getByRole("toolbar", { name: "Selection" })).toContainText(`${written(count)} selected`);
}

/** Opens the plan of an action on what is selected. */
export async function plan(page: Page, action: string): Promise<Locator> {
  await page.getByRole("button", { name: action, exact: true }).first().click();
  return page.getByRole("dialog");
}

/** Waits until the run that began last has ended, and returns its title. */
export async function ended(page: Page): Promise<string> {
  const save = tray(page).getByRole("button", { name: "Save report as JSON" }).first();
  await expect(save).toBeVisible({ timeout: 90_000 });
  return (await tray(page).locator("strong").first().textContent())!;
}

/** What the newest run's report says. */
export async function report(page: Page): Promise<Line[]> {
  const saving = page.waitForEvent("download");
  await tray(page).getByRole("button", { name: "Save report as JSON" }).first().click();
  return JSON.parse(readFileSync(await (await saving).path(), "utf8"));
}

/** Retries what failed or was not begun until nothing is left but what cannot work, and returns how often that took. */
export async function retryUntil(page: Page, left = 0): Promise<number> {
  for (let times = 0; times < 12; times++) {
    await ended(page);
    const rest = (await report(page)).filter(({ outcome }) => outcome === "failed" || outcome === "skipped");
    if (rest.length === left) return times;
    await tray(page).getByRole("button", { name: /^(Retry failed|Go on|Retry failed and go on)$/ }).first().click();
  }
  throw new Error("twelve tries were not enough");
}
