// The same work twice: a listing to a filtered, sorted table and its first 50 rows. Runs in Node and in a page.

/** What is looked for. It is in a third of the sessions, and in no status or date. */
export const WORD = "h";
/** How many rows are shown. */
export const WINDOW = 50;

/** With the package at an address; its module is loaded first, as `connect()` does at its first call. */
export async function ours(base, program) {
  const { connect } = await import(program);
  const xnat = await connect({ baseUrl: base });
  const table = await xnat.table({ query: WORD, sort: ["session"] });
  return {
    kept: { xnat, table },
    total: table.total,
    found: table.length,
    rows: table.rows(0, WINDOW).map(({ label }) => label),
  };
}

/**
 * As programs do it without one: all rows stay, because the next filter needs them.
 * The texts are compared by their code units, which is quicker than any order that people would choose.
 */
export async function plain(base) {
  const answer = await fetch(new URL("data/prearchive?format=json", base));
  const { Result: all } = (await answer.json()).ResultSet;
  const has = (text) => text.toLowerCase().includes(WORD);
  const found = all.filter((row) => has(row.name) || has(row.subject) || has(row.project) || has(row.status));
  found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return {
    kept: { all, found },
    total: all.length,
    found: found.length,
    rows: found.slice(0, WINDOW).map(({ name }) => name),
  };
}
