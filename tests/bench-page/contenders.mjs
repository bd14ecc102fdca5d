// Who is compared: where each one's page comes from, and what describes it to page/probe.js.
//
// A description (`window.contender`) has:
//   rows        selector of a row of data          rowHeight  its height in pixels
//   view()      the box in which rows can be seen   scroller() the element that scrolls
//   count()     rows that pass the filter; less or more than there are while they are still arriving
//   label(row)  the session's label in a row        filter()   the filter's input
//   sort()      sorts by that label                 start()    peers only: fetches and shows the listing
import { readFileSync } from "node:fs";

const here = (path) => new URL(path, import.meta.url);
const file = (path) => ({ path, body: readFileSync(here(path)) });

/** @typedef {{ key: string, name: string, page: string | null, scrolls: boolean }} Contender */

/** @type {Contender[]} */
export const CONTENDERS = [
  { key: "ours", name: "this page", page: null, scrolls: true },
  { key: "agGrid", name: "AG Grid", page: "ag-grid.html", scrolls: true },
  { key: "tabulator", name: "Tabulator", page: "tabulator.html", scrolls: true },
  // Its table ends after 50 rows: there is nothing to scroll through.
  { key: "plain", name: "plain JavaScript", page: "plain.html", scrolls: false },
];

/** What is put into every page before its own scripts. */
export const PROBE = here("page/probe.js").pathname;
/** What describes our page. */
export const OURS = here("page/ours.js").pathname;

/** The peers' files by their path below /bench/. */
export const PEER_FILES = {
  "ag-grid.html": file("page/ag-grid.html"),
  "tabulator.html": file("page/tabulator.html"),
  "plain.html": file("page/plain.html"),
  "peer.js": file("page/peer.js"),
  "ag-grid.js": file("node_modules/ag-grid-community/dist/ag-grid-community.min.noStyle.js"),
  "tabulator.js": file("node_modules/tabulator-tables/dist/js/tabulator.min.js"),
  "tabulator.css": file("node_modules/tabulator-tables/dist/css/tabulator.min.css"),
};

/** What a person uses on our page to rebuild many sessions at once. */
export const work = (page) => ({
  grid: page.getByRole("grid", { name: "Sessions" }),
  filter: page.getByLabel("Filter sessions"),
  selectAll: page.getByRole("checkbox", { name: "Select all that match" }),
  rebuild: page.getByRole("button", { name: "Rebuild", exact: true }).first(),
  agree: page.getByRole("dialog").getByRole("button", { name: /^Rebuild [\d,]+ sessions/ }),
  underWay: page.getByRole("region", { name: "Progress" }).getByRole("progressbar"),
});
