// Prints all of Lighthouse's figures, medians of several runs: `cargo xtask bench lighthouse`.
//
// usage: node bench.mjs ROUNDS
// Ends with 1 if accessibility or best practices are below 100 anywhere, or performance below its limit on desktop, signed in.
import { availableParallelism, loadavg } from "node:os";
import { FORMS, judge, launch, SCREENS } from "./judge.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** On desktop, where nothing is slowed down but by this machine. */
const PERFORMANCE = 95;

const rounds = Number(process.argv[2]);
const [running, cores] = [loadavg()[0], availableParallelism()];
const browser = await launch();
const rows = [];
let missed = 0;
try {
  for (const screen of SCREENS) {
    for (const form of FORMS) {
      const all = [];
      for (let round = 1; round <= rounds; round++) {
        all.push(await judge(browser, screen, form, CATEGORIES));
        const told = CATEGORIES.map((category) => `${category} ${all.at(-1)[category].score}`).join(", ");
        console.log(`${screen.name}, ${form.name}, round ${round} of ${rounds}: ${told}`);
      }
      const scores = CATEGORIES.map((category) => median(all.map((one) => one[category].score)));
      const limits = [screen.name !== "signed out" && form.name === "desktop" ? PERFORMANCE : 0, 100, 100];
      missed += scores.filter((score, at) => score < limits[at]).length;
      rows.push([screen.name, form.name, ...scores]);
      for (const category of CATEGORIES) {
        for (const flaw of all.at(-1)[category].flaws) console.log(`    ${flaw}`);
      }
    }
  }
} finally {
  await browser.close();
}

console.log(`\nLighthouse, medians of ${rounds}`);
if (running > cores / 2) console.log(`the machine was busy: a load of ${running.toFixed(1)} on ${cores} cores before it began`);
console.log("\n| Screen | Form | Performance | Accessibility | Best practices |\n| --- | --- | ---: | ---: | ---: |");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
console.log(`\n${missed === 0 ? "all limits are met" : `${missed} limits are missed`}`);
process.exitCode = missed === 0 ? 0 : 1;

/** The lower of the two in the middle, so that no score is praised that was not measured. */
function median(values) {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1];
}
