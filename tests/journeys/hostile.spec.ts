// Whatever a listing or a server says is text, and nothing else.
import { expect, test, type Page } from "./play";
import { list, listed, panel, row, signIn } from "./support";

const TEXTS: Record<string, string> = {
  script: "<script>window.hacked = 1</script>",
  image: '"><img src=x onerror="window.hacked=1">',
  bidi: "\u202Egnp.1RM\u2066\u2069",
  long: "x".repeat(10_000),
  emoji: "👩🏽‍⚕️🧠",
  template: "${window.hacked=1}{{constructor}}",
  empty: "",
};

/** Notes what the policy has refused, and every dialog and error. */
async function watch(page: Page): Promise<string[]> {
  const told: string[] = [];
  page.on("dialog", (dialog) => { told.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  page.on("pageerror", (error) => told.push(`error ${error.message}`));
  await page.exposeFunction("tell", (text: string) => told.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      (window as never as { tell(text: string): void }).tell(`policy ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return told;
}

async function isHarmless(page: Page, told: string[]) {
  expect(await page.evaluate(() => (window as never as { hacked?: number }).hacked)).toBeUndefined();
  expect(await page.locator(".app img, .app script, .app iframe").count()).toBe(0);
  expect(told).toEqual([]);
}

for (const [kind, text] of Object.entries(TEXTS)) {
  test(`a listing full of ${kind} shows text`, async ({ page }) => {
    const told = await watch(page);
    const columns = ["subject", "name", "tag", "scan_date", "scan_time", "uploaded", "lastmod", "status", "autoarchive", "SOURCE", "VISIT", "PROTOCOL", "TIMEZONE"];
    const all = Object.fromEntries(columns.map((column) => [column, text]));
    await list(page, [listed("HOSTILE", all), listed("TAME")]);
    await signIn(page, "owner");
    const grid = page.getByRole("grid", { name: "Sessions" });
    await expect(grid).toHaveAttribute("aria-rowcount", "3");
    if (text) await expect(grid.locator(".cell.subject").filter({ hasText: text })).toHaveCount(1);
    const hostile = grid.locator(".grid-body").getByRole("row").filter({ hasNotText: "TAME" });
    await hostile.locator(".cell.project").click();
    await expect(panel(page)).toBeVisible();
    await hostile.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Delete", exact: true }).first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: "Filter sessions" }).fill(text);
    await expect(page).toHaveTitle("XNAT Prearchive");
    expect(page.url()).not.toContain("hacked");
    await isHarmless(page, told);
  });

  test(`a server that answers with ${kind} is quoted`, async ({ page }) => {
    const told = await watch(page);
    await list(page, [listed("TAME")]);
    await signIn(page, "owner");
    await expect(row(page, "TAME")).toBeVisible();
    await page.unrouteAll();
    await page.route("**/data/**", (route) => route.fulfill({ status: 500, contentType: "text/plain", body: text }));
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(page.getByText("Not refreshed, the list is as it was.")).toBeVisible();
    if (text) await expect(page.getByText(text.slice(0, 40)).first()).toBeVisible();
    await row(page, "TAME").getByText("TAME", { exact: true }).click();
    await expect(panel(page).getByRole("alert").or(panel(page).getByText("Try again")).first()).toBeVisible();
    await isHarmless(page, told);
  });
}
