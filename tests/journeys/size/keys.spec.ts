// Keys and triage at size: over a hundred sessions are deleted without the mouse, and several looked at one after the other.
import { expect, test, type Locator, type Page } from "@playwright/test";
import { signIn, tray } from "../support";
import { box, ended, expectRows, grid, retryUntil, waiting, written } from "./support";

/** Presses Tab until something has the focus, as somebody who looks for it does. */
async function tabTo(page: Page, wanted: Locator) {
  for (let presses = 0; presses < 80; presses++) {
    if ((await wanted.count()) > 0 && (await wanted.first().evaluate((element) => element === document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  await expect(wanted.first()).toBeFocused();
}

/** Goes to the filter with its key, writes, and goes on to the list. */
async function filterByKeys(page: Page, text: string, count: number) {
  await page.keyboard.press("/");
  await expect(box(page)).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
  await expectRows(page, count);
  await tabTo(page, grid(page));
}

test("more than a hundred among ten thousand are deleted by keyboard alone", async ({ page }) => {
  const before = await waiting();
  const wanted = before.filter(({ project, status }) => project === "CARDIO" && status === "ERROR");
  expect(wanted.length).toBeGreaterThan(100);
  await page.goto("./");
  await expect(page.getByLabel("User name")).toBeFocused();
  await page.keyboard.type("owner");
  await page.keyboard.press("Tab");
  await page.keyboard.type("owner");
  await page.keyboard.press("Enter");
  await expectRows(page, before.length);
  await filterByKeys(page, "project:CARDIO status:error ", wanted.length);
  await page.keyboard.press("Control+a");
  await expect(page.getByRole("toolbar", { name: "Selection" })).toContainText(`${wanted.length} selected`);
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog", { name: `Delete ${wanted.length} sessions?` });
  await tabTo(page, dialog.getByLabel(`Type ${wanted.length} to confirm`));
  await page.keyboard.type(String(wanted.length));
  await tabTo(page, dialog.getByRole("button", { name: `Delete ${wanted.length} sessions` }));
  await page.keyboard.press("Enter");
  await tabTo(page, tray(page).getByRole("button", { name: "Do it now" }));
  await page.keyboard.press("Enter");
  await ended(page);

  await test.step("what the server refused is retried, and then the server has none of them", async () => {
    const retry = tray(page).getByRole("button", { name: "Retry failed" });
    for (let times = 0; times < 12 && (await retry.isVisible()); times++) {
      await tabTo(page, retry);
      await page.keyboard.press("Enter");
      await ended(page);
    }
    await expect(tray(page)).toContainText(/sessions? deleted\./);
    await expect(page.getByText("No session matches the filter")).toBeVisible();
    await expect(page.getByText(`${written(before.length - wanted.length)} sessions are hidden by it.`)).toBeVisible();
    const gone = new Set(wanted.map(({ url }) => url));
    const now = await waiting();
    expect(now.length).toBe(before.length - wanted.length);
    expect(now.filter(({ url }) => gone.has(url))).toEqual([]);
  });
});

test("several conflicts are looked at one after the other, some are built again, and the server has it so", async ({ page }) => {
  const wanted = (await waiting()).filter(({ project, status, name }) => project === "NEURO" && status === "CONFLICT" && name.includes("_US"));
  expect(wanted.length).toBeGreaterThan(10);
  await signIn(page, "owner");
  await filterByKeys(page, "project:NEURO status:conflict session:_US ", wanted.length);
  await page.keyboard.press("Home");
  await page.keyboard.press("t");
  const triage = page.getByRole("region", { name: "Triage" });
  const title = triage.getByRole("heading", { level: 2 });
  const seen: string[] = [];
  for (let at = 1; at <= 6; at++) {
    await expect(triage).toContainText(`${at} of ${wanted.length}`);
    await expect(triage.getByText("Scan 1", { exact: true })).toBeVisible();
    seen.push((await title.textContent())!);
    if (at % 3 === 0) {
      await page.keyboard.press("r");
      const dialog = page.getByRole("dialog", { name: "Rebuild 1 session?" });
      // Who looks at one session has looked.
      await expect(dialog.getByRole("checkbox")).toBeChecked();
      await expect(dialog.getByRole("button", { name: "Rebuild 1 session" })).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(dialog).toBeHidden();
      await retryUntil(page);
      await tray(page).getByRole("button", { name: "Close" }).first().click();
    } else {
      await page.keyboard.press("j");
    }
  }
  expect(new Set(seen).size).toBe(6);
  const rebuilt = [seen[2], seen[5]];
  const now = (await waiting()).filter(({ project, name }) => project === "NEURO" && rebuilt.includes(name));
  expect(now.filter(({ status }) => status === "READY").length).toBe(2);
});
