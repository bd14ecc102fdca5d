// Live, help and settings at size: what others do shows by itself, what is stuck is cured, and the projects' numbers are the server's.
import { expect, test } from "@playwright/test";
import { zipSync } from "fflate";
import { HEAD, panel, row, signIn } from "../support";
import { ask, box, expectRows, grid, tally, waiting, written } from "./support";

/** Gives a session a status, as a server that was stopped in the middle leaves it. */
const strand = (url: string, status: string) => ask("admin", "POST", `data${url}?action=set-status&status=${status}`);

test("what others do among ten thousand shows by itself, and nothing moves under the pointer", async ({ page }) => {
  const all = (await waiting()).filter(({ project, status }) => project === "PHANTOM" && status === "READY");
  // A few that can be seen together.
  const beginning = (name: string) => name.slice(0, "PHANTOM_0000".length);
  const few = tally(all, ({ name }) => beginning(name));
  const part = Object.keys(few).find((key) => few[key] === 4)!;
  const [changed, kept] = all.filter(({ name }) => beginning(name) === part);
  const arriving = `${part}_LIVE`;
  // Something is at work: the page looks often.
  await strand(changed.url, "BUILDING");
  await signIn(page, "owner");
  await box(page).fill(`project:PHANTOM session:${part}`);
  await expect(row(page, changed.name)).toContainText("Building");
  await row(page, kept.name).getByRole("checkbox").check();
  const place = await row(page, kept.name).boundingBox();
  const target = new URLSearchParams({ dest: "/prearchive/projects/PHANTOM", subject: "LIVE", session: arriving, inbody: "true" });
  await ask("admin", "POST", `data/services/import?${target}`, Buffer.from(zipSync(HEAD)));
  await strand(changed.url, "CONFLICT");

  await expect(row(page, changed.name)).toContainText("Conflict", { timeout: 20_000 });
  const pill = page.getByRole("button", { name: "1 new session" });
  await expect(pill).toBeVisible({ timeout: 20_000 });
  await expect(row(page, arriving)).toHaveCount(0);
  expect(await row(page, kept.name).boundingBox()).toEqual(place);
  await pill.click();
  await expect(row(page, arriving)).toBeVisible();
  await expect(row(page, kept.name).getByRole("checkbox")).toBeChecked();
});

test("what is stuck among ten thousand is found, explained and cured", async ({ page }) => {
  const stuck = (await waiting()).find(({ project, status, name }) => project === "CARDIO" && status === "READY" && name.includes("CARDIO_04"))!;
  await strand(stuck.url, "QUEUED_MOVING");
  await page.clock.install();
  await signIn(page, "owner");
  await box(page).fill(stuck.name);
  await expect(row(page, stuck.name).first()).toBeVisible();
  // A listing under way would take the jump for a server that does not answer.
  await expect(grid(page)).toHaveAttribute("aria-busy", "false");
  await page.clock.fastForward("16:00");
  await box(page).fill("");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Stuck \d/ }).click();
  await expect(box(page)).toHaveValue("is:stuck");
  const found = row(page, stuck.name).first();
  await found.getByText(stuck.name, { exact: true }).click();
  const doctor = panel(page).getByRole("region", { name: "What to do" });
  await expect(doctor).toContainText("This is longer than usual.");
  const reset = doctor.getByRole("button", { name: "Reset the status" });
  await expect(async () => {
    // Refused on purpose, it is told in the server's words, and can be tried again.
    const close = doctor.getByRole("button", { name: "Close" });
    if (await close.isVisible()) await close.click();
    await reset.click();
    await expect(doctor).toContainText("No file is touched.", { timeout: 2_000 });
    await reset.click();
    await expect(doctor).toContainText("The status is now: Ready.", { timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
  expect((await waiting()).find(({ url }) => url === stuck.url)!.status).toBe("READY");
});

test("the projects tell how many wait in each, lead to them, and keep what is set", async ({ page }) => {
  const all = await waiting();
  await signIn(page, "owner");
  await expectRows(page, all.length);
  await page.getByRole("link", { name: "Projects" }).click();
  const project = (id: string) => page.getByRole("table", { name: "Projects" }).getByRole("row", { name: id, exact: true });
  for (const id of ["NEURO", "CARDIO", "PHANTOM"]) {
    const rows = all.filter((one) => one.project === id);
    await expect(project(id).getByRole("button", { name: `Show ${written(rows.length)} sessions of ${id}` })).toBeVisible();
    const counts = tally(rows, ({ status }) => status);
    for (const [status, word] of Object.entries({ READY: "Ready", CONFLICT: "Conflict", ERROR: "Error" })) {
      const shown = project(id).getByRole("button", { name: new RegExp(`${word}: show these sessions of ${id}`) });
      if (counts[status]) await expect(shown).toHaveText(`${written(counts[status])} ${word}`);
      else await expect(shown).toHaveCount(0);
    }
  }

  await test.step("the setting is changed, however often the server refuses", async () => {
    await project("PHANTOM").getByRole("button", { name: "Change the setting of PHANTOM" }).click();
    const dialog = page.getByRole("dialog", { name: "Setting of PHANTOM" });
    await dialog.getByRole("radio", { name: "Wait in the prearchive" }).check();
    await expect(async () => {
      const go = dialog.getByRole("button", { name: /^(Change 1 project|Retry failed)/ });
      if (await go.isVisible()) await go.click();
      await expect(dialog).toBeHidden({ timeout: 3_000 });
    }).toPass({ timeout: 40_000 });
    await expect(project("PHANTOM")).toContainText("Saved.");
    expect(await ask("owner", "GET", "data/projects/PHANTOM/prearchive_code")).toBe("0");
    await ask("owner", "PUT", "data/projects/PHANTOM/prearchive_code/5");
  });

  await test.step("a number leads to the sessions that it counts", async () => {
    const count = all.filter((one) => one.project === "CARDIO" && one.status === "CONFLICT").length;
    await project("CARDIO").getByRole("button", { name: /Conflict: show these sessions of CARDIO/ }).click();
    await expectRows(page, count);
    await expect(grid(page)).toBeVisible();
  });
});
