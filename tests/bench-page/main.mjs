// Measures every contender against one server: `cargo xtask bench page` calls this once for each size, then report.mjs.
//
// usage: node main.mjs sessions ROUNDS FILE | node main.mjs actions FILE
// environment: PREARCHIVE_URL, the server's address; CHROMIUM, the browser.
import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { longestTask } from "./actions.mjs";
import { atRest, launch, listing, signIn } from "./browser.mjs";
import { CONTENDERS } from "./contenders.mjs";
import { expectations, round } from "./measure.mjs";

const [what, ...given] = process.argv.slice(2);
const url = process.env.PREARCHIVE_URL;
if (!url) throw new Error("PREARCHIVE_URL must be the server's address: run `cargo xtask bench page`");

// What others do on this machine makes every figure worse, and not alike: the report tells.
const load = { running: loadavg()[0], cores: availableParallelism() };
const browser = await launch();
try {
  const state = await signIn(browser, url);
  const sessions = await listing(browser, url, state);
  const [file, result] =
    what === "actions"
      ? [given[0], { actions: await longestTask(browser, url, state, sessions) }]
      : [given[1], await compare(state, sessions, Number(given[0]))];
  writeFileSync(file, JSON.stringify({ browser: browser.version(), load, ...result }, null, 1));
} finally {
  await browser.close();
}

/** All contenders in turn, round by round, so that what else the machine does meets all alike. */
async function compare(state, sessions, rounds) {
  const expected = expectations(sessions);
  const results = Object.fromEntries(CONTENDERS.map(({ key }) => [key, { rounds: [], died: null }]));
  for (let number = 1; number <= rounds; number++) {
    // Another one begins each round: whoever follows on a large page must not always be the same.
    const first = number % CONTENDERS.length;
    for (const contender of [...CONTENDERS.slice(first), ...CONTENDERS.slice(0, first)]) {
      const result = results[contender.key];
      if (result.died) continue;
      await atRest(browser);
      const started = Date.now();
      const taken = {};
      result.rounds.push(taken);
      try {
        await round(browser, url, state, contender, expected, taken);
      } catch (error) {
        // A row of the table says so; the others are still worth measuring.
        result.died = error.message.split("\n")[0];
      }
      const end = result.died ? `did not finish: ${result.died}` : `${((Date.now() - started) / 1000).toFixed(1)} s`;
      console.log(`${expected.count} sessions, round ${number} of ${rounds}, ${contender.name}: ${end}`);
    }
  }
  return { count: expected.count, results };
}
