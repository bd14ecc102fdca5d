// How the prearchive's own page is looked at: everything the bench knows of it, by roles and labels.
(() => {
  const grid = () => document.querySelector('[role="grid"][aria-label="Sessions"]');
  const column = () =>
    [...grid().querySelectorAll('[role="columnheader"]')].find((header) => header.textContent.trim() === "Session");

  window.contender = {
    rows: '[role="grid"][aria-label="Sessions"] [role="row"]:has([role="gridcell"])',
    rowHeight: 32,
    scroller: grid,
    /** The part of the grid in which rows can be seen: below its header. */
    view() {
      const element = grid();
      if (!element) return null;
      const { left, bottom } = element.getBoundingClientRect();
      const header = element.querySelector('[role="columnheader"]');
      return { left, bottom, top: header ? header.getBoundingClientRect().bottom : 0 };
    },
    label: (row) => row.querySelector(`[role="gridcell"][aria-colindex="${column().ariaColIndex}"]`).textContent.trim(),
    /** The rows that pass the filter; -1 while the list is still arriving. */
    count() {
      const element = grid();
      return !element || element.ariaBusy === "true" ? -1 : Number(element.ariaRowCount) - 1;
    },
    filter: () => document.querySelector('input[aria-label="Filter sessions"]'),
    sort() {
      const header = column();
      (header.querySelector("button") ?? header).click();
    },
  };
})();
