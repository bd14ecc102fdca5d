// <xnat-prearchive> in somebody's portal.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dicom } from "../support";
import { changes, expect, look, openPortal, ready, rowOf, test, told, work } from "./portal";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test("the whole job is done inside of the element, and the portal is told of it", async ({ page, portal }) => {
  await openPortal(page, portal);
  const element = work(page);
  await element.getByRole("combobox", { name: "Filter sessions" }).fill("status:ready NEURO_001");
  await expect(element.getByRole("grid")).toHaveAttribute("aria-rowcount", "2");
  await rowOf(element, "NEURO_001_MR1").getByRole("checkbox").check();
  await element.getByRole("button", { name: "Rebuild", exact: true }).first().click();
  await element.getByRole("dialog").getByRole("button", { name: "Rebuild 1 session" }).click();
  await expect.poll(() => told(page, "finished")).toEqual([{ at: "work", action: "rebuild", done: 1, failed: 0, skipped: 0 }]);
  const session = expect.stringMatching(/^\/prearchive\/projects\/NEURO\/.*\/NEURO_001_MR1$/);
  expect(await told(page, "before-action")).toEqual([{ at: "work", action: "rebuild", sessions: [session] }]);
  expect(await told(page, "item")).toEqual([{ at: "work", action: "rebuild", session, outcome: "done" }]);
  expect((await told(page, "selection"))[0]).toEqual({ at: "work", count: 1, sessions: [session] });
});

test("a file is saved through the portal's own fetch", async ({ page, portal }) => {
  await openPortal(page, portal);
  const element = look(page);
  await rowOf(element, "NEURO_001_MR1").getByText("NEURO_001_MR1").click();
  await element.getByRole("complementary").getByRole("button", { name: /1 file|Files/ }).first().click();
  const saving = page.waitForEvent("download");
  await element.getByRole("complementary").getByRole("link", { name: /^Download .*5641/ }).click();
  const saved = await saving;
  expect(readFileSync(await saved.path())).toEqual(dicom("mr-philips-brain-mra/series-001-5641.dcm"));
});

test("the portal can keep an action from happening", async ({ page, portal }) => {
  await openPortal(page, portal);
  const element = work(page);
  await page.evaluate(() => document.addEventListener("xp-before-action", (event) => event.preventDefault()));
  await rowOf(element, "NEURO_001_MR1").getByRole("checkbox").check();
  await element.getByRole("button", { name: "Delete", exact: true }).first().click();
  await element.getByRole("dialog").getByRole("button", { name: "Delete 1 session" }).click();
  await expect(element.getByRole("status").filter({ hasText: "did not let it happen" })).toBeAttached();
  await expect(element.getByRole("dialog")).toBeVisible();
  expect(await told(page, "before-action")).toHaveLength(1);
  expect(await changes(page)).toEqual([]);
});

test("an element that names no actions can only be looked at, whatever is pressed", async ({ page, portal }) => {
  await openPortal(page, portal);
  const element = look(page);
  await rowOf(element, "NEURO_001_MR1").getByText("NEURO_001_MR1").click();
  await expect(element.getByRole("complementary")).toContainText("NEURO_001_MR1");
  await rowOf(element, "NEURO_002_MR1").getByRole("checkbox").check();
  for (const name of ["Archive", "Change Project", "Rebuild", "Delete", "Treat as complete"]) {
    await expect(element.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await element.getByRole("grid").focus();
  for (const key of ["a", "m", "r", "d", "Delete", "Control+Enter"]) {
    await page.keyboard.press(key);
    await expect(element.getByRole("dialog")).toHaveCount(0);
  }
  await page.keyboard.press("Control+k");
  await element.getByRole("dialog").getByRole("combobox").fill("delete");
  await expect(element.getByRole("option", { name: /Delete/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  // Nor by what a program can reach.
  await element.evaluate((it) => {
    for (const key of ["a", "d"]) it.shadowRoot!.querySelector(".app")!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
  });
  await element.getByRole("link", { name: "Projects" }).click();
  await expect(element.getByRole("table", { name: "Projects" })).toBeVisible();
  await expect(element.getByRole("button", { name: /Change/ })).toHaveCount(0);
  expect(await changes(page)).toEqual([]);
});

test("the portal's style stays outside, and the element's inside", async ({ page, portal }) => {
  await openPortal(page, portal);
  const styles = (selector: string) =>
    work(page).evaluate((element, selector) => {
      const style = getComputedStyle(element.shadowRoot!.querySelector(selector)!);
      const { letterSpacing, wordSpacing, textTransform, fontSize, fontStyle, textAlign, cursor, borderRadius, display } = style;
      return { letterSpacing, wordSpacing, textTransform, fontSize, fontStyle, textAlign, cursor, borderRadius, display };
    }, selector);
  const text = { letterSpacing: "normal", textTransform: "none", fontStyle: "normal", fontSize: "14px" };
  expect(await styles(".app")).toMatchObject({ ...text, wordSpacing: "0px", textAlign: "start", cursor: "auto", display: "flex" });
  expect(await styles(".row .cell")).toMatchObject(text);
  expect(await styles(".view-button")).toMatchObject({ ...text, borderRadius: "6px" });
  const heading = await page.getByRole("heading", { name: "Our portal" }).evaluate((it) => getComputedStyle(it).fontFamily);
  expect(heading).toContain("Comic Sans");
  expect(await page.evaluate(() => document.documentElement.getAttributeNames())).toEqual(["lang"]);
  // What is meant to be changed from outside.
  await work(page).evaluate((element) => (element as HTMLElement).style.setProperty("--xp-accent", "rgb(1, 2, 3)"));
  const accent = () => work(page).evaluate((element) => getComputedStyle(element.shadowRoot!.querySelector(".nav[aria-current]")!).borderBottomColor);
  await expect.poll(accent).toBe("rgb(1, 2, 3)");
});

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the elements, ${scheme}`, async ({ page, portal }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.addInitScript(AXE);
    await openPortal(page, portal);
    // Two of a kind have the same landmarks twice, whatever they are.
    await look(page).evaluate((it) => it.remove());
    await rowOf(work(page), "NEURO_001_MR1").getByText("NEURO_001_MR1").click();
    await expect(work(page).getByRole("complementary")).toContainText("Scan");
    const inside = await page.evaluate(async () => {
      type Axe = { run(on: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const on = { include: [["xnat-prearchive"], ["xnat-prearchive-count"]] };
      const { violations } = await (window as unknown as { axe: Axe }).axe.run(on, { runOnly });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    });
    expect(inside).toEqual([]);
  });
}

test("a hundred mounts and removals leave nothing behind", async ({ page, portal }) => {
  test.setTimeout(180_000);
  await openPortal(page, portal);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const round = (times: number) =>
    page.evaluate(async (times) => {
      const like = document.querySelector("#work") as HTMLElement & { fetch: unknown };
      for (let at = 0; at < times; at += 1) {
        const element = document.createElement("xnat-prearchive") as HTMLElement & { fetch: unknown; ready: Promise<unknown> };
        element.setAttribute("base-url", like.getAttribute("base-url")!);
        element.setAttribute("actions", "all");
        element.fetch = like.fetch;
        document.body.append(element);
        await element.ready;
        element.remove();
        await new Promise((done) => setTimeout(done));
      }
      const { initSync } = await import(new URL("package/wasm/app.js", location.href).href);
      return initSync(undefined, undefined).memory.buffer.byteLength as number;
    }, times);
  const measure = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const memory = await round(20);
  const before = await measure();
  const memoryAfter = await round(100);
  const after = await measure();
  expect(after.JSEventListeners - before.JSEventListeners, "listeners").toBeLessThanOrEqual(0);
  expect(after.Nodes - before.Nodes, "nodes").toBeLessThan(100);
  expect(after.JSHeapUsedSize - before.JSHeapUsedSize, "bytes of heap").toBeLessThan(500_000);
  expect(memoryAfter - memory, "bytes of the module's memory").toBe(0);
});

test("an element that is moved keeps what it shows, and one that comes back begins anew", async ({ page, portal }) => {
  await openPortal(page, portal);
  const element = work(page);
  const filter = element.getByRole("combobox", { name: "Filter sessions" });
  await filter.fill("NEURO_001");
  const heardReady = (await told(page, "ready")).length;
  await element.evaluate((it) => document.querySelector("main")!.append(it));
  await expect(filter).toHaveValue("NEURO_001");
  expect(await told(page, "ready")).toHaveLength(heardReady);
  await element.evaluate(async (it) => {
    const parent = it.parentElement!;
    it.remove();
    await new Promise((gone) => setTimeout(gone));
    parent.append(it);
  });
  await ready(page, "work");
  await expect(filter).toHaveValue("");
});

test("all elements share one listing and one login", async ({ page, portal }) => {
  await openPortal(page, portal, "nobody");
  const listings = () => page.evaluate(() => server.requests.filter(({ method, path }) => method === "GET" && /\/data\/prearchive(\?|$)/.test(path)).length);
  await expect(look(page).getByRole("link", { name: "Sign in at the portal" })).toBeVisible();
  const before = await listings();
  await work(page).getByLabel("User name").fill("owner");
  await work(page).getByLabel("Password").fill("owner");
  await work(page).getByRole("button", { name: "Sign in" }).click();
  for (const id of ["work", "look"]) await ready(page, id);
  await expect(page.locator("#badge")).toContainText("17 waiting");
  expect((await listings()) - before, "for three elements").toBe(1);
});

test("attributes are properties, and what is not known is said", async ({ page, portal }) => {
  const said: string[] = [];
  page.on("console", (message) => message.type() === "warning" && said.push(message.text()));
  await openPortal(page, portal);
  const element = work(page);
  await element.evaluate((it) => Object.assign(it, { view: "board", query: "status:conflict" }));
  await expect(element).toHaveAttribute("view", "board");
  await expect(element.getByRole("heading", { name: /Conflict\s*2/ })).toBeVisible();
  await expect(element.getByRole("link", { name: "Projects" })).toHaveCount(0);
  await element.evaluate((it) => Object.assign(it, { view: "carousel", actions: "archive explode" }));
  expect(said.join("\n")).toContain("there is no carousel. Known are list, board, triage, projects, session.");
  expect(said.join("\n")).toContain("there is no explode. Known are all, archive, move, rebuild, delete, settings.");
});

test("a second copy of the package warns, and the first one goes on", async ({ page, portal }) => {
  const said: string[] = [];
  page.on("console", (message) => message.type() === "warning" && said.push(message.text()));
  await openPortal(page, portal);
  await page.context().setOffline(false);
  await page.evaluate(() => import(new URL("package/element.js?copy", location.href).href));
  // Its parts are the same modules, under the same addresses: only another address of all is another copy.
  await page.evaluate(() => import(new URL("package/element/prearchive.js?copy", location.href).href).then(async ({ XnatPrearchive }) => {
    const { define } = await import(new URL("package/element/base.js", location.href).href);
    define("xnat-prearchive", XnatPrearchive);
  }));
  expect(said.join("\n")).toMatch(/<xnat-prearchive> is defined already/);
  await expect(work(page).getByRole("grid")).toBeVisible();
});

test("dialogs and menus keep the focus inside, and give it back", async ({ page, portal }) => {
  await openPortal(page, portal);
  const element = work(page);
  await element.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  await page.keyboard.press("r");
  const dialog = element.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const inside = () => element.evaluate((it) => !!it.shadowRoot!.activeElement?.closest("dialog"));
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    expect(await inside(), "Tab stays in the dialog").toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await element.getByRole("button", { name: "View" }).click();
  const menu = element.getByRole("dialog", { name: "View" }).or(element.locator("#view-menu"));
  await expect(menu.first()).toBeVisible();
  const [button, box] = await Promise.all([element.getByRole("button", { name: "View" }).boundingBox(), element.locator("#view-menu").boundingBox()]);
  expect(Math.abs(box!.y - (button!.y + button!.height)), "the menu is below its button").toBeLessThan(12);
  await page.keyboard.press("Escape");
  // Keys of the portal are the portal's.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("?");
  await expect(dialog).toHaveCount(0);
});
