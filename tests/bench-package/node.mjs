// One round in Node, in a process of its own: prints what was measured as JSON.
//
// usage: node --expose-gc node.mjs CONTENDER BASE PACKAGE
import * as contenders from "./page/contenders.js";
import { measured, wasmBytes } from "./page/probe.js";

const [name, base, program] = process.argv.slice(2);
// The first request of a process pays for what all others have.
await (await fetch(new URL("data/JSESSION", base))).text();
const before = { held: held(), peak: peak() };
const { time, kept, seen } = await measured(contenders[name], base, program);
const after = { peak: peak(), held: held() };
console.log(JSON.stringify({ time, held: after.held - before.held, peak: after.peak - before.peak, seen }));
if (!kept) throw new Error("nothing was kept");

/** What is held on to once all garbage is gone, in bytes: JavaScript's heap, and the memory of modules. */
function held() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed + wasmBytes();
}

/** The most memory that this process has had so far, in bytes. */
function peak() {
  return process.resourceUsage().maxRSS * 1024;
}
