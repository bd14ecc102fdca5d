// What callers give: checked where it comes in, so that a mistake is named and nothing is sent.

import { badArgument } from './errors.js';

/** The options object that every call takes last. */
export function asOptions(options, known) {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw badArgument(`The last argument is an object of options, not ${describe(options)}.`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name) && !COMMON.includes(name)) {
      throw badArgument(`There is no option “${name}” here; there are ${[...known, ...COMMON].join(', ')}.`);
    }
  }
  const { signal, onProgress } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw badArgument(`signal is an AbortSignal, not ${describe(signal)}.`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw badArgument(`onProgress is a function, not ${describe(onProgress)}.`);
  }
  asTimeout(options.timeoutMs);
  return options;
}

const COMMON = ['signal', 'timeoutMs', 'onProgress'];

/** A time limit in milliseconds. */
export function asTimeout(value) {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value > 0 && value <= 0x7fffffff) return Math.ceil(value);
  throw badArgument(`timeoutMs is a number of milliseconds above 0, not ${describe(value)}.`);
}

/** A whole number within limits. */
export function asCount(name, value, least, most) {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw badArgument(`${name} is a whole number from ${least} to ${most}, not ${describe(value)}.`);
}

/** A text that says something. */
export function asText(name, value) {
  if (typeof value === 'string' && value !== '') return value;
  throw badArgument(`${name} is a text that is not empty, not ${describe(value)}.`);
}

/** One of some words. */
export function asWord(name, value, words) {
  if (words.includes(value)) return value;
  throw badArgument(`${name} is one of ${words.join(', ')}, not ${describe(value)}.`);
}

/** The projects of a listing; `null` is the sessions without a project. */
export function asProjects({ project, projects }) {
  if (project !== undefined && projects !== undefined) throw badArgument('Give either project or projects.');
  const ids = projects ?? (project === undefined ? [] : [project]);
  if (!Array.isArray(ids)) throw badArgument(`projects is an array of project IDs, not ${describe(ids)}.`);
  return ids.map((id) => (id === null ? null : asText('project', id)));
}

/** The keys of an order, from one text or several. */
export function asSort(sort) {
  const keys = sort === undefined ? [] : Array.isArray(sort) ? sort : [sort];
  return keys.map((key) => asText('sort', key));
}

/** Calls a function of the caller's; what it throws is told as any uncaught error is, and does not break the work. */
export function tell(callback, value) {
  if (!callback) return;
  try {
    callback(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** The bytes of whatever holds some. */
export async function asBytes(file) {
  if (file instanceof Uint8Array) return file;
  if (file instanceof ArrayBuffer) return new Uint8Array(file);
  if (ArrayBuffer.isView(file)) return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  if (typeof file?.arrayBuffer === 'function') return new Uint8Array(await file.arrayBuffer());
  throw badArgument(`A file is bytes, a Blob or a File, not ${describe(file)}.`);
}

export function describe(value) {
  if (typeof value === 'string') return `“${value}”`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'an array' : typeof value;
}
