// The projects' prearchive settings: read, changed one by one or several at once, and read back.
import { expect, test, type Locator, type Page } from "./play";
import { api, importSession, HEAD, row, signIn } from "./support";

/** Opens the table of projects. */
async function projects(page: Page, user: string) {
  await signIn(page, user);
  await page.getByRole("link", { name: "Projects" }).click();
}

/** The row of a project. */
function project(page: Page, id: string): Locator {
  return page.getByRole("table", { name: "Projects" }).getByRole("row", { name: id, exact: true });
}

/** Opens the setting of a project. */
async function change(page: Page, id: string): Promise<Locator> {
  await project(page, id).getByRole("button", { name: `Change the setting of ${id}` }).click();
  return page.getByRole("dialog", { name: `Setting of ${id}` });
}

/** What the server says a project does. */
async function code(id: string): Promise<string> {
  const owner = await api("owner");
  const text = await (await owner.get(`data/projects/${id}/prearchive_code`)).text();
  await owner.dispose();
  return text;
}

test("an owner reads and changes what a project does on arrival", async ({ page }) => {
  await projects(page, "owner");
  await expect(project(page, "NEURO")).toContainText("Wait in the prearchive");
  let dialog = await change(page, "NEURO");
  await dialog.getByRole("radio", { name: /keep/i }).check();
  await expect(dialog).toContainText("Wait in the prearchive → Archive automatically, keep existing files");
  await dialog.getByRole("button", { name: "Change 1 project" }).click();
  await expect(dialog).toBeHidden();
  await expect(project(page, "NEURO")).toContainText("Saved.");
  await expect(project(page, "NEURO").getByRole("button", { name: "Change the setting of NEURO" }), "the focus goes back").toBeFocused();
  await expect(project(page, "NEURO")).toContainText("Archive automatically, keep existing files");
  expect(await code("NEURO")).toBe("4");

  await page.reload();
  dialog = await change(page, "NEURO");
  await expect(dialog.getByRole("radio", { name: /keep/i })).toBeChecked();
  await dialog.getByRole("radio", { name: "Wait in the prearchive" }).check();
  await dialog.getByRole("button", { name: "Change 1 project" }).click();
  await expect(project(page, "NEURO")).toContainText("Saved.");
  expect(await code("NEURO")).toBe("0");
});

test("several projects are changed at once, and what changes is said before", async ({ page }) => {
  await projects(page, "owner");
  const before = { NEURO: await code("NEURO"), PHANTOM: await code("PHANTOM") };
  for (const id of ["NEURO", "PHANTOM"]) await page.getByRole("checkbox", { name: `Select ${id}` }).check();
  await page.getByRole("button", { name: "Change 2 projects" }).click();
  const dialog = page.getByRole("dialog", { name: "Setting of 2 projects" });
  await dialog.getByRole("radio", { name: /keep/i }).check();
  await expect(dialog.getByRole("listitem", { name: "NEURO" })).toContainText("Wait in the prearchive → Archive automatically");
  await dialog.getByRole("button", { name: /^Change \d project/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator(":focus"), "the focus stays in the page").toHaveCount(1);
  for (const id of ["NEURO", "PHANTOM"]) expect(await code(id)).toBe("4");
  const owner = await api("owner");
  for (const [id, old] of Object.entries(before)) {
    expect((await owner.put(`data/projects/${id}/prearchive_code/${old}`)).status()).toBe(200);
  }
});

test("replacing archived files is said plainly", async ({ page }) => {
  await projects(page, "owner");
  const dialog = await change(page, "PHANTOM");
  await expect(dialog.getByText("Files that are already archived are replaced without asking anybody.")).toBeVisible();
});

test("a member sees the setting, and who may change it", async ({ page }) => {
  await projects(page, "member");
  await expect(project(page, "NEURO")).toContainText("Member");
  await expect(project(page, "NEURO")).toContainText("Wait in the prearchive");
  await expect(project(page, "NEURO")).toContainText("Only owners change this.");
  await expect(project(page, "NEURO").getByRole("button", { name: "Change the setting of NEURO" })).toHaveCount(0);
  await expect(project(page, "NEURO").getByRole("checkbox")).toHaveCount(0);
});

test("an administrator is called one", async ({ page }) => {
  await projects(page, "admin");
  await expect(project(page, "NEURO")).toContainText("Administrator");
  await expect(project(page, "NEURO").getByRole("button", { name: "Change the setting of NEURO" })).toBeVisible();
});

test("a refused change is told in the server's words", async ({ page }) => {
  await projects(page, "owner");
  const dialog = await change(page, "CARDIO");
  await page.route("**/prearchive_code/**", (route) =>
    route.fulfill({ status: 403, contentType: "text/html", body: "<html><h3>settings are frozen</h3></html>" }));
  await dialog.getByRole("radio", { name: "Wait in the prearchive" }).check();
  await dialog.getByRole("button", { name: "Change 1 project" }).click();
  const told = dialog.getByRole("listitem", { name: "CARDIO" });
  await expect(told).toContainText("Only owners of the project and site administrators can change this.");
  await expect(told).toContainText("settings are frozen");
});

test("a change that the server takes and does not keep is told", async ({ page }) => {
  await projects(page, "owner");
  const before = await code("CARDIO");
  const dialog = await change(page, "CARDIO");
  await page.route("**/prearchive_code/**", (route) => route.fulfill({ status: 200, body: "" }));
  await dialog.getByRole("radio", { name: "Wait in the prearchive" }).check();
  await dialog.getByRole("button", { name: "Change 1 project" }).click();
  await expect(dialog).toContainText("The server took the change, and says all the same:");
  expect(await code("CARDIO")).toBe(before);
});

test("projects are found and ordered, and their counts lead to the sessions", async ({ page }) => {
  await importSession("PHANTOM", "SETTINGS_1", HEAD);
  await projects(page, "owner");
  await page.getByRole("searchbox", { name: "Filter projects" }).fill("phantom");
  await expect(project(page, "NEURO")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Filter projects" }).fill("");
  await page.getByRole("columnheader", { name: "Oldest waiting" }).getByRole("button").click();
  await expect(page.getByRole("columnheader", { name: "Oldest waiting" })).toHaveAttribute("aria-sort", "ascending");
  await project(page, "PHANTOM").getByRole("button", { name: /^\d+ Ready: show these sessions of PHANTOM/ }).click();
  await expect(row(page, "SETTINGS_1")).toBeVisible();
  await expect(page).toHaveURL(/project%3APHANTOM|project:PHANTOM/);
  await expect(page).toHaveURL(/status%3Aready|status:ready/);
});
