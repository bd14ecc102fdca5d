// How the browser journeys are run; `cargo xtask test --only journeys` starts the server and sets the variables.
import { defineConfig, devices } from "@playwright/test";

const { CHROMIUM, JOURNEYS_OUTPUT, PREARCHIVE_URL, PREARCHIVE_AT_SIZE_URL, PREARCHIVE_PACKAGE, PREARCHIVE_PAGE } = process.env;
if (!PREARCHIVE_URL) {
  throw new Error("PREARCHIVE_URL must be the page's address: run `cargo xtask test --only journeys`");
}

export default defineConfig({
  testDir: ".",
  outputDir: JOURNEYS_OUTPUT ?? "../../target/journeys",
  forbidOnly: true,
  // All journeys of a project share one server and its data.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  globalTimeout: 35 * 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL: PREARCHIVE_URL,
    locale: "en-US",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  projects: [
    { name: "everyday", testMatch: "*.spec.ts", testIgnore: ["size/**", "demo/**", "element/**"] },
    // The same, and what is its own, without a server: the network is cut off once the page is loaded.
    ...(PREARCHIVE_PAGE ? [{ name: "demo", testMatch: ["*.spec.ts", "demo/*.spec.ts"], testIgnore: ["size/**", "element/**"] }] : []),
    // The elements of the npm package in somebody's portal.
    ...(PREARCHIVE_PACKAGE ? [{ name: "element", testMatch: "element/*.spec.ts" }] : []),
    // Ten thousand sessions, far away, on a bad line.
    ...(PREARCHIVE_AT_SIZE_URL
      ? [{ name: "at size", testMatch: "size/*.spec.ts", timeout: 120_000, use: { baseURL: PREARCHIVE_AT_SIZE_URL } }]
      : []),
  ],
});
