// Playwright's `test` with the page that the project is about: that of a server, or the demonstration without one.
import { test as base } from "@playwright/test";
import { serveFiles } from "./demo/files";
import { LEFT_OUT } from "./demo/left-out";
import { closeDemo, openDemo, REFUSED } from "./demo/page";

export * from "@playwright/test";

export const test = base.extend<object, { files: { root: string; below: string } }>({
  files: [
    async ({}, use) => {
      const { PREARCHIVE_PAGE, PREARCHIVE_URL } = process.env;
      // The policy that our own server sends with the page.
      const page = await fetch(PREARCHIVE_URL!);
      const server = await serveFiles(PREARCHIVE_PAGE!, page.headers.get("Content-Security-Policy") ?? "default-src 'none'");
      await use(server);
      server.close();
    },
    { scope: "worker" },
  ],
  page: async ({ page, files }, use, info) => {
    if (info.project.name !== "demo") return use(page);
    const reason = LEFT_OUT[info.title];
    if (reason) info.fail(true, reason);
    await openDemo(page, files.below);
    await use(page);
    // To fail for another reason is a fault here as everywhere.
    if (info.errors.some(({ message }) => !message?.includes(REFUSED))) info.expectedStatus = "passed";
    closeDemo();
  },
});
