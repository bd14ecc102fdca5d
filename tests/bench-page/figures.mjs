// What is compared: each figure, how it is read from a round, and the limit our page keeps.

const MB = 1e6;
/** A frame at 60 a second, in milliseconds: nothing is painted sooner. */
export const FRAME = 1000 / 60;

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {string} unit
 * @property {(round: object) => number | null | undefined} of  one round's value; no number where a contender has none
 * @property {boolean} [scrolling]  taken of contenders that scroll
 * @property {{ of: number, than: string, floor?: number }} [limit]  ours is at most `of` times that contender's, or the floor
 */

/** @type {Figure[]} */
export const FIGURES = [
  { name: "first rows", unit: "ms", of: ({ first }) => first, limit: { of: 0.25, than: "agGrid" } },
  { name: "whole list usable", unit: "ms", of: ({ usable }) => usable, limit: { of: 1.0, than: "agGrid" } },
  { name: "key in the filter to paint", unit: "ms", of: ({ key }) => key, limit: { of: 0.5, than: "agGrid", floor: FRAME } },
  { name: "the filtering itself", unit: "ms", of: ({ filtering }) => filtering, limit: { of: 0.25, than: "plain" } },
  { name: "sort by session", unit: "ms", of: ({ sort }) => sort, limit: { of: 0.2, than: "agGrid" } },
  { name: "memory", unit: "MB", of: ({ memory }) => memory / MB, limit: { of: 0.6, than: "agGrid" } },
  { name: "of it JavaScript's heap", unit: "MB", of: ({ heap }) => heap / MB },
  { name: "of it WebAssembly's", unit: "MB", of: ({ wasm }) => wasm / MB },
  { name: "frames with a blank row", scrolling: true, unit: "%", of: ({ scroll }) => scroll && (100 * scroll.blank) / scroll.frames },
  { name: "frames a second in the scroll", scrolling: true, unit: "", of: ({ scroll }) => scroll && scroll.frames / 5 },
  { name: "longest frame in the scroll", scrolling: true, unit: "ms", of: ({ scroll }) => scroll && scroll.longest },
];

/** No task may be longer while a thousand actions run, in milliseconds. */
const LONGEST_TASK = 50;

/** The middle value; of an even number the mean of the two in the middle; null of none. */
export function median(values) {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A figure's median over a contender's rounds; null if it was not taken in all of them. */
export function value(figure, { rounds }) {
  const numbers = rounds.map(figure.of);
  return numbers.every(Number.isFinite) ? median(numbers) : null;
}

/** How a figure grows from one number of sessions to another: the factor for ten times as many, and the exponent. */
export function growth(figure, key, [from, to]) {
  const [before, after] = [from, to].map(({ results }) => value(figure, results[key]));
  if (!before || !after) return null;
  const exponent = Math.log(after / before) / Math.log(to.count / from.count);
  return { exponent, tenfold: 10 ** exponent };
}

/** Every limit with what came of it: `{ name, ours, allowed, ratio, met }`; what could not be measured is missed. */
export function verdicts({ results }, { actions }) {
  const compared = FIGURES.filter(({ limit }) => limit).map((figure) => {
    const { of, than, floor = 0 } = figure.limit;
    const [ours, theirs] = [value(figure, results.ours), value(figure, results[than])];
    const rule = `at most ${of} x ${than === "plain" ? "plain JavaScript" : "AG Grid"}`;
    if (ours === null || theirs === null) return { name: figure.name, rule, met: false, said: "not measured" };
    const said = `${(ours / theirs).toFixed(2)} x (${ours.toFixed(1)} of ${theirs.toFixed(1)} ${figure.unit})`;
    return { name: figure.name, rule, met: ours <= Math.max(of * theirs, floor), said };
  });
  // One blank row in any round is one too many.
  const scrolls = results.ours.rounds.map(({ scroll }) => scroll).filter((scroll) => scroll);
  const sum = (of) => scrolls.map(of).reduce((a, b) => a + b, 0);
  const blank = sum(({ blank }) => blank);
  const task = actions.running;
  return [
    ...compared,
    {
      name: "blank rows while scrolling",
      rule: "none",
      met: scrolls.length > 0 && blank === 0,
      said: `${blank} of ${sum(({ frames }) => frames)} frames`,
    },
    {
      name: "longest task",
      rule: `at most ${LONGEST_TASK} ms`,
      met: task <= LONGEST_TASK,
      said:
        `${atMost(task)} while ${actions.actions} sessions were rebuilt in ${(actions.duration / 1000).toFixed(0)} s ` +
        `(${atMost(actions.planning)} while they were selected and planned)`,
    },
  ];
}

/** Shorter tasks are not told by the browser. */
const atMost = (task) => (task === 0 ? `below ${LONGEST_TASK} ms` : `${task.toFixed(0)} ms`);
