// The demonstration: the page without any server, from a folder of files, with the network cut off once it is loaded.
import { readFileSync, readdirSync } from "node:fs";
import { expect, test as base, type Page } from "@playwright/test";
import { dicom, find, panel, row, tray } from "../support";
import { serveFiles } from "./files";
import { LEFT_OUT } from "./left-out";

const test = base.extend<object, { files: { root: string; below: string } }>({
  files: [
    async ({}, use) => {
      const page = await fetch(process.env.PREARCHIVE_URL!);
      const server = await serveFiles(process.env.PREARCHIVE_PAGE!, page.headers.get("Content-Security-Policy")!);
      await use(server);
      server.close();
    },
    { scope: "worker" },
  ],
});

/** Opens the demonstration, and cuts the network off. */
async function open(page: Page, address: string) {
  const later = page.waitForResponse(/_later\.wasm$/);
  await page.goto(address);
  await (await later).finished();
  await expect(page.getByRole("grid", { name: "Sessions" })).toBeVisible();
  await page.context().setOffline(true);
}

for (const place of ["root", "below"] as const) {
  test(`a visitor looks round and tries everything: the files are ${place === "root" ? "at the root" : "below a context path"}`, async ({ page, files }) => {
    const wrong: string[] = [];
    // That the icon is out of reach is no fault of the page.
    page.on("console", (message) => message.type() === "error" && !message.text().includes("ERR_INTERNET_DISCONNECTED") && wrong.push(message.text()));
    page.on("pageerror", (error) => wrong.push(error.message));
    const asked: string[] = [];
    // The browser itself asks for the page's icon, whenever it likes.
    page.on("request", (request) => !/favicon|^blob:/.test(request.url()) && asked.push(new URL(request.url()).pathname));
    await open(page, `${files[place]}?demo`);
    const before = asked.length;

    await test.step("who opens it is signed in, and told what it is", async () => {
      await expect(page.getByText("Demonstration: sample data in this browser.")).toBeVisible();
      await expect(page.getByRole("grid", { name: "Sessions" })).toBeVisible();
    });

    await test.step("a session has scans and files, and a file is saved byte for byte", async () => {
      await (await find(page, "NEURO_001_MR1")).getByText("NEURO_001_MR1", { exact: true }).click();
      await panel(page).getByRole("button", { name: /1 file|Files/ }).first().click();
      const saving = page.waitForEvent("download");
      await panel(page).getByRole("link", { name: /^Download .*5641/ }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe("series-001-5641.dcm");
      expect(readFileSync(await saved.path())).toEqual(dicom("mr-philips-brain-mra/series-001-5641.dcm"));
    });

    await test.step("the whole session is saved as a zip", async () => {
      await panel(page).locator("details.more-facts > summary").click();
      const saving = page.waitForEvent("download");
      await panel(page).locator("details.more-facts").getByRole("link").click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe("NEURO_001_MR1.zip");
      expect(readFileSync(await saved.path()).subarray(0, 2).toString()).toBe("PK");
    });

    await test.step("a deletion is undone, a session is moved", async () => {
      const found = row(page, "NEURO_001_MR1");
      await found.getByRole("checkbox").check();
      await page.getByRole("button", { name: "Delete", exact: true }).first().click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete 1 session" }).click();
      await tray(page).getByRole("button", { name: "Undo" }).click();
      await expect(found).toContainText("Ready");
      await page.getByRole("button", { name: "Change Project" }).first().click();
      await page.getByRole("dialog").getByLabel("Target project").selectOption("CARDIO");
      await page.getByRole("dialog").getByRole("button", { name: "Move 1 session to CARDIO" }).click();
      await tray(page).getByRole("button", { name: "Do it now" }).click();
      await expect(tray(page)).toContainText("1 session moved");
      await expect(found).toContainText("CARDIO");
    });

    expect(asked.slice(before), "nothing was asked of a server").toEqual([]);
    expect(asked.filter((path) => path.includes("/data/")), "nor before").toEqual([]);
    expect(wrong, "the policy and the page have nothing to complain about").toEqual([]);
  });
}

test("the address says who is signed in, and how many sessions there are", async ({ page, files }) => {
  await open(page, `${files.root}?demo=member&sessions=300`);
  await expect.poll(async () => Number(await page.getByRole("grid", { name: "Sessions" }).getAttribute("aria-rowcount"))).toBeGreaterThan(200);
  await page.getByRole("link", { name: "Projects" }).click();
  await expect(page.getByRole("table", { name: "Projects" }).getByRole("row", { name: "NEURO", exact: true })).toContainText("Member");
});

test("without the word in the address the page looks for its server", async ({ page, files }) => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(files.root);
  await expect(page.getByText("The page cannot start")).toBeVisible();
  expect(loaded.filter((path) => path.includes("/demo/"))).toEqual([]);
});

test("what is left out in the demonstration is still done elsewhere", () => {
  const folder = new URL("../", import.meta.url);
  const journeys = readdirSync(folder).filter((name) => name.endsWith(".spec.ts")).map((name) => readFileSync(new URL(name, folder), "utf8"));
  for (const title of Object.keys(LEFT_OUT)) {
    expect(journeys.filter((text) => text.includes(`test("${title}"`)), title).toHaveLength(1);
  }
});
