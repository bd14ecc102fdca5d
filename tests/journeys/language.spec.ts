// The page in another language: at once, for good, and with the right plurals.
import { expect, test } from "./play";
import { BRAIN, HEAD, find, importSession, row, signIn } from "./support";

test("choosing Deutsch turns the page German at once, and for good", async ({ page }) => {
  await importSession("NEURO", "WORDS_ONE", BRAIN);
  await importSession("NEURO", "WORDS_TWO", HEAD);
  await signIn(page, "owner");
  await (await find(page, "WORDS_ONE")).getByText("WORDS_ONE", { exact: true }).click();
  await expect(page.getByRole("complementary", { name: "Session details" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");

  const choice = page.getByRole("combobox", { name: "Language" });
  await choice.focus();
  await choice.selectOption({ label: "Deutsch" });
  const chosen = page.getByRole("combobox", { name: "Sprache" });
  await expect(chosen, "the page was not made anew").toBeFocused();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
  await expect(page.getByRole("columnheader", { name: "Proband" })).toBeVisible();
  await expect(row(page, "WORDS_ONE").getByRole("checkbox", { name: "WORDS_ONE auswählen" })).toBeVisible();
  const panel = page.getByRole("complementary", { name: "Details der Session" });
  await panel.getByText("Details", { exact: true }).click();
  await expect(panel.getByRole("button", { name: "Pfad kopieren" })).toBeVisible();
  await expect(panel.getByRole("button", { name: "Schließen" })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("button", { name: "Abmelden" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.getByRole("combobox", { name: "Sessions filtern" }).fill("WORDS_");
  for (const [label, title] of [["WORDS_ONE", "1 Session löschen?"], ["WORDS_TWO", "2 Sessions löschen?"]]) {
    await row(page, label).getByRole("checkbox").click();
    await page.getByRole("toolbar", { name: "Auswahl" }).getByRole("button", { name: "Löschen" }).click();
    const dialog = page.getByRole("dialog", { name: title });
    await expect(dialog.getByRole("heading", { name: title })).toBeVisible();
    await dialog.getByRole("button", { name: "Abbrechen" }).click();
    await expect(dialog).toHaveCount(0);
  }

  await chosen.selectOption({ label: "English" });
  await expect(page.getByRole("toolbar", { name: "Selection" })).toContainText("2 selected");
});

test.describe("where the browser is German", () => {
  test.use({ locale: "de-AT" });

  test("the page is German too, and its refusals are", async ({ page }) => {
    await page.goto("./");
    await page.getByLabel("Benutzername").fill("owner");
    await page.getByLabel("Passwort").fill("wrong");
    await page.getByRole("button", { name: "Anmelden" }).click();
    await expect(page.getByRole("alert")).toContainText("Der Benutzername oder das Passwort ist falsch.");
  });
});
