// Trouble at size: a login that ends in the middle of a run, a line that is gone, and refusals that nobody needs to notice.
import { expect, test } from "@playwright/test";
import { panel, row, signIn, tray } from "../support";
import { expectRows, grid, plan, retryUntil, selectAll, waiting } from "./support";

test("a login that ends in the middle of a run is asked for, and the work goes on", async ({ page, context }) => {
  const find = (rows: Awaited<ReturnType<typeof waiting>>) =>
    rows.filter(({ project, status, name }) => project === "PHANTOM" && status === "READY" && name.includes("PHANTOM_03") && name.includes("_DX"));
  const wanted = find(await waiting());
  expect(wanted.length).toBeGreaterThan(80);
  await signIn(page, "owner");
  await selectAll(page, "project:PHANTOM session:PHANTOM_03 session:_DX status:ready", wanted.length);
  await (await plan(page, "Rebuild")).getByRole("button", { name: `Rebuild ${wanted.length} sessions` }).click();
  await expect(tray(page)).toContainText(/\d\d done/, { timeout: 30_000 });
  await context.clearCookies();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Password").fill("owner");
  const name = dialog.getByLabel("User name");
  if ((await name.count()) > 0) await name.fill("owner");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await retryUntil(page);
  const before = new Map(wanted.map(({ url, lastmod }) => [url, lastmod]));
  const now = find(await waiting());
  expect(now.length).toBe(wanted.length);
  expect(now.filter(({ url, lastmod }) => lastmod === before.get(url)), "left as it was").toEqual([]);
});

test("without a network the long list stays, and goes on when the line is back", async ({ page, context }) => {
  const all = await waiting();
  await signIn(page, "owner");
  await expectRows(page, all.length);
  await context.setOffline(true);
  await expect(page.getByText("No network").first()).toBeVisible();
  await page.getByRole("group", { name: "Filter by status" }).getByRole("button", { name: /^Error/ }).click();
  await expectRows(page, all.filter(({ status }) => status === "ERROR").length);
  await context.setOffline(false);
  await expect(page.getByText("No network")).toHaveCount(0);
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("updated just now")).toBeVisible();
});

test("a reading that the server refuses is asked again, and nobody notices", async ({ page }) => {
  const refused: string[] = [];
  const answered: string[] = [];
  page.on("response", (response) => {
    if (response.request().method() !== "GET" || !response.url().includes("/data/")) return;
    (response.status() === 503 ? refused : answered).push(response.url());
  });
  await signIn(page, "owner");
  // Whole: what is on top while the list arrives does not stay there.
  await expect(grid(page)).toHaveAttribute("aria-busy", "false");
  await grid(page).focus();
  await page.keyboard.press("Home");
  // One in twenty is refused: one session after the other is opened until some have been.
  for (let at = 2; at < 80 && refused.length < 2; at++) {
    const next = grid(page).locator(`[aria-rowindex="${at}"]`);
    const label = (await next.locator(".cell.session").textContent())!;
    await page.keyboard.press("o");
    await expect(panel(page).getByRole("heading", { name: label, level: 2 })).toBeVisible();
    await expect(panel(page).getByText(/^Scan |No scans/).first()).toBeVisible();
    await expect(panel(page).getByRole("alert")).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(panel(page)).toBeHidden();
    await page.keyboard.press("j");
  }
  expect(refused.length).toBeGreaterThan(0);
  await expect.poll(() => refused.filter((url) => !answered.includes(url))).toEqual([]);
  await expect(row(page, "").first()).toBeVisible();
});
