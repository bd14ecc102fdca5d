// How the browser journeys are run; `cargo xtask test --only journeys` starts the server and sets the variables.
import { defineConfig, devices } from "@playwright/test";

const { CHROMIUM, JOURNEYS_OUTPUT, PREARCHIVE_URL, PREARCHIVE_AT_SIZE_URL } = process.env;
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
  globalTimeout: 15 * 60_000,
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
    { name: "everyday", testMatch: "*.spec.ts", testIgnore: "size/**" },
    // Ten thousand sessions, far away, on a bad line.
    ...(PREARCHIVE_AT_SIZE_URL
      ? [{ name: "at size", testMatch: "size/*.spec.ts", timeout: 120_000, use: { baseURL: PREARCHIVE_AT_SIZE_URL } }]
      : []),
  ],
});
