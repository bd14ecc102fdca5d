// Put into every page before its own scripts: looks at what is painted, frame by frame.
//
// A contender describes itself as `window.contender` (see contenders.mjs); all times are
// milliseconds of `performance.now()`.
(() => {
  /** Resolves just after the next frame was painted: the message is delivered behind the frame's own task. */
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    });

  /** The time of the first painted frame in which the condition holds. */
  const until = async (what, holds, patience) => {
    const end = performance.now() + patience;
    for (;;) {
      const now = await painted();
      if (holds()) return now;
      if (now > end) throw new Error(`not seen within ${patience} ms: ${what}`);
    }
  };

  /** The row that is painted at a height of the view; null where there is none, or one without text. */
  const rowAt = (x, y) => {
    const row = document.elementFromPoint(x, y)?.closest(window.contender.rows);
    return row && row.textContent.trim() !== "" ? row : null;
  };

  /** The middle of every row slot that is wholly inside the view. */
  const slots = () => {
    const { left, top, bottom } = window.contender.view();
    const { rowHeight } = window.contender;
    const heights = [];
    for (let y = top + rowHeight / 2; y + rowHeight / 2 <= bottom; y += rowHeight) heights.push(y);
    return { x: left + 150, heights };
  };

  const firstRow = () => {
    const { x, heights } = slots();
    return heights.length > 0 ? rowAt(x, heights[0]) : null;
  };

  const firstRows = until("the first rows", () => window.contender?.view() && firstRow(), 300_000);
  // Asked for later; an early failure is told then.
  firstRows.catch(() => {});

  const bench = {
    /** From the request of the listing to its first rows, and to all of them being there for use. */
    async loaded(count, patience) {
      // AG Grid counts its rows before it has drawn one.
      const usable = until(`${count} rows`, () => window.contender?.count() === count && firstRow(), patience);
      const [first, all] = await Promise.all([firstRows, usable]);
      const listing = performance
        .getEntriesByType("resource")
        .find((entry) => /\/data\/prearchive(\/projects)?$/.test(new URL(entry.name).pathname));
      if (!listing) throw new Error("the page has asked for no listing");
      return { first: first - listing.startTime, usable: all - listing.startTime };
    },

    /** Gets ready for a key in the filter; `filtered` then tells how long it took. */
    awaitKey(count, patience) {
      performance.clearMeasures("filter");
      let pressed;
      addEventListener("keydown", (event) => (pressed = event.timeStamp), { capture: true, once: true });
      const seen = () => window.contender.count() === count && (count === 0 || firstRow());
      this.key = until(`${count} rows after a key`, () => pressed !== undefined && seen(), patience).then((end) => {
        const parts = performance.getEntriesByName("filter", "measure");
        const filtering = parts.reduce((sum, part) => sum + part.duration, 0);
        return { key: end - pressed, filtering: parts.length > 0 ? filtering : null };
      });
      this.key.catch(() => {});
    },
    filtered() {
      return this.key;
    },

    /** How long sorting by the label takes until the row that must come first is painted. */
    async sorted(label, patience) {
      const { contender } = window;
      const started = performance.now();
      contender.sort();
      const isFirst = () => {
        const row = firstRow();
        return row && contender.label(row) === label;
      };
      return (await until(`the row of ${label} as the first`, isFirst, patience)) - started;
    },

    /** Scrolls so many rows a second, and counts the painted frames that had an empty slot. */
    async scrolled(rowsPerSecond, duration) {
      const { contender } = window;
      const scroller = contender.scroller();
      scroller.scrollTop = 0;
      await painted();
      const started = await painted();
      const seen = { frames: 0, blank: 0, longest: 0 };
      for (let last = started; last - started < duration; ) {
        // Set between two frames, as a wheel does: the page hears of it before it paints.
        scroller.scrollTop = ((last - started) / 1000) * rowsPerSecond * contender.rowHeight;
        const now = await painted();
        const { x, heights } = slots();
        seen.frames += 1;
        seen.blank += heights.every((y) => rowAt(x, y)) ? 0 : 1;
        seen.longest = Math.max(seen.longest, now - last);
        last = now;
      }
      return seen;
    },

    until,
    painted,
    longTasks: [],
    memories: new Set(),
    wasmBytes() {
      return [...this.memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
    },
  };
  window.bench = bench;

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) bench.longTasks.push({ startTime, duration });
  }).observe({ type: "longtask", buffered: true });

  // A module's memory can be had only where the module is made.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      const { exports } = made.instance ?? made;
      for (const value of Object.values(exports)) {
        if (value instanceof WebAssembly.Memory) bench.memories.add(value);
      }
      return made;
    };
  }
})();
