// The list: rows while others arrive, columns that stay as they were chosen, news that move nothing.
import { createServer, request as requestTo } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./play";
import { list, listed, row, signIn } from "./support";

test("what is new waits behind a pill, and what has changed flashes where it is", async ({ page }) => {
  const before = ["OLD_1", "OLD_2", "OLD_3"].map((name) => listed(name, { status: name === "OLD_2" ? "_MOVING" : "READY" }));
  await list(page, before);
  await signIn(page, "owner");
  await expect(row(page, "OLD_1")).toBeVisible();
  await row(page, "OLD_3").getByRole("checkbox").check();
  const place = await row(page, "OLD_3").boundingBox();
  await list(page, [
    listed("NEW_1", { lastmod: "2026-09-05 08:00:00.0" }),
    listed("NEW_2", { lastmod: "2026-09-05 08:00:00.0" }),
    ...before.map((one) => ({ ...one, status: one.name === "OLD_2" ? "CONFLICT" : one.status })),
  ]);
  const pill = page.getByRole("button", { name: "2 new sessions" });
  await expect(pill).toBeVisible();
  await expect(row(page, "OLD_2")).toContainText("Conflict");
  await expect(row(page, "OLD_2").locator(".cell.status")).toHaveClass(/flash/);
  await expect(row(page, "OLD_1").locator(".flash")).toHaveCount(0);
  await expect(row(page, "NEW_1")).toHaveCount(0);
  expect(await row(page, "OLD_3").boundingBox()).toEqual(place);
  await pill.click();
  await expect(row(page, "NEW_1")).toBeVisible();
  await expect(pill).toBeHidden();
  await expect(row(page, "OLD_3").getByRole("checkbox")).toBeChecked();
});

test("the first rows can be used while the rest is still on its way", async ({ page }) => {
  let finish = () => {};
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => JSON.stringify(listed(`S${from + n}`))).join(",");
  // A listing that stops half way: only a server can send one, and this one passes all else on.
  const slow = createServer((asked, answer) => {
    if (/\/data\/prearchive(\/projects)?\?/.test(asked.url ?? "")) {
      answer.writeHead(200, { "Content-Type": "application/json" });
      answer.write(`{"ResultSet":{"Result":[${rows(0, 500)}`);
      finish = () => answer.end(`,${rows(500, 1200)}]}}`);
      return;
    }
    const target = new URL(asked.url ?? "/", process.env.PREARCHIVE_URL);
    const passed = requestTo(target, { method: asked.method, headers: { ...asked.headers, host: target.host } }, (answered) => {
      answer.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const { port } = slow.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByLabel("User name").fill("owner");
  await page.getByLabel("Password").fill("owner");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("500 sessions so far")).toBeVisible();
  const grid = page.getByRole("grid", { name: "Sessions" });
  await expect(grid).toHaveAttribute("aria-rowcount", "-1");
  await expect(grid).toHaveAttribute("aria-busy", "true");
  await row(page, "S0").first().getByRole("checkbox").check();
  const box = page.getByRole("combobox", { name: "Filter sessions" });
  await box.fill("session:=S7");
  await expect(row(page, "S7")).toHaveCount(1);
  finish();
  await expect(grid).toHaveAttribute("aria-rowcount", "2");
  await box.fill("");
  await expect(grid).toHaveAttribute("aria-rowcount", "1201");
  await expect(page.getByText("1 selected").first()).toBeVisible();
  slow.closeAllConnections();
  slow.close();
});

test("columns are chosen, moved and resized, and stay so", async ({ page }) => {
  await list(page, [listed("ONE", { tag: "1.2.840.99", SOURCE: "uploader" })]);
  await signIn(page, "owner");
  const headers = () => page.getByRole("columnheader").allInnerTexts();
  await expect(row(page, "ONE")).toBeVisible();
  await page.getByRole("button", { name: "View", exact: true }).click();
  const menu = page.getByRole("dialog", { name: "Columns and row height" });
  await menu.getByRole("checkbox", { name: "Study UID" }).check();
  await menu.getByRole("checkbox", { name: "Uploaded" }).uncheck();
  await menu.getByRole("button", { name: "Move Session forward" }).click();
  await menu.getByRole("radio", { name: "Compact" }).check();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  const wanted = ["Project", "Session", "Subject", "Scan date", "Status", "Last change", "Study UID"];
  expect((await headers()).slice(1).map((name) => name.trim())).toEqual(wanted);
  await expect(row(page, "ONE")).toContainText("1.2.840.99");
  const header = page.getByRole("columnheader", { name: "Session", exact: true });
  const before = await header.boundingBox();
  const edge = await header.locator(".edge").boundingBox();
  if (!before || !edge) throw new Error("the header is not there");
  await page.mouse.move(edge.x + 4, edge.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge.x + 64, edge.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await header.boundingBox())?.width).toBeCloseTo(before.width + 60, -1);
  const width = (await header.boundingBox())?.width;
  await page.reload();
  await expect(row(page, "ONE")).toBeVisible();
  expect((await headers()).slice(1).map((name) => name.trim())).toEqual(wanted);
  expect((await header.boundingBox())?.width).toBe(width);
  expect((await row(page, "ONE").boundingBox())?.height).toBe(26);
  await page.getByRole("button", { name: "View", exact: true }).click();
  await menu.getByRole("button", { name: "Reset columns" }).click();
  expect((await headers()).map((name) => name.trim())).toContain("Uploaded");
});

test("two columns sort together", async ({ page }) => {
  const of = (name: string, subject: string, project: string) =>
    listed(name, { subject, project, url: `/prearchive/projects/${project}/20260901_080000000/${name}` });
  await list(page, [of("A", "S2", "P"), of("B", "S10", "Q"), of("C", "S10", "P")]);
  await signIn(page, "owner");
  await page.getByRole("columnheader", { name: "Subject" }).getByRole("button").click();
  await page.getByRole("columnheader", { name: "Project" }).getByRole("button").click({ modifiers: ["Shift"] });
  const rows = page.getByRole("grid", { name: "Sessions" }).locator(".grid-body").getByRole("row");
  for (const [at, [subject, project]] of [["S2", "P"], ["S10", "P"], ["S10", "Q"]].entries()) {
    await expect(rows.nth(at).locator(".cell.subject")).toHaveText(subject);
    await expect(rows.nth(at).locator(".cell.project")).toHaveText(project);
  }
  await expect(page.getByRole("columnheader", { name: "Subject" })).toHaveAttribute("aria-sort", "ascending");
  expect(page.url()).toContain("sort=subject,project");
});
