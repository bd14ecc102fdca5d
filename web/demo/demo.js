// The page without a server: a prearchive with sample data in the browser's memory, until the page is loaded anew.
import { createServer } from "./testing.js";
import { saveThrough } from "./links.js";

/** What is said above the page; the style sheet shows the one in the page's language. */
const NOTE = {
  en: "Demonstration: sample data in this browser. Nothing leaves it, and changes last until the page is loaded again.",
  de: "Vorführung: Beispieldaten in diesem Browser. Nichts verlässt ihn, und Änderungen bleiben, bis die Seite neu geladen wird.",
};
/** The users who can be named in the address; the first one is signed in unless told. */
const USERS = ["owner", "admin", "member", "collaborator", "stranger"];
/** In minutes. */
const YEAR = 365 * 24 * 60;
/** More sessions than these are more than a demonstration needs. */
const MOST = 100_000;

/**
 * Makes the prearchive, and returns its `fetch`.
 *
 * In the page's address, `?demo` signs the owner in, `?demo=member` another user, and `?demo=nobody` nobody;
 * `&sessions=1000` adds so many made-up sessions.
 */
export async function demo() {
  const asked = new URLSearchParams(location.search);
  const name = asked.get("demo") || USERS[0];
  const sessions = Math.min(Number.parseInt(asked.get("sessions"), 10) || 0, MOST);
  const server = await createServer({
    demo: true,
    sessions: Math.max(sessions, 0),
    signedIn: USERS.includes(name) ? name : undefined,
    // Who comes back to the page goes on.
    idleMinutes: YEAR,
    minutesAheadOfUtc: -new Date().getTimezoneOffset(),
    elsewhere: (request) => globalThis.fetch(request),
  });
  saveThrough(document, server.fetch, new URL("data/", server.base));
  document.body.prepend(note());
  // For the browser's console: `prearchiveDemo.lock(...)`, `prearchiveDemo.refuse(...)` and the like.
  globalThis.prearchiveDemo = server;
  return server.fetch;
}

function note() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("./demo.css", import.meta.url).href;
  document.head.append(style);
  const note = document.createElement("aside");
  note.className = "demo-note";
  for (const [language, text] of Object.entries(NOTE)) {
    const line = document.createElement("p");
    line.lang = language;
    line.textContent = text;
    note.append(line);
  }
  return note;
}
