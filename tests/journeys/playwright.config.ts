// How the browser journeys are run; `cargo xtask test --only journeys` starts the server and sets the variables.
import { defineConfig, devices } from "@playwright/test";

const { CHROMIUM, JOURNEYS_OUTPUT, PREARCHIVE_URL } = process.env;
if (!PREARCHIVE_URL) {
  throw new Error("PREARCHIVE_URL must be the page's address: run `cargo xtask test --only journeys`");
}

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: JOURNEYS_OUTPUT ?? "../../target/journeys",
  forbidOnly: true,
  // All journeys share one server and its data.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  globalTimeout: 10 * 60_000,
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
});
