// Finds the API for a page: where `config.json` beside it says, else in the page's folder, else in the one above it.

// What XNAT answers to everybody at `data/JSESSION`: the identifier of a session, as plain text.
const SESSION = /^[0-9A-Za-z]{16}/;

// True if XNAT answers below that address; a redirect to a page for signing in is no answer.
async function answers(base, get) {
  try {
    const answer = await get(new URL('data/JSESSION', base).href, { redirect: 'manual', cache: 'no-store' });
    return answer.status === 401 || (answer.ok && SESSION.test(await answer.text()));
  } catch {
    return false;
  }
}

// What `config.json` says; nothing if there is none, or another page in its place.
async function read(page, get) {
  let answer;
  try {
    answer = await get(new URL('config.json', page).href, { cache: 'no-cache' });
  } catch {
    return {};
  }
  const text = answer.ok ? (await answer.text()).trim() : '';
  if (!text || text[0] === '<') return {};
  const config = JSON.parse(text);
  if (typeof config !== 'object' || !config || Array.isArray(config)) throw new SyntaxError('no JSON object');
  return config;
}

/**
 * The configuration of the page at an address, with its `baseUrl`: the folder that has `data/` in it, ending in a slash.
 * Keeps nothing. Throws a `SyntaxError` if `config.json` is there and is no JSON object.
 */
export async function configure(page, get = fetch) {
  const config = await read(page, get);
  if (typeof config.baseUrl === 'string') {
    return { ...config, baseUrl: new URL(config.baseUrl.replace(/\/*$/, '/'), page).href };
  }
  const here = new URL('./', page).href;
  const above = new URL('../', page).href;
  // At the top there is nothing to choose, and nothing is asked.
  const isAbove = here !== above && !(await answers(here, get)) && (await answers(above, get));
  return { ...config, baseUrl: isAbove ? above : here };
}
