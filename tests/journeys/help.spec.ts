// Help: what is stuck is told and cured, the same study waiting twice is found, and what was done is written down.
import { readFileSync } from "node:fs";
import { expect, test, type Locator, type Page } from "./play";
import { api, BRAIN, dicom, find, HEAD, importSession, panel, row, signIn, tray } from "./support";

/** Two scans of one study of the neck, which no other journey sends. */
const NECK_1 = { "1.dcm": dicom("mr-philips-carotids/series-001-15820.dcm") };
const NECK_2 = { "2.dcm": dicom("mr-philips-carotids/series-002-15970.dcm") };

/** An image of a study that neither the sample data nor another journey has in the prearchive. */
const TWICE = { "1.dcm": dicom("ct/ct-jpeg2000.dcm") };

/** Opens a session from the list. */
async function open(page: Page, label: string): Promise<Locator> {
  const found = await find(page, label);
  await found.getByText(label, { exact: true }).click();
  await expect(panel(page).getByRole("heading", { name: label, level: 2 })).toBeVisible();
  return panel(page);
}

/** The doctor's card. */
function doctor(page: Page): Locator {
  return panel(page).getByRole("region", { name: "What to do" });
}

/** Gives a session a status, as a server that was stopped in the middle leaves it. */
async function strand(uri: string, status: string) {
  const admin = await api("admin");
  const answer = await admin.post(`${uri.slice(1)}?action=set-status&status=${status}`);
  expect(answer.status(), await answer.text()).toBe(200);
  await admin.dispose();
}

/** What the page has copied. */
function copied(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

test("a session that is stuck in building is told, and rebuilt", async ({ page }) => {
  await strand(await importSession("NEURO", "HELP_SLOW", HEAD), "BUILDING");
  await page.clock.install();
  await signIn(page, "owner");
  const found = await find(page, "HELP_SLOW");
  await open(page, "HELP_SLOW");
  await expect(doctor(page)).toContainText("Usually done within 2 min; unusual after 15 min.");
  await expect(doctor(page)).toContainText("Nothing for now: this passes by itself.");
  await expect(found.getByText("Stuck")).toHaveCount(0);

  await page.clock.fastForward("16:00");
  await expect(found.getByText("Stuck")).toBeVisible();
  await expect(found.locator("span.status")).toHaveAttribute("title", /Building for at least 1[567] min/);
  await expect(doctor(page)).toContainText("Building for at least 16 min");
  await expect(doctor(page)).toContainText("This is longer than usual.");
  await page.getByRole("combobox", { name: "Filter sessions" }).fill("");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Stuck \d/ }).click();
  await expect(found).toBeVisible();
  await expect(page).toHaveURL(/is%3Astuck|is:stuck/);

  await doctor(page).getByRole("button", { name: "Rebuild", exact: true }).click();
  const sheet = page.getByRole("dialog");
  for (const box of await sheet.getByRole("checkbox").all()) await box.check();
  await sheet.getByRole("button", { name: "Rebuild 1 session" }).click();
  await expect(tray(page)).toContainText("1 session rebuilt");
  await expect(panel(page)).toContainText("Ready");
});

test("a status is reset after somebody has agreed, and the row tells what came of it", async ({ page }) => {
  await strand(await importSession("NEURO", "HELP_RESET", HEAD), "QUEUED_MOVING");
  await page.clock.install();
  await signIn(page, "owner");
  await open(page, "HELP_RESET");
  await page.clock.fastForward("16:00");
  await doctor(page).getByRole("button", { name: "Reset the status" }).click();
  await expect(doctor(page)).toContainText("No file is touched.");
  await doctor(page).getByRole("button", { name: "Reset the status" }).click();
  await expect(doctor(page)).toContainText("The server has taken it. The status is now: Ready.");
  await expect(row(page, "HELP_RESET")).toContainText("Ready");
});

test("what the server refuses is told in its words", async ({ page }) => {
  await strand(await importSession("NEURO", "HELP_REFUSED", HEAD), "RECEIVING");
  await signIn(page, "owner");
  await open(page, "HELP_REFUSED");
  await page.route("**/*action=commit*", (route) =>
    route.fulfill({ status: 403, contentType: "text/html", body: "<html><h3>the scanner is still at it</h3></html>" }));
  await doctor(page).getByRole("button", { name: "Treat as complete" }).click();
  await expect(doctor(page)).toContainText("Files that come later make a second session.");
  await doctor(page).getByRole("button", { name: "Treat as complete" }).click();
  await expect(doctor(page).getByRole("alert")).toContainText("the scanner is still at it");
  await expect(doctor(page)).toContainText("The status is now: Receiving.");
  await page.unroute("**/*action=commit*");
  await doctor(page).getByRole("button", { name: "Close" }).click();
  await doctor(page).getByRole("button", { name: "Treat as complete" }).click();
  await doctor(page).getByRole("button", { name: "Treat as complete" }).click();
  await expect(doctor(page)).toContainText("The status is now: Ready.");
});

test("an error explains itself", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await strand(await importSession("NEURO", "HELP_ERROR", HEAD), "ERROR");
  await signIn(page, "owner");
  await open(page, "HELP_ERROR");
  await expect(doctor(page)).toContainText("Something failed; the history says what.");
  await expect(doctor(page)).toContainText("It stays so until somebody decides.");
  await expect(doctor(page).getByRole("button", { name: "Rebuild", exact: true })).toBeEnabled();
  await doctor(page).getByRole("button", { name: "Copy a message for the administrator" }).click();
  await expect.poll(() => copied(page)).toMatch(/\/prearchive\/projects\/NEURO\/\w+\/HELP_ERROR.*ERROR.*since \d{4}-/);
  await doctor(page).getByRole("button", { name: "Open the history" }).click();
  await expect(panel(page).getByRole("tab", { name: "History" })).toHaveAttribute("aria-selected", "true");
  await expect(panel(page).getByRole("tab", { name: "History" })).toBeFocused();
  await expect(panel(page).getByRole("tabpanel")).toBeInViewport();
});

test("the same study is found, told apart, and shown together", async ({ page }) => {
  await importSession("NEURO", "HELP_PART_1", NECK_1);
  await importSession("NEURO", "HELP_PART_2", NECK_2);
  await importSession("CARDIO", "HELP_AGAIN_1", NECK_1);
  await signIn(page, "owner");
  await open(page, "HELP_PART_1");
  const twins = panel(page).getByRole("region", { name: /The same study waits \d+ more times/ });
  const line = (label: string) => twins.getByRole("listitem").filter({ hasText: label });
  await expect(line("HELP_PART_2")).toBeVisible();
  await expect(line("HELP_PART_2")).toContainText("Other scans: part of the same study (1 scan)");
  await expect(line("HELP_AGAIN_1")).toContainText("Same scans as this one (1 scan)");
  await expect(twins.getByRole("button", { name: "Move all to one project" })).toBeVisible();
  await expect(row(page, "HELP_PART_1").locator("span.status")).toHaveAttribute("title", /The same study waits more than once/);

  await twins.getByRole("button", { name: "Show them together" }).click();
  for (const label of ["HELP_PART_1", "HELP_PART_2", "HELP_AGAIN_1"]) await expect(row(page, label)).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Filter sessions" })).toHaveValue(/^uid:=/);
  expect(page.url()).not.toContain("uid");
  await line("HELP_PART_2").getByRole("button", { name: "HELP_PART_2 in NEURO", exact: true }).click();
  await expect(panel(page).getByRole("heading", { name: "HELP_PART_2" })).toBeVisible();

  await page.getByRole("combobox", { name: "Filter sessions" }).fill("");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Duplicates \d/ }).click();
  await expect(page.getByRole("combobox", { name: "Filter sessions" })).toHaveValue("is:duplicate");
});

test("of what was sent twice one is kept, and the other is deleted", async ({ page }) => {
  for (const [project, label] of [["NEURO", "HELP_KEPT"], ["CARDIO", "HELP_SPARE"]]) await importSession(project, label, TWICE);
  await signIn(page, "owner");
  await page.getByRole("combobox", { name: "Filter sessions" }).fill("is:duplicate HELP_KEPT");
  await row(page, "HELP_KEPT").getByText("HELP_KEPT", { exact: true }).click();
  const twins = panel(page).getByRole("region", { name: "The same study waits 1 more time" });
  await expect(twins).toContainText(
    "Compared by scan number and description: 1 has the same scans as this one. Their files were not compared.");
  const line = twins.getByRole("listitem");
  await expect(line).toHaveText(
    /^HELP_SPARE in CARDIO\s*Ready\s*Delete\s*Uploaded \d{4}-\d\d-\d\d \d\d:\d\d \(.+\)\s*Same scans as this one \(1 scan\)$/);
  await expect(twins.getByRole("button", { name: "Move all to one project" })).toHaveCount(0);

  const dialog = page.getByRole("dialog", { name: "Delete 1 session?" });
  await line.getByRole("button", { name: "Delete HELP_SPARE in CARDIO" }).click();
  await expect(dialog).toContainText("HELP_SPARE");
  await expect(dialog).not.toContainText("HELP_KEPT");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await twins.getByRole("button", { name: "Keep this one, delete 1 other" }).click();
  await expect(dialog).toContainText("HELP_SPARE");
  await expect(dialog).not.toContainText("HELP_KEPT");
  await dialog.getByRole("button", { name: "Delete 1 session" }).click();
  await expect(line.getByRole("button", { name: /^Delete/ })).toHaveCount(0);
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await expect(tray(page)).toContainText("1 session deleted.");
  await expect(twins).toHaveCount(0);
  await expect(panel(page).getByRole("heading", { name: "HELP_KEPT" })).toBeVisible();
  await page.getByRole("combobox", { name: "Filter sessions" }).fill("HELP_SPARE");
  await expect(row(page, "HELP_SPARE")).toHaveCount(0);
  await page.getByRole("combobox", { name: "Filter sessions" }).fill("HELP_KEPT");
  await expect(row(page, "HELP_KEPT")).toContainText("Ready");
});

test("path, curl line and link are copied, and no password with them", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const uri = await importSession("NEURO", "HELP_CURL", HEAD);
  await signIn(page, "owner");
  await open(page, "HELP_CURL");
  await panel(page).getByText("Details", { exact: true }).click();
  await panel(page).getByRole("button", { name: "Copy path" }).click();
  await expect.poll(() => copied(page)).toBe(uri.replace("/data", ""));
  await panel(page).getByRole("button", { name: "Copy curl line" }).click();
  await expect.poll(() => copied(page)).toMatch(/^curl -u 'owner' -o 'HELP_CURL.zip' '(http.*format=zip)'$/);
  const url = (await copied(page)).split("'")[5];
  expect(new URL(url).pathname).toContain(uri);
  const owner = await api("owner");
  const answer = await owner.get(url);
  expect(answer.status()).toBe(200);
  expect((await answer.body()).subarray(0, 2).toString()).toBe("PK");
  await panel(page).getByRole("button", { name: "Copy link to this view" }).click();
  await expect.poll(() => copied(page)).toMatch(/#\/inbox/);
  expect(await copied(page)).not.toContain("HELP_CURL");
});

test("the activity tells what was done, and forgets it with the login", async ({ page }) => {
  await importSession("NEURO", "HELP_DONE", BRAIN);
  await signIn(page, "owner");
  await open(page, "HELP_DONE");
  await page.route("**/scans/1?*", (route) =>
    route.request().method() === "DELETE"
      ? route.fulfill({ status: 403, contentType: "text/html", body: "<html><h3>scans are kept</h3></html>" })
      : route.continue());
  await panel(page).getByRole("button", { name: "Delete scan 1" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete scan 1" }).click();
  await expect(dialog.getByRole("alert")).toContainText("scans are kept");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await panel(page).getByRole("button", { name: "Rebuild", exact: true }).click();
  await dialog.getByRole("button", { name: "Rebuild 1 session" }).click();
  await expect(tray(page)).toContainText("1 session rebuilt");

  await page.getByRole("button", { name: "Activity" }).click();
  const activity = page.getByRole("dialog", { name: "Activity" });
  await expect(activity).toContainText("forgotten when you sign out");
  const entries = activity.getByRole("listitem");
  await expect(entries).toHaveCount(2);
  await expect(entries.nth(0)).toContainText(/Rebuild Done.*HELP_DONE/);
  await expect(entries.nth(1)).toContainText(/Delete scan 1 Failed.*HELP_DONE.*scans are kept/);
  await activity.getByLabel("Outcome").selectOption("failed");
  await expect(entries).toHaveCount(1);
  const saving = page.waitForEvent("download");
  await activity.getByRole("button", { name: "Save as CSV" }).click();
  const file = readFileSync(await (await saving).path(), "utf8");
  expect(file).toContain("Delete scan 1");
  expect(file).toContain("scans are kept");
  expect(file).not.toContain("Rebuild");
  await activity.getByRole("button", { name: "Clear" }).click();
  await expect(activity).toContainText("Nothing has been done yet.");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
});
