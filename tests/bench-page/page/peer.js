// What the peers' pages share: the columns of our grid, and the feed.
window.COLUMNS = [
  ["project", "Project"],
  ["subject", "Subject"],
  ["name", "Session"],
  ["scan_date", "Scan date"],
  ["uploaded", "Uploaded"],
  ["status", "Status"],
  ["lastmod", "Last change"],
];

window.sessions = async () => {
  const response = await fetch("/data/prearchive/projects?format=json");
  return (await response.json()).ResultSet.Result;
};

/** The area of an element in which rows can be seen. */
window.area = (selector) => document.querySelector(selector)?.getBoundingClientRect() ?? null;
