// Finding sessions: the query with its proposals, what cannot be read, chips, dates, saved views, and the URL.
import { expect, test, type Locator, type Page } from "./play";
import { BRAIN, HEAD, importSession, row, signIn } from "./support";

const box = (page: Page) => page.getByRole("combobox", { name: "Filter sessions" });
const grid = (page: Page) => page.getByRole("grid", { name: "Sessions" });
const view = (page: Page, name: string) => page.getByRole("navigation", { name: "Views" }).getByRole("link", { name });
const option = (page: Page, text: string) => page.getByRole("listbox", { name: "Proposals" }).getByRole("option").filter({ hasText: text });
const fragment = (page: Page) => decodeURIComponent(new URL(page.url()).hash);

/** How many sessions a chip or a view says there are. */
async function number(of: Locator): Promise<number> {
  const text = (await of.textContent()) ?? "";
  expect(text).toMatch(/\d+$/);
  return Number(text.match(/\d+$/)?.[0]);
}

/** How many rows there are, with the header. */
async function rows(page: Page): Promise<number> {
  return Number(await grid(page).getAttribute("aria-rowcount"));
}

test.beforeEach(async ({ page }) => {
  await signIn(page, "owner");
  await expect(grid(page)).toBeVisible();
});

test("typing narrows the list, Escape keeps what was typed, and the cross takes it away", async ({ page }) => {
  await importSession("NEURO", "FIND_TYPED", BRAIN);
  await page.getByRole("button", { name: "Refresh" }).click();
  const all = await rows(page);
  await page.keyboard.press("/");
  await expect(box(page)).toBeFocused();
  await page.keyboard.type("find_typed");
  await expect(row(page, "FIND_TYPED")).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
  await page.keyboard.press("Escape");
  await expect(grid(page)).toBeFocused();
  await expect(box(page)).toHaveValue("find_typed");
  await page.getByRole("button", { name: "Empty the box" }).click();
  await expect(box(page)).toHaveValue("");
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(all));
});

test("a query is written by completion with the keyboard alone", async ({ page }) => {
  const conflicts = await number(page.getByRole("button", { name: /^Conflict \d/ }));
  await page.keyboard.press("/");
  await expect(box(page)).toBeFocused();
  await page.keyboard.type("sta");
  await expect(option(page, "status:")).toContainText("ready, conflict, error");
  await page.keyboard.press("ArrowDown");
  await expect(option(page, "status:")).toHaveAttribute("aria-selected", "true");
  const active = await box(page).getAttribute("aria-activedescendant");
  await expect(option(page, "status:")).toHaveAttribute("id", active ?? "none");
  await page.keyboard.press("Enter");
  await expect(box(page)).toHaveValue("status:");
  await expect(option(page, "conflict")).toContainText(String(conflicts));
  await page.keyboard.type("con");
  await page.keyboard.press("Tab");
  await expect(box(page)).toHaveValue("status:conflict ");
  await expect(box(page)).toBeFocused();
  await expect(box(page)).toHaveAttribute("aria-expanded", "false");
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(conflicts + 1));

  await test.step("in the middle of the text, the caret stays where one goes on", async () => {
    await page.keyboard.press("Home");
    await page.keyboard.type(" ");
    await page.keyboard.press("Home");
    await page.keyboard.type("proj");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type("NEU");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type("mr ");
    await expect(box(page)).toHaveValue("project:NEURO mr status:conflict ");
  });

  await test.step("Escape closes the proposals first, and Tab then leaves the box", async () => {
    await page.keyboard.press("End");
    await page.keyboard.type("is:");
    await expect(option(page, "duplicate")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("listbox", { name: "Proposals" })).toHaveCount(0);
    await expect(box(page)).toHaveValue("project:NEURO mr status:conflict is:");
    await page.keyboard.press("Tab");
    await expect(box(page)).not.toBeFocused();
  });
});

test("a proposal is taken by the mouse, with values from the sessions themselves", async ({ page }) => {
  await importSession("NEURO", "FIND_MOUSE", BRAIN);
  await page.getByRole("button", { name: "Refresh" }).click();
  await box(page).fill("subject:find_mou");
  await option(page, "SUBJECT_FIND_MOUSE").click();
  await expect(box(page)).toHaveValue("subject:=SUBJECT_FIND_MOUSE ");
  await expect(box(page)).toBeFocused();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "2");
});

test("a bad date is underlined and told, and the list stays as the other terms say", async ({ page }) => {
  await box(page).fill("status:conflict ");
  await expect(page.getByRole("button", { name: "Remove status: conflict" })).toBeVisible();
  const before = await rows(page);
  await page.keyboard.type("uploaded:2026-13-45");
  await expect(page.locator("mark")).toHaveText("2026-13-45");
  await expect(box(page)).toHaveAttribute("aria-invalid", "true");
  await expect(box(page)).toHaveAccessibleDescription(/2026-13-45.* is no date/);
  expect(await rows(page)).toBe(before);

  const [mark, field] = [await page.locator("mark").boundingBox(), await box(page).boundingBox()];
  expect(mark!.x).toBeGreaterThan(field!.x);
  expect(mark!.x + mark!.width).toBeLessThan(field!.x + field!.width);

  await page.getByRole("button", { name: "Error", exact: false }).first().click();
  await expect(box(page), "what cannot be read is not lost").toHaveValue(/status:conflict,error uploaded:2026-13-45$/);
  await box(page).fill("status:conflict uploaded:2026-12-31..");
  await expect(page.locator("mark")).toHaveCount(0);
  await expect(box(page)).not.toHaveAttribute("aria-invalid", "true");
});

test("chips, dates and projects edit the query", async ({ page }) => {
  await page.getByRole("combobox", { name: "Project" }).selectOption("NEURO");
  await page.getByRole("combobox", { name: "Date of arrival" }).selectOption({ label: "Older than 7 days" });
  await page.getByRole("group", { name: "Filter by status" }).getByRole("button", { name: "Ready" }).click();
  await expect(box(page)).toHaveValue("project:NEURO older:7d status:ready");
  await page.getByRole("combobox", { name: "Date of arrival" }).selectOption({ label: "Today" });
  await expect(box(page)).toHaveValue("project:NEURO status:ready arrived:today");
  await page.getByRole("button", { name: "Remove project: NEURO" }).click();
  await expect(box(page)).toHaveValue("status:ready arrived:today");
  await expect(page.getByRole("combobox", { name: "Project" })).toHaveValue("");
  await page.getByRole("button", { name: "Remove arrived: today" }).click();
  await page.getByRole("button", { name: "Remove status: ready" }).click();
  await expect(box(page)).toHaveValue("");
  await box(page).fill("nobody status:ready");
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(box(page)).toHaveValue("");
  expect(fragment(page)).toBe("#/inbox");
});

test("a view is saved without what could name a patient, and survives a reload", async ({ page }) => {
  await box(page).fill("Doe subject:Jane status:ready project:NEURO");
  await page.getByRole("button", { name: "Save view" }).click();
  const dialog = page.getByRole("dialog", { name: "Views" });
  await expect(dialog).toContainText("status:ready project:NEURO");
  await expect(dialog.getByText("could name a patient")).toContainText("Doe subject:Jane");
  await dialog.getByLabel("Name", { exact: true }).fill("Ready brains");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);

  await page.reload();
  const tab = view(page, "Ready brains");
  await tab.click();
  await expect(box(page)).toHaveValue("status:ready project:NEURO");
  await expect(tab).toHaveAttribute("aria-current", "true");
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String((await number(tab)) + 1));

  await test.step("its count is of the present list", async () => {
    const before = await number(tab);
    await importSession("NEURO", "FIND_COUNTED", HEAD);
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(tab).toHaveText(`Ready brains ${before + 1}`);
  });

  await test.step("the browser keeps no name", async () => {
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).toContain("Ready%20brains");
    expect(kept).not.toMatch(/Doe|Jane/);
  });

  await test.step("it is renamed, put first, and deleted", async () => {
    await box(page).fill("older:7d");
    await page.getByRole("button", { name: "Save view" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("Old");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Save view" }).click();
    await dialog.getByRole("button", { name: "Move Old to the front" }).click();
    await expect(dialog.getByRole("textbox", { name: /^Name of/ }).first()).toHaveValue("Old");
    await dialog.getByLabel("Name of Ready brains").fill("Brains");
    // The page is drawn again while somebody types.
    const foot = page.locator(".facts").first();
    await expect(foot).not.toHaveText((await foot.textContent())!);
    await dialog.getByLabel("Name of Ready brains").press("Tab");
    await dialog.getByRole("button", { name: "Delete Old" }).click();
    await expect(dialog.getByLabel("Name of Old")).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(view(page, "Ready brains")).toHaveCount(0);
    await expect(view(page, "Brains")).toBeVisible();
    await page.getByRole("button", { name: "Save view" }).click();
    await dialog.getByRole("button", { name: "Delete Brains" }).click();
    await page.keyboard.press("Escape");
    await page.reload();
    await expect(page.getByRole("grid", { name: "Sessions" })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Views" })).toHaveCount(0);
  });
});

test("back undoes a choice of view, and brings the words again", async ({ page }) => {
  await box(page).fill("status:conflict");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("dialog", { name: "Views" }).getByLabel("Name", { exact: true }).fill("Conflict");
  await page.keyboard.press("Enter");
  await box(page).fill("Doe status:ready");
  await expect.poll(() => fragment(page)).toBe("#/inbox?q=status:ready&names");
  await view(page, "Conflict").click();
  await expect(box(page)).toHaveValue("status:conflict");
  expect(fragment(page)).toBe("#/inbox?q=status:conflict");
  await page.goBack();
  await expect(box(page)).toHaveValue("Doe status:ready");
  await page.goForward();
  await expect(box(page)).toHaveValue(/^status:conflict/);
});

test("the URL holds what may be shared, and not the patient's name", async ({ page, context }) => {
  await box(page).fill("Doe subject:Jane session:X1 folder:F uid:1.2.3 -phantom project:NEURO status:ready,error older:1h");
  await expect.poll(() => fragment(page)).toBe("#/inbox?q=project:NEURO status:ready,error older:1h&names");
  expect(await page.title()).toBe("XNAT Prearchive");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(box(other)).toHaveValue("project:NEURO status:ready,error older:1h");
  await expect(other.getByRole("button", { name: "Remove project: NEURO" })).toBeVisible();
});

test("hostile text in the box is text", async ({ page }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  page.on("dialog", (dialog) => {
    refused.push(dialog.message());
    void dialog.dismiss();
  });
  const script = "<script>alert(1)</script><img src=x onerror=alert(2)>";
  for (const [text, told] of [
    [`project:${script.replaceAll(" ", "")} `, false],
    [`status:${script.replaceAll(" ", "")} `, true],
    ["uploaded:\u202egnirts\u2066 ", true],
    [`subject:${"x".repeat(10_000)} `, false],
    [`older:${"9".repeat(10_000)} `, true],
    [`"${"(".repeat(10_000)}`, true],
    ["😀:\u0000 -\"\" ,,, :: -: =", false],
  ] as const) {
    await box(page).fill(text);
    await box(page).blur();
    if (told) await expect(box(page)).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("main script, main img")).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
  await page.getByRole("button", { name: "Empty the box" }).click();
  await expect(grid(page)).toBeVisible();
  expect(refused).toEqual([]);
});
