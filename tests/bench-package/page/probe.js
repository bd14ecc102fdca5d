// Knows the memories of WebAssembly modules; a module's memory can be had only where the module is made.

const memories = new Set();

for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const made = await original.apply(WebAssembly, given);
    for (const value of Object.values((made.instance ?? made).exports)) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
    }
    return made;
  };
}

/** What they take, in bytes. */
export const wasmBytes = () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

/** Does a contender's work; its time in milliseconds. What it keeps stays in `kept`. */
export async function measured(contender, ...given) {
  const started = performance.now();
  const { kept, ...seen } = await contender(...given);
  return { time: performance.now() - started, kept, seen };
}
