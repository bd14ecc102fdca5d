// What names a session.

import { badArgument } from './errors.js';
import { describe } from './options.js';

const SHAPE = /^(?:\/(?:data|REST))?\/prearchive\/projects\/([^/]+)\/([^/]+)\/([^/]+)\/?$/;

/** Takes an id apart. */
export function parseSessionId(id) {
  const parts = typeof id === 'string' ? SHAPE.exec(id) : null;
  if (!parts) {
    throw badArgument(`${describe(id)} is not the id of a session: expected /prearchive/projects/PROJECT/TIMESTAMP/FOLDER.`);
  }
  const [, project, timestamp, folder] = parts;
  return { project: project.toLowerCase() === 'unassigned' ? null : project, timestamp, folder };
}

/** Puts an id together; a project that is `null` is the sessions without one. */
export function sessionId({ project, timestamp, folder }) {
  const id = `/prearchive/projects/${project ?? 'Unassigned'}/${timestamp}/${folder}`;
  parseSessionId(id);
  return id;
}

/** The id of whatever names a session: an id, an object with one, or its three parts. */
export function idOf(ref) {
  if (typeof ref === 'string') return sessionId(parseSessionId(ref));
  if (typeof ref?.id === 'string') return sessionId(parseSessionId(ref.id));
  if (typeof ref?.timestamp === 'string' && typeof ref.folder === 'string') return sessionId(ref);
  throw badArgument(`A session is named by its id, a session object, or { project, timestamp, folder }, not by ${describe(ref)}.`);
}
