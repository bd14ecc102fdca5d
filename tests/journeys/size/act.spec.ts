// Act: several hundred sessions at once on a bad line: some requests fail, and in the end all is done and nothing twice.
import { expect, test, type Page } from "@playwright/test";
import { signIn, tray } from "../support";
import { ask, ended, number, plan, REFUSED, report, retryUntil, selectAll, tally, waiting, type Row } from "./support";

/** What a query of this form finds: sessions of a project that are ready, by a part of their label. */
const ready = (rows: Row[], project: string, part: string, modality: (name: string) => boolean) =>
  rows.filter((row) => row.project === project && row.status === "READY" && row.name.includes(part) && modality(row.name));
const isMr = (name: string) => name.includes("_MR");
const isOther = (name: string) => !isMr(name);

/** Counts how often each session is named to a service. */
function counted(page: Page, service: string): Record<string, number> {
  const asked: Record<string, number> = {};
  page.on("request", (request) => {
    if (!request.url().includes(`/data/services/${service}`)) return;
    const body = new URLSearchParams(request.postData() ?? "");
    for (const source of [...new URL(request.url()).searchParams.getAll("src"), ...body.getAll("src")]) {
      asked[source] = (asked[source] ?? 0) + 1;
    }
  });
  return asked;
}

test("hundreds are rebuilt: paused, gone on with, stopped, and what failed is done after all", async ({ page }) => {
  const wanted = ready(await waiting(), "CARDIO", "CARDIO_03", isOther);
  expect(wanted.length).toBeGreaterThan(300);
  await signIn(page, "owner");
  await selectAll(page, "project:CARDIO session:CARDIO_03 -session:_MR status:ready", wanted.length);
  const asked = counted(page, "prearchive/rebuild");
  const dialog = await plan(page, "Rebuild");
  await expect(dialog.getByRole("region", { name: "Will work" })).toContainText(String(wanted.length));
  await dialog.getByRole("button", { name: `Rebuild ${wanted.length} sessions` }).click();
  await tray(page).getByLabel("At once").selectOption("8");

  await test.step("paused, what is under way ends and no more is begun", async () => {
    await expect(tray(page)).toContainText(/\d+ failed/, { timeout: 60_000 });
    await tray(page).getByRole("button", { name: "Pause" }).click();
    await expect(tray(page)).toContainText("Paused");
    // What is done, failed and to go is all there is.
    await expect
      .poll(async () => {
        const told = (await tray(page).locator(".run-title .quiet").textContent())!;
        const counts = told.match(/\d+/g)!.map(Number);
        return { all: counts.reduce((a, b) => a + b, 0), begun: Object.keys(asked).length - (wanted.length - counts.at(-1)!) };
      })
      .toEqual({ all: wanted.length, begun: 0 });
    await tray(page).getByRole("button", { name: "Continue" }).click();
  });

  await test.step("stopped, what was not begun is said, and each was asked for once", async () => {
    const begun = Object.keys(asked).length;
    await expect.poll(() => Object.keys(asked).length).toBeGreaterThan(begun + 50);
    await tray(page).getByRole("button", { name: "Stop" }).click();
    const title = await ended(page);
    const lines = await report(page);
    const outcomes = tally(lines, ({ outcome }) => outcome);
    // Who stops does not wait for what the server is at work on.
    const working = outcomes.unconfirmed ? `${outcomes.unconfirmed} still working, ` : "";
    expect(title).toBe(`${outcomes.done} sessions rebuilt, ${outcomes.failed} failed, ${working}${outcomes.skipped} not started.`);
    expect(lines.length).toBe(wanted.length);
    const sent = lines.filter(({ outcome }) => outcome !== "skipped").map(({ session }) => session);
    expect(Object.keys(asked).sort()).toEqual(sent.sort());
    expect(new Set(Object.values(asked))).toEqual(new Set([1]));
    for (const { code, server } of lines.filter(({ outcome }) => outcome === "failed")) {
      expect(code).toBe("server-error");
      expect(server).toContain(REFUSED);
    }
  });

  await test.step("retried until nothing is left, all are rebuilt, and the server says so too", async () => {
    expect(await retryUntil(page)).toBeGreaterThan(0);
    const built = new Map(wanted.map(({ url, lastmod }) => [url, lastmod]));
    const now = ready(await waiting(), "CARDIO", "CARDIO_03", isOther);
    expect(now.map(({ url }) => url).sort()).toEqual([...built.keys()].sort());
    expect(now.filter(({ url, lastmod }) => lastmod === built.get(url)), "left as it was").toEqual([]);
  });
});

test("hundreds are archived: findings stream in, and the report tells what the server says", async ({ page }) => {
  const before = await waiting();
  const wanted = ready(before, "NEURO", "NEURO_01", isMr);
  expect(wanted.length).toBeGreaterThan(200);
  // Two that want the same place in the archive: only one can have it.
  const clashes = wanted.length - new Set(wanted.map(({ name }) => name)).size;
  await signIn(page, "owner");
  await selectAll(page, "project:NEURO session:NEURO_01 session:_MR status:ready", wanted.length);
  const dialog = await plan(page, "Archive");

  await test.step("the server is asked about two hundred, and what it refuses is told", async () => {
    await expect(dialog).toContainText("The server checks no more than 200.");
    await expect(dialog).toContainText(/checked [1-9]\d? of 200/);
    // What it has checked and what it has refused are all of them.
    await expect(async () => {
      const told = (await dialog.textContent())!;
      const [, checked] = /The server has checked (\d+) of 200\./.exec(told)!;
      const [, refused] = /(\d+) sessions? could not be checked/.exec(told)!;
      expect(Number(checked) + Number(refused)).toBe(200);
    }).toPass({ timeout: 30_000 });
    await expect(dialog).toContainText(REFUSED);
    await expect(dialog.getByRole("region", { name: "Will work" }).getByText(/The subject .* will be created/).first()).toBeVisible();
  });

  await test.step("each is archived, or says why not", async () => {
    await dialog.getByRole("button", { name: `Archive ${wanted.length} sessions` }).click();
    await tray(page).getByRole("button", { name: "Do it now" }).click();
    await tray(page).getByLabel("At once").selectOption("8");
    const title = await ended(page);
    const lines = await report(page);
    const outcomes = tally(lines, ({ outcome }) => outcome);
    expect(title).toBe(`${outcomes.done} sessions archived, ${outcomes.failed} failed.`);
    expect(outcomes.done + outcomes.failed).toBe(wanted.length);
    const left = new Set((await waiting()).map(({ url }) => url));
    for (const { session, outcome } of lines) expect(left.has(session), `${session} ${outcome}`).toBe(outcome === "failed");
  });

  await test.step("retried until only clashes are left, the archive has them all", async () => {
    expect(await retryUntil(page, clashes)).toBeGreaterThan(0);
    const now = await waiting();
    expect(now.length).toBe(before.length - wanted.length + clashes);
    const archived = JSON.parse(await ask("owner", "GET", "data/projects/NEURO/experiments?format=json"));
    const labels = new Set(archived.ResultSet.Result.map(({ label }: { label: string }) => label));
    expect(wanted.filter(({ name }) => !labels.has(name))).toEqual([]);
  });
});

test("a run of hundreds that a reload cuts off goes on, and nothing is lost or doubled", async ({ page }) => {
  const before = await waiting();
  const wanted = ready(before, "PHANTOM", "PHANTOM_00", isMr);
  expect(wanted.length).toBeGreaterThan(150);
  const places = (project: string, rows: Row[]) =>
    rows.filter((row) => row.project === project).map(({ timestamp, name }) => `${timestamp}/${name}`);
  await signIn(page, "owner");
  await selectAll(page, "project:PHANTOM session:PHANTOM_00 session:_MR status:ready", wanted.length);
  const dialog = await plan(page, "Change Project");
  await dialog.getByLabel("Target project").selectOption("NEURO");
  await dialog.getByRole("button", { name: `Move ${wanted.length} sessions to NEURO` }).click();
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await tray(page).getByLabel("At once").selectOption("8");
  await expect(tray(page)).toContainText(/\d{2,} done · .*\d+ to go/, { timeout: 60_000 });

  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(tray(page)).toContainText(new RegExp(`A job was cut off: \\d+ of ${wanted.length} moved`), { timeout: 20_000 });
  const done = number((await tray(page).locator("strong").first().textContent())!.split(" of ")[0]);
  expect(done).toBeGreaterThan(9);
  expect(done).toBeLessThan(wanted.length);
  await tray(page).getByRole("button", { name: /^Go on with the \d+ that are left/ }).click();
  await tray(page).getByLabel("At once").selectOption("8");
  await retryUntil(page);

  const now = await waiting();
  const moved = wanted.map(({ timestamp, name }) => `${timestamp}/${name}`);
  expect(now.length).toBe(before.length);
  expect(places("PHANTOM", now).filter((place) => moved.includes(place))).toEqual([]);
  expect(places("NEURO", now).sort()).toEqual([...places("NEURO", before), ...moved].sort());
});
