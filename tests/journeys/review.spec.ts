// The work itself: a study arrives, is looked at, moved, rebuilt and archived; another is deleted.
import { readFileSync } from "node:fs";
import { expect, test } from "./play";
import { api, BRAIN, dicom, find, HEAD, importSession, panel, row, signIn, tray } from "./support";

test("an uploaded study is looked at, moved, rebuilt and archived", async ({ page }) => {
  await importSession("NEURO", "JOURNEY_1", BRAIN);
  await signIn(page, "owner");
  const found = await find(page, "JOURNEY_1");
  await expect(found).toContainText("NEURO");
  await expect(found).toContainText("SUBJECT_JOURNEY_1");
  await expect(found).toContainText("Ready");

  await test.step("its files are listed, and one comes back byte for byte", async () => {
    await found.getByText("JOURNEY_1", { exact: true }).click();
    await expect(panel(page).getByText("FAST LOCALIZER")).toBeVisible();
    await panel(page).getByRole("button", { name: "Files of Scan 2" }).click();
    for (const [name, wanted] of [
      ["6273.dcm", "mr-philips-brain-mra/series-002-6273.dcm"],
      ["a b & 50%.dcm", "mr-philips-brain-mra/series-002-6605.dcm"],
    ]) {
      const saving = page.waitForEvent("download");
      await panel(page).getByRole("link", { name: `Download ${name}` }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe(name);
      expect(readFileSync(await saved.path()).equals(dicom(wanted)), name).toBe(true);
    }
  });

  await test.step("a scan is deleted, after a question", async () => {
    await panel(page).getByRole("button", { name: "Delete scan 700" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete scan 700?" });
    await expect(dialog).toContainText("cannot be undone");
    await dialog.getByRole("button", { name: "Delete scan 700" }).click();
    await expect(dialog).toBeHidden();
    await expect(panel(page).getByText("Scan 700")).toBeHidden();
    await expect(panel(page).getByText("Scan 2")).toBeVisible();
    await panel(page).getByRole("tab", { name: "History" }).click();
    await expect(panel(page)).toContainText("Scan 700 was deleted by owner.");
  });

  await test.step("it moves to another project", async () => {
    await panel(page).getByRole("button", { name: "Change Project" }).click();
    const dialog = page.getByRole("dialog", { name: "Change the project of 1 session?" });
    await dialog.getByLabel("Target project").selectOption("CARDIO");
    await dialog.getByRole("button", { name: "Move 1 session to CARDIO" }).click();
    await tray(page).getByRole("button", { name: "Do it now" }).click();
    await expect(tray(page)).toContainText("1 session moved");
    await expect(row(page, "JOURNEY_1")).toContainText("CARDIO");
  });

  await test.step("it is rebuilt", async () => {
    await row(page, "JOURNEY_1").getByRole("checkbox").check();
    await page.getByRole("button", { name: "Rebuild", exact: true }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Rebuild 1 session" }).click();
    await expect(tray(page)).toContainText("1 session rebuilt");
    await expect(row(page, "JOURNEY_1")).toContainText("Ready");
  });

  await test.step("it is archived, and leaves the list", async () => {
    await row(page, "JOURNEY_1").getByText("JOURNEY_1", { exact: true }).click();
    await panel(page).getByRole("button", { name: "Archive", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Archive 1 session?" });
    await expect(dialog).toContainText("The subject SUBJECT_JOURNEY_1 will be created");
    await dialog.getByRole("button", { name: "Archive 1 session" }).click();
    await tray(page).getByRole("button", { name: "Do it now" }).click();
    await expect(tray(page)).toContainText("1 session archived");
    await expect(row(page, "JOURNEY_1")).toHaveCount(0);
    const owner = await api("owner");
    const archived = await owner.get("data/projects/CARDIO/subjects/SUBJECT_JOURNEY_1/experiments/JOURNEY_1?format=json");
    expect((await archived.json()).items[0].data_fields.label).toBe("JOURNEY_1");
  });
});

test("several sessions are deleted at once, and the plan says which are left out", async ({ page }) => {
  for (const label of ["JOURNEY_2A", "JOURNEY_2B"]) await importSession("NEURO", label, HEAD);
  await signIn(page, "owner");
  await find(page, "JOURNEY_2");
  await page.getByRole("checkbox", { name: "Select all that match" }).check();
  await expect(page.getByText("2 selected").first()).toBeVisible();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Delete 2 sessions?" });
  await expect(dialog).toContainText("JOURNEY_2A");
  await expect(dialog).toContainText("JOURNEY_2B");
  await expect(dialog.getByRole("button", { name: "Delete 2 sessions" })).not.toBeFocused();
  await dialog.getByRole("button", { name: "Delete 2 sessions" }).click();
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await expect(tray(page)).toContainText("2 sessions deleted");
  await expect(page.getByText("No session matches the filter")).toBeVisible();
});

test("a conflict is told before, and in the server's words after", async ({ page }) => {
  await signIn(page, "owner");
  const found = await find(page, "NEURO_006_MR1");
  await found.getByText("NEURO_006_MR1", { exact: true }).click();
  await panel(page).getByRole("button", { name: "Archive", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Archive 1 session?" });
  await expect(dialog).toContainText("Needs a look");
  await expect(dialog).toContainText("The archived session has another Study Instance UID");
  await dialog.getByRole("radio", { name: "Keep what is archived" }).check();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Archive 1 session" }).click();
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await expect(tray(page)).toContainText("another Study Instance UID");
  await expect(row(page, "NEURO_006_MR1")).toContainText("Conflict");
});

test("a member's move goes through although the service is for owners", async ({ page }) => {
  await importSession("NEURO", "JOURNEY_3", HEAD);
  await signIn(page, "member");
  const found = await find(page, "JOURNEY_3");
  await found.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Change Project" }).click();
  await page.getByLabel("Target project").selectOption("PHANTOM");
  await page.getByRole("dialog").getByRole("button", { name: "Move 1 session to PHANTOM" }).click();
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await expect(tray(page)).toContainText("1 session moved");
  await expect(row(page, "JOURNEY_3")).toContainText("PHANTOM");
});
