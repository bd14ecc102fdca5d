// Prints what was measured: a table for each number of sessions, how each figure grows, and the limits.
//
// usage: node report.mjs ACTIONS MAIN OTHER...: the files that main.mjs wrote; the limits are held against MAIN.
// Ends with 1 if a limit is missed, unless REPORT_ONLY is set.
import { readFileSync } from "node:fs";
import { CONTENDERS } from "./contenders.mjs";
import { FIGURES, value, verdicts } from "./figures.mjs";

const [actions, main, ...others] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const sizes = [main, ...others].sort((a, b) => a.count - b.count);

for (const size of sizes) {
  const { ours } = size.results;
  const { running, cores } = size.load;
  console.log(`\n${size.count} sessions, Chromium ${size.browser}, medians of ${ours.rounds.length}`);
  if (running > cores / 2) {
    console.log(`  the machine was busy: a load of ${running.toFixed(1)} on ${cores} cores before it began`);
  }
  table(
    FIGURES.map((figure) => [
      figure.unit ? `${figure.name} (${figure.unit})` : figure.name,
      ...CONTENDERS.map(({ key }) => shown(value(figure, size.results[key]), size.results[key])),
    ]),
  );
  for (const { key, name } of CONTENDERS) {
    const { died, rounds } = size.results[key];
    if (died) console.log(`  ${name} died after ${rounds.length} rounds: ${died}`);
  }
}

if (sizes.length > 1) {
  console.log("\nhow it grows: the factor from one size to the next");
  const steps = sizes.slice(1).map((size, at) => [sizes[at], size]);
  const grown = (figure, key, [from, to]) => {
    const [before, after] = [from, to].map(({ results }) => value(figure, results[key]));
    return before && after !== null ? `x ${(after / before).toFixed(1)}` : "-";
  };
  table(
    FIGURES.filter(({ unit }) => unit === "ms" || unit === "MB").map((figure) => [
      figure.name,
      ...CONTENDERS.map(({ key }) => steps.map((step) => grown(figure, key, step)).join(", ")),
    ]),
  );
}

const limits = verdicts(main, actions);
console.log(`\nlimits, at ${main.count} sessions`);
for (const { name, rule, said, met } of limits) console.log(`  ${met ? "met   " : "MISSED"} ${name}: ${rule}; it is ${said}`);
const missed = limits.filter(({ met }) => !met).length;
console.log(missed === 0 ? "\nall limits are met" : `\n${missed} of ${limits.length} limits are missed`);
process.exitCode = missed === 0 || process.env.REPORT_ONLY ? 0 : 1;

/** Prints rows below the contenders' names, in columns. */
function table(rows) {
  const all = [["", ...CONTENDERS.map(({ name }) => name)], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  for (const row of all) {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
    console.log(`  ${cells.join("   ")}`);
  }
}

function shown(number, { died }) {
  if (number === null) return died ? "died" : "-";
  return number.toFixed(1);
}
