// Prints what was measured, in Markdown: a table for each number of sessions, how each figure grows, and the limits.
//
// usage: node report.mjs ACTIONS MAIN OTHER...: the files that main.mjs wrote; the limits are held against MAIN.
// Ends with 1 if a limit is missed, unless REPORT_ONLY is set.
import { readFileSync } from "node:fs";
import { CONTENDERS } from "./contenders.mjs";
import { FIGURES, growth, value, verdicts } from "./figures.mjs";

const [actions, main, ...others] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const sizes = [main, ...others].sort((a, b) => a.count - b.count);
const names = CONTENDERS.map(({ name }) => name);

for (const size of sizes) {
  const { running, cores } = size.load;
  const rounds = Math.max(...CONTENDERS.map(({ key }) => size.results[key].rounds.length));
  console.log(`\n### ${size.count.toLocaleString("en-US")} sessions\n`);
  console.log(`Chromium ${size.browser}, ${cores} cores, medians of ${rounds}.`);
  if (running > cores / 2) console.log(`The machine was busy: a load of ${running.toFixed(1)} before it began.`);
  console.log("");
  table(
    ["", ...names],
    FIGURES.map((figure) => [
      figure.unit ? `${figure.name} (${figure.unit})` : figure.name,
      ...CONTENDERS.map(({ key, scrolls }) => shown(value(figure, size.results[key]), size.results[key], figure.scrolling && !scrolls)),
    ]),
  );
  for (const { key, name } of CONTENDERS) {
    const { died, rounds } = size.results[key];
    if (died) console.log(`\n${name} did not finish its round ${rounds.length}: ${died}.`);
  }
}

if (sizes.length > 1) {
  const steps = sizes.slice(1).map((size, at) => [sizes[at], size]);
  const from = sizes.map(({ count }) => count.toLocaleString("en-US")).join(", ");
  console.log(`\n### How it grows\n\nThe factor for ten times as many sessions, and the exponent of n, from each to the next of ${from}.\n`);
  const grown = (figure, key, step) => {
    const found = growth(figure, key, step);
    return found ? `x ${found.tenfold.toFixed(1)} (n^${found.exponent.toFixed(2)})` : "-";
  };
  table(
    ["", ...names],
    FIGURES.filter(({ unit }) => unit === "ms" || unit === "MB").map((figure) => [
      figure.name,
      ...CONTENDERS.map(({ key }) => steps.map((step) => grown(figure, key, step)).join(", ")),
    ]),
  );
}

const limits = verdicts(main, actions);
console.log(`\n### Limits, at ${main.count.toLocaleString("en-US")} sessions\n`);
table(["", "What", "Limit", "Measured"], limits.map(({ name, rule, said, met }) => [met ? "met" : "MISSED", name, rule, said]));
const missed = limits.filter(({ met }) => !met).length;
console.log(missed === 0 ? "\nAll limits are met." : `\n${missed} of ${limits.length} limits are missed.`);
process.exitCode = missed === 0 || process.env.REPORT_ONLY ? 0 : 1;

/** Prints a table in Markdown whose columns are in line for those who read it as it is. */
function table(head, rows) {
  const all = [head, head.map(() => ""), ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  for (const [at, row] of all.entries()) {
    const cells = row.map((cell, column) => (at === 1 ? "-".repeat(widths[column]) : cell.padEnd(widths[column])));
    console.log(`| ${cells.join(" | ")} |`);
  }
}

function shown(number, { died }, isNone) {
  if (number === null) return died && !isNone ? "did not finish" : "-";
  return number.toFixed(1);
}
