// For everyone: hidden names, the server's zone, the server gone, the system's colours, small and large screens, right to left.
import { expect, test, type Page } from "./play";
import { find, HEAD, importSession, list, listed, LISTING, panel, row, signIn } from "./support";

const grid = (page: Page) => page.getByRole("grid", { name: "Sessions" });

/** All that can be seen or heard of the page: texts, names, titles and descriptions. */
async function shown(page: Page): Promise<string> {
  return page.evaluate(() => {
    const told = ["title", "aria-label", "aria-description", "placeholder", "alt", "data-name"];
    const of = (element: Element) => told.map((name) => element.getAttribute(name) ?? "");
    return [document.title, document.body.textContent, ...[...document.body.querySelectorAll("*")].flatMap(of)].join("\n");
  });
}

const NAMED = listed("Doe_Jane_1", {
  subject: "Doe_Jane", tag: "1.2.826.0.1.77", VISIT: "Doe_V1", PROTOCOL: "Doe_P1", status: "CONFLICT", folderName: "Doe_Folder",
  url: "/prearchive/projects/NEURO/20260901_080000000/Doe_Folder",
});
const NAMES = /Doe|Jane|826\.0/;

test.describe("names", () => {
  test("one press hides all that could name a patient, and one shows it again", async ({ page }) => {
    await list(page, [NAMED, listed("Roe_1")]);
    await signIn(page, "owner");
    await expect(row(page, "Doe_Jane_1")).toBeVisible();
    await page.keyboard.press("Shift+H");
    await expect(row(page, "Doe_Jane_1")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Hide names" })).toHaveAttribute("aria-pressed", "true");
    const names = await grid(page).locator(".session bdi").allTextContents();
    expect(new Set(names).size, "they can be told apart").toBe(names.length);
    expect(await shown(page)).not.toMatch(/Doe|Jane|Roe|826\.0/);

    await test.step("in every column and in the panel", async () => {
      await page.getByRole("button", { name: "View", exact: true }).click();
      for (const name of ["UID", "Folder", "Visit", "Protocol"]) {
        await page.getByRole("dialog", { name: "Columns and row height" }).getByRole("checkbox", { name }).check();
      }
      await page.keyboard.press("Escape");
      expect(await shown(page)).not.toMatch(NAMES);
      await grid(page).locator(".grid-body .session").first().click();
      await expect(panel(page)).toBeVisible();
      await expect(panel(page).getByRole("heading", { level: 2 })).toHaveText(/^Session [0-9a-f]{4}$/);
      expect(await shown(page)).not.toMatch(NAMES);
    });

    await test.step("while something is looked for, and what is proposed", async () => {
      const box = page.getByRole("combobox", { name: "Filter sessions" });
      await box.fill("subject:");
      expect(await shown(page)).not.toMatch(NAMES);
      await box.fill("subject:doe_jane");
      await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
      await page.getByRole("button", { name: "Refresh" }).focus();
      await expect(box).toHaveCSS("-webkit-text-security", "disc");
      expect((await shown(page)).toLowerCase()).not.toMatch(/>doe|: doe/);
      await box.fill("");
    });

    await test.step("in a plan and in the palette", async () => {
      await grid(page).locator(".grid-body .row").first().getByRole("checkbox").check();
      for (const action of ["Archive", "Rebuild", "Delete"]) {
        await page.getByRole("toolbar", { name: "Selection" }).getByRole("button", { name: action, exact: true }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        expect(await shown(page), action).not.toMatch(NAMES);
        await page.keyboard.press("Escape");
      }
      await page.getByRole("button", { name: "Commands" }).click();
      await page.getByRole("combobox", { name: "Commands" }).fill("jane");
      await expect(page.getByRole("listbox", { name: "Results" }).getByRole("option")).toHaveCount(1);
      expect((await shown(page)).replace(/placeholder.*/g, "")).not.toMatch(NAMES);
      await page.keyboard.press("Escape");
    });

    await page.reload();
    await expect(grid(page).locator(".session bdi").first()).toHaveText(/^Session [0-9a-f]{4}$/);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toMatch(NAMES);
    await page.getByRole("button", { name: "Hide names" }).click();
    await expect(row(page, "Doe_Jane_1")).toBeVisible();
  });

  test("in triage and in the log too", async ({ page }) => {
    await signIn(page, "owner");
    await page.getByRole("button", { name: "Hide names" }).click();
    await page.getByRole("combobox", { name: "Filter sessions" }).fill("session:CARDIO_004_US1");
    await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
    await page.getByRole("link", { name: "Triage" }).click();
    await expect(page.getByRole("heading", { level: 2, name: /^Session [0-9a-f]{4}$/ })).toBeVisible();
    await page.getByRole("tab", { name: "History" }).click();
    await expect(page.getByRole("tabpanel").getByRole("listitem").first()).toContainText("••••");
    expect(await shown(page)).not.toMatch(/CARDIO_004/);
  });
});

test.describe("the server's time", () => {
  test.use({ timezoneId: "Asia/Tokyo" });

  test("its zone is named, and ages do not take it for the browser's", async ({ page }) => {
    await importSession("NEURO", "EVERY_ZONE", HEAD);
    await signIn(page, "owner");
    await expect(page.getByText("Server time (zone unknown")).toBeVisible();
    const found = await find(page, "EVERY_ZONE");
    await found.getByText("EVERY_ZONE", { exact: true }).click();
    await expect(panel(page)).toContainText(/Server time, .*UTC/);
    await expect(page.locator(".foot")).toContainText(/Server time, .*UTC/);
    await expect(panel(page)).toContainText(/\((just now|\d+ s ago|\d minutes? ago)\)/);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("columnheader", { name: "Uploaded" }).getByRole("button")).toHaveAttribute("title", /Server time, .*UTC/);
    await page.reload();
    await expect(page.locator(".foot"), "it is remembered").toContainText(/Server time, .*UTC/);
  });
});

test.describe("trouble", () => {
  const banner = (page: Page) => page.getByRole("region", { name: "Connection" });

  test("without a network the list stays, and goes on by itself", async ({ page, context }) => {
    await signIn(page, "owner");
    await expect(grid(page)).toBeVisible();
    await context.setOffline(true);
    await expect(banner(page)).toContainText(/No network since \d\d:\d\d:\d\d\..*goes on by itself/);
    await expect(page.locator("[aria-live]", { hasText: "No network." })).toHaveCount(1);
    await find(page, "NEURO_001_MR1");
    await expect(row(page, "NEURO_001_MR1")).toBeVisible();
    await context.setOffline(false);
    await expect(banner(page)).toHaveCount(0);
    await expect(page.locator("[aria-live]", { hasText: "The server is back." })).toHaveCount(1);
  });

  for (const [what, answer] of [
    ["cannot be reached", { abort: true }],
    ["is stopped behind its proxy", { status: 503 }],
  ] as const) {
    test(`a server that ${what} is told above the list, until it is back`, async ({ page }) => {
      await signIn(page, "owner");
      await expect(await find(page, "NEURO_001_MR1")).toBeVisible();
      await page.route(LISTING, (route) => ("abort" in answer ? route.abort() : route.fulfill({ status: answer.status, body: "away" })));
      await page.getByRole("button", { name: "Refresh" }).click();
      await expect(banner(page)).toContainText(/cannot be reached since \d\d:\d\d:\d\d\. The list of \d\d:\d\d:\d\d can be looked through/, { timeout: 30_000 });
      await expect(banner(page)).toContainText(/The next try is in|Trying now/);
      await expect(row(page, "NEURO_001_MR1")).toBeVisible();
      await page.unroute(LISTING);
      await banner(page).getByRole("button", { name: "Try now" }).click();
      await expect(banner(page)).toHaveCount(0, { timeout: 30_000 });
    });
  }
});

test("in the system's own colours everything that is chosen can be seen", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await signIn(page, "owner");
  const found = await find(page, "NEURO_001_MR1");
  const outline = (of: ReturnType<typeof row>) => of.evaluate((element) => {
    const style = getComputedStyle(element);
    return Number.parseFloat(style.outlineWidth) * (style.outlineStyle === "none" ? 0 : 1);
  });
  expect(await outline(found)).toBe(0);
  await found.getByRole("checkbox").check();
  await expect.poll(() => outline(found)).toBeGreaterThan(0);
  await page.keyboard.press("Shift+X");
  await found.getByText("NEURO_001_MR1", { exact: true }).click();
  await expect.poll(() => found.evaluate((open) => getComputedStyle(open, "::before").width)).toBe("6px");
  const chip = page.getByRole("button", { name: /^Ready/ });
  await chip.click();
  await expect.poll(() => outline(chip)).toBeGreaterThan(0);
  const tab = panel(page).getByRole("tab", { name: "Scans" });
  await expect(tab).toHaveCSS("border-bottom-width", "4px");
});

test("nothing moves for who wants that", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await list(page, [listed("MOVING", { status: "_MOVING" })]);
  await signIn(page, "owner");
  await expect(row(page, "MOVING")).toBeVisible();
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

/** What sticks out of the window, or is cut off without a way to scroll to it. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong = document.documentElement.scrollWidth > innerWidth ? ["the page can be scrolled sideways"] : [];
    for (const control of document.querySelectorAll("button, a, input, select, h1, h2, [role=tab]")) {
      const box = control.getBoundingClientRect();
      const style = getComputedStyle(control);
      if (!box.width || style.visibility === "hidden" || style.clipPath !== "none" || !control.checkVisibility()) continue;
      let scrolls = false;
      for (let at = control.parentElement; at; at = at.parentElement) {
        const around = getComputedStyle(at);
        scrolls ||= around.overflowX === "auto" || around.overflowX === "scroll" || around.clipPath !== "none";
      }
      if (!scrolls && (box.left < -0.5 || box.right > innerWidth + 0.5)) wrong.push(control.outerHTML.slice(0, 120));
      if (control.matches("button, a, [role=tab]") && control.scrollWidth > control.clientWidth + 1 && !control.matches(".cell *, .names-switch, .chip")) {
        wrong.push(`its text does not fit: ${control.outerHTML.slice(0, 120)}`);
      }
    }
    return wrong;
  });
}

for (const width of [320, 390, 800, 1024, 1440, 2560, 3840]) {
  for (const direction of ["ltr", "rtl"]) {
    test(`nothing is cut off at ${width} pixels, ${direction}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await signIn(page, "owner");
      await page.evaluate((direction) => document.documentElement.setAttribute("dir", direction), direction);
      await expect(grid(page).getByRole("row").nth(1)).toBeVisible();
      expect(await cutOff(page), "list").toEqual([]);
      const head = page.getByRole("banner");
      expect((await head.boundingBox())?.height, "one row").toBeLessThan(60);
      const found = await find(page, "NEURO_001_MR1");
      await found.getByRole("checkbox").check();
      await expect(page.getByRole("toolbar", { name: "Selection" })).toBeVisible();
      expect(await cutOff(page), "selection").toEqual([]);
      await page.getByRole("button", { name: "Archive", exact: true }).first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await cutOff(page), "plan").toEqual([]);
      await page.keyboard.press("Escape");
      await found.getByText("NEURO_001_MR1", { exact: true }).click();
      await expect(panel(page).getByRole("tab", { name: "Scans" })).toBeVisible();
      expect(await cutOff(page), "session").toEqual([]);
      if (width >= 1440) {
        const [side, rows] = [await panel(page).boundingBox(), await grid(page).boundingBox()];
        expect(side && rows && side.x < rows.x, "the panel is at the end").toBe(direction === "rtl");
      }
      await page.keyboard.press("Escape");
      await page.goto("#/projects");
      await expect(page.getByRole("heading", { name: "Projects" })).toBeVisible();
      expect(await cutOff(page), "projects").toEqual([]);
    });
  }
}

test("texts from outside do not turn the texts around them", async ({ page }) => {
  await list(page, [listed("\u202eEVIL", { subject: "שלום" })]);
  await signIn(page, "owner");
  const cells = grid(page).locator(".grid-body .session, .grid-body .subject");
  await expect(cells).toHaveCount(2);
  for (const cell of await cells.all()) {
    await expect(cell.locator("bdi")).toHaveCount(1);
  }
});

test("language and theme can be chosen before signing in", async ({ page }) => {
  await page.goto("./");
  await page.getByLabel("Theme").selectOption("dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByLabel("Language").selectOption("de");
  await expect(page.getByRole("button", { name: "Anmelden" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Anmelden" })).toBeVisible();
});

test("on a small screen the rest of the bar is in a menu", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await signIn(page, "owner");
  const leave = page.getByRole("button", { name: "Sign out" });
  await expect(leave).toBeHidden();
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByLabel("Theme").selectOption("dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Menu" }).click();
  await leave.click();
  await expect(page.getByLabel("User name")).toBeVisible();
});
