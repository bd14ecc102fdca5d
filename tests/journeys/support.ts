// What the journeys share: signing in, importing real DICOM over the API, and finding things on the page.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, request, type APIRequestContext, type Locator, type Page } from "@playwright/test";
import { zipSync } from "fflate";
import { demoApi, demoPage } from "./demo/page";

const FIXTURES = new URL("../fixtures/dicom/", import.meta.url);

/** A real DICOM file. */
export function dicom(path: string): Buffer {
  return readFileSync(fileURLToPath(new URL(path, FIXTURES)));
}

/** A brain angiography: three scans of one study. */
export const BRAIN = {
  "1/5641.dcm": dicom("mr-philips-brain-mra/series-001-5641.dcm"),
  "2/6273.dcm": dicom("mr-philips-brain-mra/series-002-6273.dcm"),
  "2/a b & 50%.dcm": dicom("mr-philips-brain-mra/series-002-6605.dcm"),
  "700/4467.dcm": dicom("mr-philips-brain-mra/series-700-4467.dcm"),
};

/** One image of a head CT. */
export const HEAD = { "17106.dcm": dicom("ct-ge-head/series-002-17106.dcm") };

/** A program's access to the API, as a user whose password is the name. */
export async function api(user: string): Promise<APIRequestContext> {
  const demo = demoPage();
  if (demo) return demoApi(demo, user) as unknown as APIRequestContext;
  return request.newContext({
    baseURL: process.env.PREARCHIVE_URL,
    userAgent: "journeys",
    extraHTTPHeaders: { Authorization: `Basic ${Buffer.from(`${user}:${user}`).toString("base64")}` },
  });
}

/** Imports files into a project's prearchive over the API, and returns the session's path. */
export async function importSession(project: string, label: string, files: Record<string, Uint8Array>): Promise<string> {
  const context = await api("admin");
  const target = new URLSearchParams({
    dest: `/prearchive/projects/${project}`,
    subject: `SUBJECT_${label}`,
    session: label,
    inbody: "true",
  });
  const response = await context.post(`data/services/import?${target}`, {
    headers: { "Content-Type": "application/zip" },
    data: Buffer.from(zipSync(files)),
  });
  expect(response.status(), await response.text()).toBe(200);
  const uri = (await response.text()).trim();
  await context.dispose();
  return uri;
}

/** Opens the page and signs in. */
export async function signIn(page: Page, user: string) {
  await page.goto("./");
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password").fill(user);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Hide names" })).toBeVisible();
}

/** Types into the filter, and returns the one row that is left. */
export async function find(page: Page, label: string): Promise<Locator> {
  await page.getByRole("combobox", { name: "Filter sessions" }).fill(label);
  return row(page, label);
}

/** The row of a session. */
export function row(page: Page, label: string): Locator {
  return page.getByRole("grid", { name: "Sessions" }).getByRole("row").filter({ hasText: label });
}

/** The panel of the session that is open. */
export function panel(page: Page): Locator {
  return page.getByRole("complementary", { name: "Session details" });
}

/** The run tray. */
export function tray(page: Page): Locator {
  return page.getByRole("region", { name: "Progress" });
}

/** A row of a listing as XNAT writes it. */
export function listed(name: string, values: Record<string, unknown> = {}) {
  const timestamp = "20260901_080000000";
  return {
    project: "NEURO", timestamp, lastmod: "2026-09-01 08:00:00.0", uploaded: "2026-09-01 08:00:00.0", scan_date: "",
    scan_time: "", subject: `P_${name}`, folderName: name, name, tag: "", status: "READY",
    url: `/prearchive/projects/NEURO/${timestamp}/${name}`, autoarchive: "Manual", prevent_anon: "false",
    prevent_auto_commit: "false", SOURCE: "", VISIT: "", PROTOCOL: "", TIMEZONE: "", ...values,
  };
}

/** From now on the server lists these sessions. */
export async function list(page: Page, sessions: unknown[]) {
  await page.unroute(LISTING);
  await page.route(LISTING, (route) => route.fulfill({ json: { ResultSet: { Result: sessions } } }));
}

/** The listing of all that the user may see. */
export const LISTING = /\/data\/prearchive(\/projects)?(\?|$)/;
