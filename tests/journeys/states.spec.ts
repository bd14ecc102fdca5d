// Every state is drawn: wrong password, signed out, no rights, empty, failed, gone, offline, many.
import { expect, test } from "./play";
import { api, find, HEAD, importSession, panel, row, signIn, tray } from "./support";

test("a wrong password is told, and the right one goes on", async ({ page }) => {
  await page.goto("./");
  await page.getByLabel("User name").fill("owner");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("The user name or the password is wrong.");
  await page.getByLabel("Password").fill("owner");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("grid", { name: "Sessions" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("grid", { name: "Sessions" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("User name")).toBeVisible();
});

test("who is in no project sees that nothing waits", async ({ page }) => {
  await signIn(page, "stranger");
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
  await page.getByRole("link", { name: "Projects" }).click();
  await expect(page.getByText("No project yet")).toBeVisible();
});

test("a collaborator sees no sessions, and may look at the settings", async ({ page }) => {
  await signIn(page, "collaborator");
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
  await page.getByRole("link", { name: "Projects" }).click();
  await expect(page.getByRole("row", { name: "CARDIO", exact: true })).toContainText("Collaborator");
});

test("a login that ends in the middle keeps the work", async ({ page, context }) => {
  await importSession("NEURO", "JOURNEY_4", HEAD);
  await signIn(page, "owner");
  const found = await find(page, "JOURNEY_4");
  await found.getByRole("checkbox").check();
  await context.clearCookies();
  // Not by a click: the page may have asked by itself before, and the dialog lies over the button.
  await page.getByRole("button", { name: "Refresh" }).dispatchEvent("click");
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Password").fill("owner");
  const name = dialog.getByLabel("User name");
  if ((await name.count()) > 0) await name.fill("owner");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await expect(found.getByRole("checkbox")).toBeChecked();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete 1 session" }).click();
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await expect(tray(page)).toContainText("1 session deleted");
});

test("a token that was lost is asked for again", async ({ page }) => {
  await importSession("NEURO", "JOURNEY_5", HEAD);
  await signIn(page, "owner");
  const found = await find(page, "JOURNEY_5");
  await found.getByRole("checkbox").check();
  // Another page of the same browser signs in again: a new login, a new token.
  await page.request.post("data/services/auth", {
    form: { username: "owner", password: "owner" },
  });
  await page.getByRole("button", { name: "Rebuild", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rebuild 1 session" }).click();
  await expect(tray(page)).toContainText("1 session rebuilt");
});

test("a session that somebody else deletes is told as gone", async ({ page }) => {
  const uri = await importSession("NEURO", "JOURNEY_6", HEAD);
  await signIn(page, "owner");
  const found = await find(page, "JOURNEY_6");
  await found.getByText("JOURNEY_6", { exact: true }).click();
  await expect(panel(page).getByRole("heading", { name: "JOURNEY_6" })).toBeVisible();
  const admin = await api("admin");
  expect((await admin.delete(uri.slice(1))).status()).toBe(200);
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(panel(page)).toContainText("No longer here");
  await expect(row(page, "JOURNEY_6")).toHaveCount(0);
});

test("a failed refresh keeps the list and says what the server said", async ({ page }) => {
  await signIn(page, "owner");
  await expect(await find(page, "NEURO_001_MR1")).toBeVisible();
  await page.route("**/data/prearchive**", (route) =>
    route.fulfill({ status: 500, contentType: "text/html", body: "<html><h3>the database is away</h3></html>" }));
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("Not refreshed, the list is as it was.")).toBeVisible();
  await expect(page.getByText("the database is away")).toBeVisible();
  await expect(row(page, "NEURO_001_MR1")).toBeVisible();
  await page.unroute("**/data/prearchive**");
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("Not refreshed, the list is as it was.")).toBeHidden();
});

test("a list that cannot be loaded at all says so", async ({ page }) => {
  await page.route("**/data/prearchive**", (route) =>
    route.fulfill({ status: 200, contentType: "application/json", body: '{"ResultSet":{"Res' }));
  await signIn(page, "owner");
  await expect(page.getByText("The sessions cannot be loaded")).toBeVisible();
  await page.unroute("**/data/prearchive**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(await find(page, "NEURO_001_MR1")).toBeVisible();
});

test("a rebuild that fails says which file is broken", async ({ page }) => {
  await signIn(page, "owner");
  const found = await find(page, "CARDIO_006_CT1");
  await found.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Rebuild", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rebuild 1 session" }).click();
  await expect(tray(page)).toContainText("not-dicom.dcm");
  await expect(found).toContainText("Error");
});

test("a session with something that must fail cannot be archived", async ({ page }) => {
  await signIn(page, "owner");
  const found = await find(page, "CARDIO_004_US1");
  await found.getByText("CARDIO_004_US1", { exact: true }).click();
  await panel(page).getByRole("button", { name: "Archive", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Archive 1 session?" });
  await expect(dialog).toContainText("Will fail");
  await expect(dialog.getByRole("region", { name: "Left out" })).toContainText("The server says that archiving it will fail.");
  await expect(dialog.getByRole("button", { name: "Nothing to archive" })).toBeDisabled();
});

test("going back closes the session that is open", async ({ page }) => {
  await signIn(page, "owner");
  const found = await find(page, "NEURO_001_MR1");
  await found.getByText("NEURO_001_MR1", { exact: true }).click();
  await expect(panel(page)).toBeVisible();
  expect(page.url()).not.toContain("NEURO_001");
  await page.goBack();
  await expect(panel(page)).toBeHidden();
  await expect(row(page, "NEURO_001_MR1")).toBeVisible();
});

test("ten thousand sessions are listed, filtered and selected", async ({ page }) => {
  const listed = Array.from({ length: 10_000 }, (_, n) => {
    const name = `S${String(n).padStart(5, "0")}`;
    const timestamp = "20260901_080000000";
    return {
      project: "NEURO", timestamp, lastmod: "2026-09-01 08:00:00.0", uploaded: "2026-09-01 08:00:00.0",
      scan_date: "", scan_time: "", subject: `P${n % 100}`, folderName: name, name, tag: "", status: n % 10 ? "READY" : "CONFLICT",
      url: `/prearchive/projects/NEURO/${timestamp}/${name}`, autoarchive: "Manual", prevent_anon: "false",
      prevent_auto_commit: "false", SOURCE: "", VISIT: "", PROTOCOL: "", TIMEZONE: "",
    };
  });
  await page.route("**/data/prearchive?**", (route) => route.fulfill({ json: { ResultSet: { Result: listed } } }));
  await page.route("**/data/prearchive/projects?**", (route) => route.fulfill({ json: { ResultSet: { Result: listed } } }));
  await signIn(page, "owner");
  const grid = page.getByRole("grid", { name: "Sessions" });
  await expect(grid).toHaveAttribute("aria-rowcount", "10001");
  expect(await grid.getByRole("row").count()).toBeLessThan(200);
  await page.getByRole("button", { name: /^Conflict/ }).click();
  await expect(grid).toHaveAttribute("aria-rowcount", "1001");
  await page.getByRole("checkbox", { name: "Select all that match" }).check();
  await expect(page.getByText("1,000 selected").first()).toBeVisible();
  await page.getByRole("combobox", { name: "Filter sessions" }).fill("S00090");
  await expect(page.getByText("999 hidden by the filter").first()).toBeVisible();
});

test("the list is used by keyboard alone", async ({ page }) => {
  await importSession("NEURO", "JOURNEY_7", HEAD);
  await signIn(page, "owner");
  await page.keyboard.press("/");
  await expect(page.getByRole("combobox", { name: "Filter sessions" })).toBeFocused();
  await page.keyboard.type("JOURNEY_7");
  await expect(row(page, "JOURNEY_7")).toBeVisible();
  await page.getByRole("grid", { name: "Sessions" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await expect(row(page, "JOURNEY_7").getByRole("checkbox")).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("heading", { name: "JOURNEY_7" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
});
