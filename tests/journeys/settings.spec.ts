// A project's prearchive setting, read and changed.
import { expect, test } from "@playwright/test";
import { api, signIn } from "./support";

test("an owner reads and changes what a project does on arrival", async ({ page }) => {
  await signIn(page, "owner");
  await page.getByRole("link", { name: "Projects" }).click();
  const project = page.getByRole("listitem", { name: "NEURO" });
  await expect(project).toContainText("Wait in the prearchive");
  await project.getByRole("button", { name: "Change the setting of NEURO" }).click();
  await project.getByRole("radio", { name: /keep/i }).check();
  await project.getByRole("button", { name: "Save" }).click();
  await expect(project).toContainText("Saved.");
  const owner = await api("owner");
  const code = async () => (await owner.get("data/projects/NEURO/prearchive_code")).text();
  expect(await code()).toBe("4");

  await page.reload();
  await project.getByRole("button", { name: "Change the setting of NEURO" }).click();
  await expect(project.getByRole("radio", { name: /keep/i })).toBeChecked();
  await project.getByRole("radio", { name: "Wait in the prearchive" }).check();
  await project.getByRole("button", { name: "Save" }).click();
  await expect(project).toContainText("Saved.");
  expect(await code()).toBe("0");
});

test("replacing archived files is said plainly", async ({ page }) => {
  await signIn(page, "owner");
  await page.getByRole("link", { name: "Projects" }).click();
  const project = page.getByRole("listitem", { name: "PHANTOM" });
  await project.getByRole("button", { name: "Change the setting of PHANTOM" }).click();
  await expect(project.getByText("Files that are already archived are replaced without asking anybody.")).toBeVisible();
});

test("a member sees the setting, and who may change it", async ({ page }) => {
  await signIn(page, "member");
  await page.getByRole("link", { name: "Projects" }).click();
  const project = page.getByRole("listitem", { name: "NEURO" });
  await expect(project).toContainText("Wait in the prearchive");
  await expect(project).toContainText("Only owners change this.");
  await expect(project.getByRole("button", { name: "Change the setting of NEURO" })).toHaveCount(0);
});

test("a refused change is told in the server's words", async ({ page }) => {
  await signIn(page, "owner");
  await page.getByRole("link", { name: "Projects" }).click();
  const project = page.getByRole("listitem", { name: "CARDIO" });
  await project.getByRole("button", { name: "Change the setting of CARDIO" }).click();
  await page.route("**/prearchive_code/**", (route) =>
    route.fulfill({ status: 403, contentType: "text/html", body: "<html><h3>settings are frozen</h3></html>" }));
  await project.getByRole("radio", { name: "Wait in the prearchive" }).check();
  await project.getByRole("button", { name: "Save" }).click();
  await expect(project).toContainText("Only owners of the project and site administrators can change this.");
  await expect(project).toContainText("settings are frozen");
});
