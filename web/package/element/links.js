// Downloads where the calls do not go through the browser's own `fetch`: links are fetched here, and saved from memory.

/** How long the browser may take to begin with a file, in milliseconds. */
const KEEP = 60_000;

/**
 * Has links with the attribute `download` to addresses below `base` saved through `fetch`.
 *
 * `root` is a document, a shadow root or an element; the returned function ends it.
 * A download that fails is told by the event `prearchive-download-failed` on `root`, with the link's `url` and the `reason`.
 */
export function saveThrough(root, fetch, base) {
  const onClick = (event) => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (!link?.hasAttribute("download") || !link.href.startsWith(base.href) || event.defaultPrevented) return;
    event.preventDefault();
    save(link, fetch).catch((reason) => {
      const detail = { url: link.href, reason };
      root.dispatchEvent(new CustomEvent("prearchive-download-failed", { bubbles: true, composed: true, detail }));
    });
  };
  root.addEventListener("click", onClick);
  return () => root.removeEventListener("click", onClick);
}

async function save(link, fetch) {
  const name = link.download;
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const url = URL.createObjectURL(await answer.blob());
  const saved = document.createElement("a");
  saved.href = url;
  saved.download = name;
  saved.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP);
}
