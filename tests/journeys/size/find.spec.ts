// List and find: ten thousand sessions arrive on a thin line, are counted, sorted and searched.
import { expect, test } from "@playwright/test";
import { row, signIn } from "../support";
import { box, expectRows, grid, number, tally, waiting, written } from "./support";

test("the first rows are there and can be ticked while the rest of ten thousand arrives", async ({ page }) => {
  const all = await waiting();
  expect(all.length).toBeGreaterThan(8_000);
  await page.goto("./");
  await page.getByLabel("User name").fill("owner");
  await page.getByLabel("Password").fill("owner");
  // A megabyte a second: the list takes some seconds.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: 1e6, uploadThroughput: 1e6 });
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(/[\d,]+ sessions so far/)).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "-1");
  const first = grid(page).locator(".grid-body").getByRole("row").first();
  await first.getByRole("checkbox").check();
  await expect(grid(page), "the rest is still on its way").toHaveAttribute("aria-rowcount", "-1");
  await expectRows(page, all.length);
  await expect(page.getByText(`${written(all.length)} sessions`).first()).toBeVisible();
  await expect(page.getByText("1 selected").first()).toBeVisible();

  await test.step("only what can be seen is drawn, down to the last row", async () => {
    await grid(page).focus();
    await page.keyboard.press("End");
    await expect(grid(page).locator(`[aria-rowindex="${all.length + 1}"]`)).toBeVisible();
    expect(await grid(page).getByRole("row").count()).toBeLessThan(200);
  });
});

test("one among ten thousand is found, and every count is the server's", async ({ page }) => {
  const all = await waiting();
  await signIn(page, "owner");
  await expectRows(page, all.length);

  await test.step("by its subject, while the others are only hidden", async () => {
    const names = tally(all, ({ name }) => name);
    const wanted = all.find(({ name, status }) => status === "READY" && name.startsWith("NEURO_0") && names[name] === 1)!;
    await box(page).pressSequentially(`${wanted.subject.split("^")[0]} ${wanted.name}`.toLowerCase());
    await expectRows(page, 1);
    await expect(row(page, wanted.name)).toContainText(wanted.project);
    await box(page).fill("");
    await expectRows(page, all.length);
  });

  await test.step("the statuses add up", async () => {
    const statuses = page.getByRole("group", { name: "Filter by status" });
    const counts = tally(all, ({ status }) => status);
    for (const [status, name] of Object.entries({ READY: "Ready", RECEIVING: "Receiving", CONFLICT: "Conflict", ERROR: "Error" })) {
      const chip = statuses.getByRole("button", { name: new RegExp(`^${name} `) });
      await expect(chip).toHaveText(new RegExp(`${written(counts[status])}$`));
    }
    expect(number(await statuses.getByRole("button", { name: /^All / }).textContent())).toBe(all.length);
  });

  await test.step("the projects add up, together with a status too", async () => {
    const counts = tally(all, ({ project }) => project);
    const options = page.getByRole("combobox", { name: "Project" }).getByRole("option");
    const told = (await options.allTextContents()).filter((text) => text.includes("("));
    expect(Object.fromEntries(told.map((text) => [text.split(" ")[0], number(text)]))).toEqual(counts);
    await page.getByRole("combobox", { name: "Project" }).selectOption("PHANTOM");
    await page.getByRole("group", { name: "Filter by status" }).getByRole("button", { name: /^Conflict/ }).click();
    await expectRows(page, all.filter(({ project, status }) => project === "PHANTOM" && status === "CONFLICT").length);
  });

  await test.step("and the order holds over all of them", async () => {
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.getByRole("columnheader", { name: "Subject" }).getByRole("button").click();
    await expect(page.getByRole("columnheader", { name: "Subject" })).toHaveAttribute("aria-sort", "ascending");
    const first = await grid(page).locator('[aria-rowindex="2"] .cell.subject').textContent();
    await grid(page).focus();
    await page.keyboard.press("End");
    const last = await grid(page).locator(`[aria-rowindex="${all.length + 1}"] .cell.subject`).textContent();
    const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
    const subjects = all.map(({ subject }) => subject.replace("^", " ")).filter((subject) => subject !== "").sort(order.compare);
    expect([first, last].map((text) => text!.replace("^", " "))).toEqual([subjects[0], subjects.at(-1)]);
  });
});
