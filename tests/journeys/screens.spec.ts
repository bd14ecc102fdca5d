// Every screen, in both themes: axe finds nothing on it (WCAG 2.2 AA and best practice).
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "./play";
import { find, HEAD, importSession, panel, signIn } from "./support";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation { id: string; help: string; nodes: { html: string; failureSummary: string }[] }

async function isAccessible(page: Page, screen: string) {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => document.documentElement.setAttribute("data-theme", theme), theme);
    // A cell that has just changed still has the colour of the theme before.
    await page.evaluate(() => {
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      return Promise.allSettled(ending.map((animation) => animation.finished));
    });
    const violations = await page.evaluate(async (missing) => {
      const scope = window as never as { axe?: { run(node: Document, options: object): Promise<{ violations: unknown[] }> } };
      if (!scope.axe) throw new Error(missing);
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      return (await scope.axe.run(document, { runOnly: tags })).violations;
    }, "axe is not there") as Violation[];
    const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 3).map((node) => `  ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
    expect(told, `${screen}, ${theme}`).toEqual([]);
  }
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(AXE);
});

test("signing in", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByLabel("User name")).toBeVisible();
  await isAccessible(page, "sign in");
  await page.getByLabel("User name").fill("owner");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await isAccessible(page, "wrong password");
});

for (const width of [1440, 1024, 390]) {
  test(`the list, a selection, a plan and a session at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, "owner");
    await expect(page.getByRole("grid", { name: "Sessions" }).getByRole("row").nth(1)).toBeVisible();
    await isAccessible(page, "list");
    await page.getByRole("button", { name: "View", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "Columns and row height" })).toBeVisible();
    await isAccessible(page, "columns");
    await page.keyboard.press("Escape");
    const found = await find(page, "NEURO_001_MR1");
    await found.getByRole("checkbox").check();
    await isAccessible(page, "selection");
    for (const action of ["Archive", "Change Project", "Rebuild", "Delete"]) {
      await page.getByRole("button", { name: action, exact: true }).first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await isAccessible(page, `plan: ${action}`);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
    }
    await found.getByText("NEURO_001_MR1", { exact: true }).click();
    for (const tab of ["Scans", "Files", "History"]) {
      await panel(page).getByRole("tab", { name: tab }).click();
      await isAccessible(page, `session: ${tab}`);
    }
    await page.keyboard.press("Escape");
  });
}

test("what stands where there is no list", async ({ page }) => {
  await signIn(page, "owner");
  await find(page, "nothing that is there status:soon");
  await expect(page.getByText("No session matches the filter")).toBeVisible();
  await isAccessible(page, "no match");
  await page.route("**/data/prearchive**", (route) => route.fulfill({ status: 500, body: "away" }));
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("Not refreshed, the list is as it was.")).toBeVisible();
  await isAccessible(page, "failed refresh");
});

test("the projects", async ({ page }) => {
  await signIn(page, "owner");
  await page.getByRole("link", { name: "Projects" }).click();
  await expect(page.getByText("NEURO").first()).toBeVisible();
  await isAccessible(page, "projects");
});

test("a run that ended and one that is told again", async ({ page }) => {
  await importSession("NEURO", "SCREENS_1", HEAD);
  await signIn(page, "owner");
  const found = await find(page, "SCREENS_1");
  await found.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Rebuild", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rebuild 1 session" }).click();
  await expect(page.getByText("1 session rebuilt").first()).toBeVisible();
  await isAccessible(page, "tray");
});
