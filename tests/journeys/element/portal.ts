// Somebody's portal with the elements in it, served as files and nothing else, with the network cut off once it is loaded.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type Locator, type Page } from "@playwright/test";
import { serveFiles } from "../demo/files";

export * from "@playwright/test";

const HERE = new URL(".", import.meta.url).pathname;

/** What an element has told. */
export interface Heard {
  at: string;
  name: string;
  detail: Record<string, unknown>;
}

declare const heard: Heard[];
declare const server: { requests: readonly { method: string; path: string }[] };

export const test = base.extend<object, { portal: string }>({
  portal: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), "portal-"));
      for (const name of ["host.html", "host.css", "host.js"]) await cp(join(HERE, name), join(folder, name));
      await cp(process.env.PREARCHIVE_PACKAGE!, join(folder, "package"), { recursive: true });
      // As strict as our own page's, as far as portals can be.
      const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
      const files = await serveFiles(folder, policy);
      await use(files.root);
      files.close();
      await rm(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

/** Opens the portal, waits until both elements show their sessions, and cuts the network off. */
export async function openPortal(page: Page, portal: string, as = "owner") {
  const later = page.waitForResponse(/app_later\.wasm$/);
  await page.goto(`${portal}host.html?as=${as}`);
  await (await later).finished();
  await page.waitForFunction(() => "defined" in window);
  if (as !== "nobody") for (const id of ["work", "look"]) await ready(page, id);
  await page.context().setOffline(true);
}

/** Waits until an element's sessions are listed. */
export async function ready(page: Page, id: string) {
  await page.locator(`#${id}`).evaluate((element) => (element as unknown as { ready: Promise<unknown> }).ready.then(() => undefined));
}

export const work = (page: Page) => page.locator("#work");
export const look = (page: Page) => page.locator("#look");

/** The row of a session. */
export const rowOf = (element: Locator, label: string) =>
  element.getByRole("row").filter({ has: element.page().getByText(label, { exact: true }) });

/** What was told so far, by name. */
export const told = (page: Page, name: string) =>
  page.evaluate((name) => heard.filter((event) => event.name === name).map(({ at, detail }) => ({ at, ...detail })), name);

/** What was asked of the server that changes something, as `METHOD path`. */
export const changes = (page: Page) =>
  page.evaluate(() => server.requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`));
