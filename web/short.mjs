// Short names for what a module imports from its bindings: wasm-bindgen's are long, are in both, and compress badly.
//
// The binary format is that of the WebAssembly core specification, sections 5.3 to 5.5.

const IMPORTS = 2;
const BINDINGS = /_bg\.js$/;

/** A module and the script of its bindings, with other names for what the one imports from the other. */
export function shortened(module, script) {
  const names = new Map();
  const parts = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const start = at;
    const [size, body] = number(module, at + 1);
    at = body + size;
    parts.push(module[start] === IMPORTS ? renamed(module.subarray(body, at), names) : module.subarray(start, at));
  }
  let text = script;
  for (const [name, short] of names) {
    const pieces = text.split(`${name}: function(`);
    if (pieces.length !== 2) throw new Error(`the bindings have ${pieces.length - 1} functions called ${name}`);
    text = pieces.join(`${short}: function(`);
  }
  const made = Buffer.concat(parts);
  if (!WebAssembly.validate(made)) throw new Error('the module is none any more');
  return { module: made, script: text };
}

/** The section of imports, with short names for those from the bindings, which are told to `names`. */
function renamed(section, names) {
  const out = [];
  let [count, at] = number(section, 0);
  out.push(...bytesOf(count));
  for (; count > 0; count -= 1) {
    const [from, afterFrom] = name(section, at);
    const [what, afterWhat] = name(section, afterFrom);
    if (!BINDINGS.test(from)) out.push(...section.subarray(at, afterWhat));
    else {
      if (!names.has(what)) names.set(what, `i${names.size.toString(36)}`);
      const short = Buffer.from(names.get(what));
      out.push(...section.subarray(at, afterFrom), ...bytesOf(short.length), ...short);
    }
    at = afterKind(section, afterWhat);
    out.push(...section.subarray(afterWhat, at));
  }
  return Buffer.from([IMPORTS, ...bytesOf(out.length), ...out]);
}

/** Where the next import begins, after what this one is: a function, a table, a memory, a global or a tag. */
function afterKind(bytes, at) {
  const limits = (flags) => {
    const [, afterLeast] = number(bytes, flags + 1);
    return bytes[flags] & 1 ? number(bytes, afterLeast)[1] : afterLeast;
  };
  const after = [() => number(bytes, at + 1)[1], () => limits(at + 2), () => limits(at + 1), () => at + 3, () => number(bytes, at + 2)[1]];
  return after[bytes[at]]();
}

function name(bytes, at) {
  const [length, start] = number(bytes, at);
  return [Buffer.from(bytes.subarray(start, start + length)).toString(), start + length];
}

/** An unsigned number in LEB128, and where it ends. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    value |= (bytes[at] & 0x7f) << shift;
    if (bytes[at] < 0x80) return [value, at + 1];
  }
}

function bytesOf(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...bytesOf(value >>> 7)];
}
