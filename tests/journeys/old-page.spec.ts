// The five faults of XNAT's own list page, each with what has to happen instead.
import { expect, test } from "./play";
import { list, listed, row, signIn, tray } from "./support";

const BOX = { name: "Filter sessions" };

test("filters by date are what they were after an action", async ({ page }) => {
  const dated = (name: string, scan: string, upload: string, status = "READY") =>
    listed(name, { scan_date: scan, uploaded: `${upload} 08:00:00.0`, status });
  const sessions = [
    dated("BOTH_1", "2026-08-10", "2026-09-01"),
    dated("BOTH_2", "2026-08-11", "2026-09-02"),
    dated("SCANNED_LATER", "2026-09-20", "2026-09-02"),
    dated("UPLOADED_LATER", "2026-08-11", "2026-10-02"),
  ];
  await list(page, sessions);
  await signIn(page, "owner");
  await page.getByRole("combobox", BOX).fill("scanned:2026-08 uploaded:2026-09");
  const grid = page.getByRole("grid", { name: "Sessions" });
  await expect(grid).toHaveAttribute("aria-rowcount", "3");
  await page.route("**/services/prearchive/rebuild**", (route) => route.fulfill({ json: { ResultSet: { Result: [] } } }));
  await page.route("**/prearchive/projects/NEURO/*/BOTH_1**", (route) => route.fulfill({ json: { ResultSet: { Result: [sessions[0]] } } }));
  await row(page, "BOTH_1").getByRole("checkbox").check();
  await page.getByRole("button", { name: "Rebuild", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rebuild 1 session" }).click();
  await expect(tray(page)).toContainText("1 session rebuilt");
  await expect(page.getByRole("combobox", BOX)).toHaveValue("scanned:2026-08 uploaded:2026-09");
  await expect(grid).toHaveAttribute("aria-rowcount", "3");
  await expect(row(page, "BOTH_2")).toBeVisible();
  await expect(row(page, "LATER")).toHaveCount(0);
});

test("select all ticks what is shown, and nothing that the filter hides", async ({ page }) => {
  await list(page, [listed("SHOWN_1"), listed("SHOWN_2"), listed("OTHER_1"), listed("OTHER_2")]);
  await signIn(page, "owner");
  await page.getByRole("combobox", BOX).fill("SHOWN");
  await expect(page.getByRole("grid", { name: "Sessions" })).toHaveAttribute("aria-rowcount", "3");
  await page.getByRole("checkbox", { name: "Select all that match" }).check();
  await expect(page.getByText("2 selected").first()).toBeVisible();
  await page.getByRole("combobox", BOX).fill("");
  for (const [name, ticked] of [["SHOWN_1", true], ["SHOWN_2", true], ["OTHER_1", false], ["OTHER_2", false]] as const) {
    await expect(row(page, name).getByRole("checkbox")).toBeChecked({ checked: ticked });
  }
});

test("sorting keeps the ticks on their sessions", async ({ page }) => {
  const names = ["C_1", "A_1", "D_1", "B_1"];
  await list(page, names.map((name, n) => listed(name, { subject: `P${n}` })));
  await signIn(page, "owner");
  for (const name of ["A_1", "D_1"]) await row(page, name).getByRole("checkbox").check();
  const header = page.getByRole("columnheader", { name: "Session", exact: true });
  for (const order of [["A_1", "B_1", "C_1", "D_1"], ["D_1", "C_1", "B_1", "A_1"]]) {
    await header.getByRole("button").click();
    const rows = page.getByRole("grid", { name: "Sessions" }).locator(".grid-body").getByRole("row");
    for (const [at, name] of order.entries()) {
      await expect(rows.nth(at)).toContainText(name);
      await expect(rows.nth(at).getByRole("checkbox")).toBeChecked({ checked: ["A_1", "D_1"].includes(name) });
    }
  }
});

test("all filters are cleared with one button", async ({ page }) => {
  await list(page, [listed("ONE"), listed("TWO", { status: "CONFLICT" })]);
  await signIn(page, "owner");
  await page.getByRole("combobox", BOX).fill("project:NEURO status:error uploaded:2026-01 nothing");
  await expect(page.getByText("No session matches the filter")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).first().click();
  await expect(page.getByRole("grid", { name: "Sessions" })).toHaveAttribute("aria-rowcount", "3");
  await expect(page.getByRole("combobox", BOX)).toHaveValue("");
});

test("every status that a server can send has a word", async ({ page }) => {
  const statuses = [
    "SEPARATING", "QUEUED_SEPARATING", "_SEPARATING", "RECEIVING_INTERRUPT", "_RECEIVING_INTERRUPT", "_RECEIVING", "_CONFLICT",
    "QUEUED_BUILDING", "BUILDING", "_BUILDING", "QUEUED_ARCHIVING", "ARCHIVING", "_ARCHIVING", "QUEUED_MOVING", "MOVING",
    "_MOVING", "QUEUED_DELETING", "DELETING", "_DELETING", "READY", "ERROR", "CONFLICT", "RECEIVING",
  ];
  await list(page, statuses.map((status) => listed(`S${status}`, { status })));
  await signIn(page, "owner");
  await expect(page.getByRole("grid", { name: "Sessions" })).toHaveAttribute("aria-rowcount", String(statuses.length + 1));
  for (const status of statuses) {
    await page.getByRole("combobox", BOX).fill(`session:=S${status}`);
    const cell = page.getByRole("grid", { name: "Sessions" }).locator(".grid-body .cell.status");
    await expect(cell).toHaveCount(1);
    const word = (await cell.textContent())?.trim() ?? "";
    expect(word, status).not.toBe("");
    expect(word, status).not.toMatch(/unknown/i);
    expect(word, status).not.toContain("_");
  }
});
