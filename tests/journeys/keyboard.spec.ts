// The whole job by keyboard alone: no step of these journeys touches the mouse.
import { expect, test, type Locator, type Page } from "./play";
import { HEAD, importSession, row, tray } from "./support";

/** Types a user's name and password, and waits for the list. */
async function signInByKeys(page: Page, user: string) {
  await page.goto("./");
  await expect(page.getByLabel("User name")).toBeFocused();
  await page.keyboard.type(user);
  await page.keyboard.press("Tab");
  await page.keyboard.type(user);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Sessions" })).toBeVisible();
}

/** Goes to the filter with its key, writes, and goes on to the list. */
async function filterByKeys(page: Page, text: string) {
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "Filter sessions" });
  await expect(box).toBeFocused();
  await page.keyboard.type(text);
  await expect(box).toHaveValue(text);
  await expect(row(page, text).first()).toBeVisible();
  await tabTo(page, page.getByRole("grid", { name: "Sessions" }));
}

/** Presses Tab until something has the focus, as somebody who looks for it does. */
async function tabTo(page: Page, wanted: Locator, key = "Tab") {
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(wanted).toBeFocused();
}

/** The row that the cursor is on, as a screen reader is told. */
async function onRow(page: Page, label: string) {
  const grid = page.getByRole("grid", { name: "Sessions" });
  await expect(grid).toBeFocused();
  const id = await row(page, label).getAttribute("id");
  await expect(grid).toHaveAttribute("aria-activedescendant", id!);
}

test("the whole job is done by keyboard alone", async ({ page }) => {
  const labels = ["BY_KEYS_1", "BY_KEYS_2", "BY_KEYS_3", "BY_KEYS_4"];
  for (const label of labels) await importSession("NEURO", label, HEAD);
  await signInByKeys(page, "owner");

  await test.step("two sessions are found, ticked and archived", async () => {
    await filterByKeys(page, "BY_KEYS");
    await expect(page.getByRole("grid", { name: "Sessions" })).toHaveAttribute("aria-rowcount", "5");
    for (const label of labels) await expect(row(page, label)).toContainText("Ready");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("x");
    await expect(page.getByRole("toolbar", { name: "Selection" })).toContainText("2 selected");
    await page.keyboard.press("a");
    const dialog = page.getByRole("dialog", { name: "Archive 2 sessions?" });
    // What can be done at once has the focus.
    await expect(dialog.getByRole("button", { name: "Archive 2 sessions" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(tray(page)).toContainText("2 sessions archived", { timeout: 20_000 });
    await expect(page.getByRole("grid", { name: "Sessions" })).toHaveAttribute("aria-rowcount", "3");
  });

  await test.step("a session is opened, and the focus comes back to its row", async () => {
    await tabTo(page, page.getByRole("grid", { name: "Sessions" }));
    await page.keyboard.press("Home");
    await page.keyboard.press("o");
    const panel = page.getByRole("complementary", { name: "Session details" });
    await expect(panel).toBeFocused();
    await expect(panel).toContainText("BY_KEYS");
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(page.getByRole("grid", { name: "Sessions" })).toBeFocused();
  });
});

test("on a slow machine the focus waits for the panel, and goes to it", async ({ page }) => {
  await importSession("NEURO", "SLOW_KEYS", HEAD);
  await signInByKeys(page, "owner");
  await filterByKeys(page, "SLOW_KEYS");
  const machine = await page.context().newCDPSession(page);
  await machine.send("Emulation.setCPUThrottlingRate", { rate: 20 });
  for (let time = 0; time < 3; time++) {
    await page.keyboard.press("Home");
    await page.keyboard.press("o");
    const panel = page.getByRole("complementary", { name: "Session details" });
    await expect(panel).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("grid", { name: "Sessions" })).toBeFocused();
  }
});

test("sessions are looked at one after the other, and what is decided goes on to the next", async ({ page }) => {
  for (const label of ["TRIAGE_1", "TRIAGE_2", "TRIAGE_3"]) await importSession("NEURO", label, HEAD);
  await signInByKeys(page, "owner");
  await filterByKeys(page, "TRIAGE_");
  await page.keyboard.press("Home");
  await page.keyboard.press("t");
  const triage = page.getByRole("region", { name: "Triage" });
  await expect(triage).toBeFocused();
  expect(page.url()).toContain("#/triage");
  expect(page.url()).not.toContain("TRIAGE_");
  const titles: string[] = [];
  const title = triage.getByRole("heading", { level: 2 });
  const at = async (place: string) => {
    await expect(triage).toContainText(place);
    titles.push((await title.textContent())!);
  };

  await test.step("the first is skipped, the second is rebuilt", async () => {
    await at("1 of 3");
    await expect(triage.getByRole("listitem").filter({ hasText: "Scan 2" })).toBeVisible();
    await expect(triage).toContainText("What the server found");
    await page.keyboard.press("j");
    await at("2 of 3");
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: "Rebuild 1 session?" });
    await expect(dialog.getByRole("button", { name: "Rebuild 1 session" })).toBeFocused();
    await page.keyboard.press("Enter");
    await at("3 of 3");
    await expect(tray(page)).toContainText("1 session rebuilt");
  });

  await test.step("what is not agreed to is not done", async () => {
    await page.keyboard.press("d");
    await expect(page.getByRole("dialog", { name: "Delete 1 session?" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(triage).toContainText("3 of 3");
    await page.keyboard.press("k");
    await expect(triage).toContainText("2 of 3");
    await page.keyboard.press("j");
  });

  await test.step("the last one is archived, and that was all", async () => {
    expect(new Set(titles).size).toBe(3);
    await page.keyboard.press("a");
    const dialog = page.getByRole("dialog", { name: "Archive 1 session?" });
    await expect(dialog.getByRole("button", { name: "Archive 1 session" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(triage).toContainText("That was the last one");
    await expect(tray(page)).toContainText("1 session archived", { timeout: 20_000 });
    await page.keyboard.press("k");
    await expect(triage).toContainText("archived, moved or deleted meanwhile");
    await page.keyboard.press("k");
    await expect(title).toHaveText(titles[1]);
  });

  await test.step("Escape goes back to its row in the list", async () => {
    await page.keyboard.press("Escape");
    await onRow(page, titles[1]);
    await expect(row(page, titles[2])).toHaveCount(0);
  });
});

test("keys can be changed and switched off, and the page remembers it", async ({ page }) => {
  await importSession("NEURO", "OTHER_KEYS", HEAD);
  await signInByKeys(page, "owner");
  await filterByKeys(page, "OTHER_KEYS");
  await page.keyboard.press("Home");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  const plan = page.getByRole("dialog", { name: "Archive 1 session?" });

  await test.step("a key that is taken is told, another is given", async () => {
    await page.keyboard.press("?");
    const change = help.getByRole("button", { name: "Change the key: Archive" });
    await tabTo(page, change);
    await page.keyboard.press("Enter");
    await expect(change).toContainText("Press a key");
    await page.keyboard.press("m");
    await expect(help.getByRole("alert")).toContainText("used already: Change Project");
    await page.keyboard.press("e");
    await expect(help.getByRole("alert")).toBeHidden();
    await expect(change).toBeFocused();
    await expect(change).toContainText("E");
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
  });

  await test.step("the new key works, and the old one is free, also after a reload", async () => {
    await page.reload();
    await expect(row(page, "OTHER_KEYS")).toBeVisible();
    await filterByKeys(page, "OTHER_KEYS");
    await page.keyboard.press("Home");
    await page.keyboard.press("a");
    await page.keyboard.press("e");
    await expect(plan).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(plan).toBeHidden();
  });

  await test.step("switched off, single keys do nothing; the palette and Escape still do", async () => {
    await page.keyboard.press("?");
    await tabTo(page, help.getByRole("switch", { name: "Single-key shortcuts" }));
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
    for (const key of ["e", "?", "t", "/"]) await page.keyboard.press(key);
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Commands" });
    await expect(palette.getByRole("combobox")).toBeFocused();
    await expect(page.getByRole("dialog")).toHaveCount(1);
    await expect(page.getByRole("grid", { name: "Sessions" })).toBeAttached();
    await page.keyboard.type("shortcuts");
    await expect(palette).toContainText("1 result");
    await page.keyboard.press("Enter");
    await expect(help).toBeVisible();
    await expect(help.getByRole("switch")).not.toBeChecked();
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
  });
});

test("the palette goes to a session, a project and a status", async ({ page }) => {
  const uri = await importSession("NEURO", "PALETTE_1", HEAD);
  await signInByKeys(page, "owner");
  const palette = page.getByRole("dialog", { name: "Commands" });
  const box = palette.getByRole("combobox");
  const open = async (text: string) => {
    await page.keyboard.press("Control+k");
    await expect(box).toBeFocused();
    await page.keyboard.type(text);
  };

  await test.step("a session by its pasted address", async () => {
    await open(`${process.env.PREARCHIVE_URL}data${uri.replace(/^\/data/, "")}`);
    await expect(palette.getByRole("option", { name: "PALETTE_1" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("complementary", { name: "Session details" })).toContainText("PALETTE_1");
    await page.keyboard.press("Escape");
  });

  await test.step("a project, chosen with the arrows", async () => {
    await open("project cardio");
    await expect(palette.getByRole("option")).not.toHaveCount(0);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await expect(palette.getByRole("option", { selected: true })).toContainText("CARDIO");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=project:CARDIO/);
    await expect(page.getByRole("grid", { name: "Sessions" })).toBeFocused();
  });

  await test.step("nothing found is told", async () => {
    await open("no such thing");
    await expect(palette).toContainText("Nothing is called that.");
    await page.keyboard.press("Enter");
    await expect(palette).toBeHidden();
    await expect(page).toHaveURL(/q=project:CARDIO/);
  });
});
