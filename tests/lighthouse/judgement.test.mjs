// What does not depend on the machine: accessibility and best practices are at 100 on every screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FORMS, judge, launch, SCREENS } from "./judge.mjs";

const CATEGORIES = ["accessibility", "best-practices"];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const screen of SCREENS) {
  for (const form of FORMS) {
    test(`${screen.name}, ${form.name}: nothing is found`, async () => {
      const verdicts = await judge(browser, screen, form, CATEGORIES);
      for (const category of CATEGORIES) {
        const { score, flaws } = verdicts[category];
        assert.equal(score, 100, `${category} is ${score}\n    ${flaws.join("\n    ")}`);
      }
    });
  }
}
