// Links and reloads: what the address of the page brings back, and what it says of the rest; and keys in the list.
import { expect, test, type Page } from "./play";
import { BRAIN, importSession, row, signIn } from "./support";

const box = (page: Page) => page.getByRole("combobox", { name: "Filter sessions" });
const grid = (page: Page) => page.getByRole("grid", { name: "Sessions" });
const panel = (page: Page) => page.getByRole("complementary", { name: "Session details" });
const title = (page: Page) => panel(page).getByRole("heading", { level: 2 });

/** Signs in, and finds three sessions of that name. */
async function three(page: Page, name: string) {
  for (const number of [1, 2, 3]) await importSession("NEURO", `${name}_${number}`, BRAIN);
  await signIn(page, "owner");
  await box(page).fill(`${name}_`);
  await expect(row(page, `${name}_3`)).toBeVisible();
}

test("a reload keeps the open session, and says that names in the filter were not kept", async ({ page }) => {
  await three(page, "LINKED");
  await row(page, "LINKED_2").getByText("LINKED_2", { exact: true }).click();
  await expect(title(page)).toHaveText("LINKED_2");
  await expect.poll(() => page.url()).toMatch(/names&open=NEURO\/\d+_\d+$/);
  expect(page.url()).not.toContain("LINKED");
  await page.reload();
  await expect(title(page)).toHaveText("LINKED_2");
  const note = page.getByText("The names in the filter were not kept.");
  await expect(note).toBeVisible();
  await page.goto(page.url().replace(/open=.*/, "open=NEURO/20010101_000000000"));
  await expect(page.getByText("The session of this link is not in the prearchive any more")).toBeVisible();
  await note.getByRole("button", { name: "Close" }).click();
  await expect(note).toHaveCount(0);
  await expect.poll(() => page.url()).not.toMatch(/names|open/);
});

test("the panel goes along with the cursor, and a range begins at the last tick", async ({ page }) => {
  await three(page, "ALONG");
  await grid(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("o");
  await expect(panel(page).getByRole("listitem").first()).toBeVisible();
  const first = await title(page).textContent();
  await page.keyboard.press("j");
  await expect(grid(page)).toBeFocused();
  await expect(title(page)).not.toHaveText(first!);
  await expect(panel(page).getByRole("listitem").first()).toBeVisible();
  const second = await title(page).textContent();
  await page.keyboard.press("d");
  await expect(page.getByRole("dialog", { name: "Delete 1 session?" })).toContainText(second!);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  for (const key of ["x", "j", "j", "Shift+Space"]) await page.keyboard.press(key);
  await expect(page.getByRole("toolbar", { name: "Selection" })).toContainText("3 selected");
  await page.keyboard.press("d");
  await page.getByRole("dialog").getByRole("button", { name: "Delete 3 sessions" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(grid(page)).toBeFocused();
});
