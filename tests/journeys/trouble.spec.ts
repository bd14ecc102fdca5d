// Trouble: what the server refuses, breaks off, or never answers; a login that ends in the middle; results that are not undone.
import { expect, test, type Page, type Route } from "./play";
import { find, HEAD, importSession, list, listed, LISTING, panel, row, signIn, tray } from "./support";

const REFUSED = (status: number, words: string) => (route: Route) =>
  route.fulfill({ status, contentType: "text/html", body: `<html><h3>${words}</h3></html>` });

/** What can come instead of an answer, and the sentence that tells it. */
const TROUBLE: [name: string, answer: (route: Route) => Promise<void>, sentence: string][] = [
  ["403", REFUSED(403, "owners only"), "You are not allowed to do this."],
  ["404", REFUSED(404, "no such thing"), "It is not there, or no longer."],
  ["409", REFUSED(409, "it is locked"), "Something is in the way on the server."],
  ["500", REFUSED(500, "the database is away"), "The server failed."],
  ["JSON that breaks off", (route) => route.fulfill({ contentType: "application/json", body: '{"ResultSet":{"Result":[{"ID":"1"' }), "The answer does not come from an XNAT server."],
];

/** HTML where JSON was asked for is the login page, to which browsers are redirected. */
const LOGIN_PAGE = (route: Route) => route.fulfill({ contentType: "text/html", body: "<html><h3>Log in</h3></html>" });

/** Counts the requests that are not for reading. */
function changes(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (!["GET", "HEAD"].includes(request.method())) sent.push(new URL(request.url()).pathname);
  });
  return sent;
}

/** Ticks sessions whose labels begin so. */
async function select(page: Page, beginning: string, count: number) {
  await find(page, beginning);
  await expect(row(page, beginning)).toHaveCount(count);
  await page.getByRole("checkbox", { name: "Select all that match" }).check();
}

/** Opens the plan of an action on what is ticked, and agrees. */
async function go(page: Page, action: string, button: string) {
  await page.getByRole("button", { name: action, exact: true }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: button }).click();
}

/** Signs in where the page asks again. */
async function signInAgain(page: Page, user: string) {
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("User name").fill(user);
  await dialog.getByLabel("Password").fill(user);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
}

test("whatever comes instead of a listing is told, and the list stays", async ({ page }) => {
  await signIn(page, "owner");
  await expect(await find(page, "NEURO_001_MR1")).toBeVisible();
  for (const [name, answer, sentence] of TROUBLE) {
    await test.step(name, async () => {
      await page.route(LISTING, answer);
      await page.getByRole("button", { name: "Refresh" }).click();
      await expect(page.getByText("Not refreshed, the list is as it was.")).toContainText(sentence);
      await expect(row(page, "NEURO_001_MR1")).toBeVisible();
      await page.unroute(LISTING);
      await page.getByRole("button", { name: "Refresh" }).click();
      await expect(page.getByText("Not refreshed, the list is as it was.")).toBeHidden();
    });
  }
  await test.step("the login page asks to sign in", async () => {
    await page.route(LISTING, LOGIN_PAGE);
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
    await page.unroute(LISTING);
    await signInAgain(page, "owner");
    await expect(row(page, "NEURO_001_MR1")).toBeVisible();
  });
});

test("a listing is asked for again by itself where that helps, and only there", async ({ page }) => {
  await signIn(page, "owner");
  await expect(await find(page, "NEURO_001_MR1")).toBeVisible();
  for (const [status, tries] of [[503, 3], [500, 1]]) {
    let asked = 0;
    await page.route(LISTING, (route) => {
      asked += 1;
      return route.fulfill({ status, contentType: "text/plain", body: "" });
    });
    const answered = page.waitForResponse((response) => LISTING.test(response.url()) && asked === tries);
    await page.getByRole("button", { name: "Refresh" }).click();
    await answered;
    await page.unroute(LISTING);
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(page.getByText("Not refreshed")).toBeHidden();
    expect(asked, `${status}`).toBe(tries);
  }
});

test("whatever comes instead of a session's scans is told beside the list, and can be tried again", async ({ page }) => {
  await signIn(page, "owner");
  const SCANS = /\/scans\?/;
  // What is not there has no scans.
  for (const [name, answer, sentence] of TROUBLE.filter(([name]) => name !== "404")) {
    await test.step(name, async () => {
      await page.route(SCANS, answer);
      const found = await find(page, "NEURO_001_MR1");
      await found.getByText("NEURO_001_MR1", { exact: true }).click();
      await expect(panel(page).getByRole("alert").first()).toContainText(sentence);
      await page.unroute(SCANS);
      await panel(page).getByRole("button", { name: "Try again" }).first().click();
      await expect(panel(page).getByRole("alert")).toHaveCount(0);
      await panel(page).getByRole("button", { name: "Close" }).first().click();
      await expect(panel(page)).toBeHidden();
    });
  }
});

test("whatever comes instead of a check is told in the plan, which can be agreed to all the same", async ({ page }) => {
  await importSession("NEURO", "TROUBLE_PLAN", HEAD);
  await signIn(page, "owner");
  await (await find(page, "TROUBLE_PLAN")).getByRole("checkbox").check();
  const CHECK = "**/data/services/validate-archive?**";
  for (const [name, answer, sentence] of TROUBLE) {
    await test.step(name, async () => {
      const sent = changes(page);
      await page.route(CHECK, answer);
      await page.getByRole("button", { name: "Archive", exact: true }).first().click();
      const dialog = page.getByRole("dialog", { name: "Archive 1 session?" });
      await expect(dialog.getByRole("alert")).toContainText("The server could not check this session.");
      await expect(dialog.getByRole("alert")).toContainText(sentence);
      await expect(dialog.getByRole("button", { name: "Archive 1 session" })).toBeEnabled();
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await page.unroute(CHECK);
      expect(sent.filter((path) => path.endsWith("validate-archive")).length).toBe(1);
    });
  }
});

test("whatever comes instead of an action's answer is told, with what was read, and nothing is sent twice", async ({ page }) => {
  await importSession("NEURO", "TROUBLE_ACT", HEAD);
  await signIn(page, "admin");
  const found = await find(page, "TROUBLE_ACT");
  const REBUILD = "**/data/services/prearchive/rebuild?**";
  // Who may not use the service may still use the session's own call.
  for (const [name, answer, sentence] of TROUBLE.filter(([name]) => name !== "403")) {
    await test.step(name, async () => {
      const sent = changes(page);
      await page.route(REBUILD, answer);
      await found.getByRole("checkbox").check();
      await go(page, "Rebuild", "Rebuild 1 session");
      await expect(tray(page)).toContainText("Rebuilding 1 session failed.");
      await expect(tray(page)).toContainText(sentence);
      const isInDoubt = ["500", "JSON that breaks off"].includes(name);
      await expect(tray(page).getByText("It was read again: it is still here, with the status Ready.")).toHaveCount(isInDoubt ? 1 : 0);
      expect(sent.length).toBe(1);
      await page.unroute(REBUILD);
      await tray(page).getByRole("button", { name: "Close" }).click();
      await expect(tray(page)).toBeHidden();
    });
  }
});

test("an action that is never answered is told by what is read: archived after all, or still here", async ({ page }) => {
  await importSession("NEURO", "TROUBLE_LINE_1", HEAD);
  await importSession("NEURO", "TROUBLE_LINE_2", HEAD);
  await page.clock.install();
  await signIn(page, "owner");
  await select(page, "TROUBLE_LINE_", 2);
  const sent = changes(page);
  const asked: string[] = [];
  await page.route("**/data/services/archive?**", async (route) => {
    const source = new URLSearchParams(route.request().postData() ?? "").get("src") ?? "";
    // One comes to the server, whose answer never comes back; the other never comes to the server.
    if (source.endsWith("TROUBLE_LINE_1")) await route.fetch();
    asked.push(source);
  });
  await page.getByRole("button", { name: "Archive", exact: true }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive 2 sessions" }).click();
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await expect.poll(() => asked.length).toBe(2);
  await page.clock.fastForward("10:01");
  const line = (label: string) => tray(page).getByRole("listitem").filter({ hasText: label });
  await expect(line("TROUBLE_LINE_1")).toContainText("Archived after all");
  await expect(line("TROUBLE_LINE_1")).toContainText("The server did not answer within 600 seconds. It was read again: it is done.");
  await expect(line("TROUBLE_LINE_2")).toContainText("The server did not answer within 600 seconds.");
  await expect(line("TROUBLE_LINE_2")).toContainText("It was read again: it is still here, with the status Ready.");
  await expect(tray(page)).toContainText("1 session archived, 1 failed.");
  await expect(row(page, "TROUBLE_LINE_1")).toHaveCount(0);
  expect(sent.filter((path) => path.endsWith("services/archive")).length).toBe(2);
});

test("a run waits for a lost login, and goes on by itself when the same person is back", async ({ page, context }) => {
  for (const n of [1, 2, 3]) await importSession("NEURO", `TROUBLE_AGAIN_${n}`, HEAD);
  await signIn(page, "owner");
  await select(page, "TROUBLE_AGAIN_", 3);
  await row(page, "TROUBLE_AGAIN_1").getByText("TROUBLE_AGAIN_1", { exact: true }).click();
  const REBUILD = "**/data/services/prearchive/rebuild?**";
  const held: Route[] = [];
  await page.route(REBUILD, (route) => { held.push(route); });
  await go(page, "Rebuild", "Rebuild 3 sessions");
  await expect.poll(() => held.length).toBe(3);
  await held[0].continue();
  await expect(tray(page)).toContainText("1 done · 2 to go");
  await context.clearCookies();
  // The browser has sent these with the cookie that is none any more.
  for (const route of held.slice(1)) await route.fulfill({ status: 401, body: "" });
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
  await expect(tray(page)).toContainText("Waits until you have signed in again · 1 done · 2 to go");
  await expect(page.getByRole("dialog")).toContainText("The job goes on as soon as owner is back.");
  await signInAgain(page, "owner");
  await expect.poll(() => held.length).toBe(5);
  await expect(page.getByRole("status").filter({ hasText: "You are signed in again. The job goes on." })).toHaveCount(1);
  await expect(tray(page)).toContainText("Went on after you signed in again · 1 done · 2 to go");
  for (const route of held.slice(3)) await route.continue();
  await expect(tray(page)).toContainText("3 sessions rebuilt.");
  expect(held.length, "what was rebuilt before is not sent again").toBe(5);
  await expect(page.getByRole("combobox", { name: "Filter sessions" })).toHaveValue("TROUBLE_AGAIN_");
  await expect(panel(page).getByRole("heading", { name: "TROUBLE_AGAIN_1" })).toBeVisible();
});

test("a run does not go on for another person, and asks its own when that one is back", async ({ page, context }) => {
  for (const n of [1, 2]) await importSession("NEURO", `TROUBLE_OTHER_${n}`, HEAD);
  await signIn(page, "owner");
  await select(page, "TROUBLE_OTHER_", 2);
  const REBUILD = "**/data/services/prearchive/rebuild?**";
  const held: Route[] = [];
  await page.route(REBUILD, (route) => { held.push(route); });
  await go(page, "Rebuild", "Rebuild 2 sessions");
  await expect.poll(() => held.length).toBe(2);
  await held[0].continue();
  await expect(tray(page)).toContainText("1 done · 1 to go");
  await context.clearCookies();
  await held[1].fulfill({ status: 401, body: "" });
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
  await page.unroute(REBUILD);
  const sent = changes(page);
  await signInAgain(page, "member");
  await expect(await find(page, "TROUBLE_OTHER_1")).toBeVisible();
  await expect(tray(page)).toBeHidden();
  expect(sent.filter((path) => path.endsWith("rebuild"))).toEqual([]);

  await context.clearCookies();
  await page.reload();
  await page.getByLabel("User name").fill("owner");
  await page.getByLabel("Password").fill("owner");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(tray(page)).toContainText("A job was cut off: 1 of 2 rebuilt.");
  await tray(page).getByRole("button", { name: "Go on with the 1 that is left" }).click();
  await expect(tray(page)).toContainText("1 session rebuilt.");
});

test("a plan survives a lost login, with its names, and asks the server again", async ({ page, context }) => {
  await importSession("NEURO", "TROUBLE_NAMES", HEAD);
  await signIn(page, "owner");
  await (await find(page, "TROUBLE_NAMES")).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Archive", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Archive 1 session?" });
  await expect(dialog.getByLabel("Session", { exact: true })).toHaveValue("TROUBLE_NAMES");
  await context.clearCookies();
  // The server is asked about the new name, and does not know who asks.
  await dialog.getByLabel("Session", { exact: true }).fill("TROUBLE_NEW_NAME");
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
  await signInAgain(page, "owner");
  await expect(dialog.getByLabel("Session", { exact: true })).toHaveValue("TROUBLE_NEW_NAME");
  await expect(dialog).toContainText("The subject SUBJECT_TROUBLE_NAMES will be created");
  await dialog.getByRole("button", { name: "Archive 1 session" }).click();
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await expect(tray(page)).toContainText("1 session archived");
});

test("what had failed before a reload is counted and shown after it, and tried again", async ({ page }) => {
  for (const n of [1, 2, 3]) await importSession("NEURO", `TROUBLE_CUT_${n}`, HEAD);
  await signIn(page, "owner");
  await select(page, "TROUBLE_CUT_", 3);
  const REBUILD = "**/data/services/prearchive/rebuild?**";
  const held: Route[] = [];
  await page.route(REBUILD, (route) => { held.push(route); });
  await go(page, "Rebuild", "Rebuild 3 sessions");
  await expect.poll(() => held.length).toBe(3);
  await REFUSED(409, "it is locked")(held[0]);
  await held[1].continue();
  await expect(tray(page)).toContainText("1 done · 1 failed · 1 to go");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(tray(page)).toContainText("A job was cut off: 1 of 3 rebuilt, 1 failed.");
  await page.unroute(REBUILD);
  await tray(page).getByRole("button", { name: "Go on with the 1 that is left" }).click();
  await expect(tray(page)).toContainText("1 session rebuilt, 1 failed.");
  await expect(tray(page)).toContainText("Something is in the way on the server.");
  await tray(page).getByRole("button", { name: "Retry failed" }).click();
  await expect(tray(page)).toContainText("1 session rebuilt.");
});

test("a listing that was asked for before a deletion does not bring the session back", async ({ page }) => {
  await importSession("NEURO", "TROUBLE_STALE", HEAD);
  await signIn(page, "owner");
  await (await find(page, "TROUBLE_STALE")).getByRole("checkbox").check();
  // The server has answered, and the answer is long on its way.
  let arrive = () => {};
  const arrives = new Promise<void>((resolve) => { arrive = resolve; });
  let asked = 0;
  await page.route(LISTING, async (route) => {
    const answer = await route.fetch();
    asked += 1;
    await arrives;
    await route.fulfill({ response: answer });
  });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect.poll(() => asked).toBe(1);
  await go(page, "Delete", "Delete 1 session");
  await tray(page).getByRole("button", { name: "Do it now" }).click();
  await expect(tray(page)).toContainText("1 session deleted.");
  await expect(row(page, "TROUBLE_STALE")).toHaveCount(0);
  const refresh = page.getByRole("button", { name: "Refresh" });
  await expect(refresh).toHaveAttribute("aria-disabled", "true");
  arrive();
  await expect(refresh).toHaveAttribute("aria-disabled", "false");
  expect(asked, "it is the listing that was asked for before").toBe(1);
  await expect(row(page, "TROUBLE_STALE")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /new session/ })).toHaveCount(0);
});

test("many sessions of one study are compared a few at a time, and what was compared is told", async ({ page }) => {
  const study = Array.from({ length: 12 }, (_, n) => listed(`TWIN_${n}`, { tag: "1.2.3" }));
  await list(page, study);
  await page.route("**/resources?**", (route) => route.fulfill({ json: { ResultSet: { Result: [] } } }));
  const held: Route[] = [];
  const scan = (id: string) => ({ ID: id, xsiType: "xnat:mrScanData", series_description: `series ${id}` });
  const answer = (route: Route) => {
    const number = Number(/TWIN_(\d+)/.exec(route.request().url())![1]);
    const scans = number % 3 === 1 ? [scan("3")] : [scan("1"), scan("2")];
    return route.fulfill({ json: { ResultSet: { Result: scans } } });
  };
  let first = true;
  await page.route(/\/scans\?/, (route) => {
    if (!first) { held.push(route); return; }
    first = false;
    return answer(route);
  });
  await signIn(page, "owner");
  await (await find(page, "TWIN_0")).getByText("TWIN_0", { exact: true }).click();
  const twins = panel(page).getByRole("region", { name: "The same study waits 11 more times" });
  await expect(twins).toContainText("Comparing by scan number and description: 0 of 11 so far.");
  await expect.poll(() => held.length).toBe(3);
  for (let done = 0; done < 11; done += 1) {
    await expect.poll(() => held.length).toBeGreaterThan(done);
    expect(held.length).toBeLessThanOrEqual(done + 3);
    await answer(held[done]);
  }
  await expect(twins).toContainText("Compared by scan number and description: 7 have the same scans as this one, 4 have other scans.");
});
