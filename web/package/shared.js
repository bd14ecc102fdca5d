// What both entries have.

export * from './errors.js';
export { parseSessionId, sessionId } from './ids.js';
