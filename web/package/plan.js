// One thing done to many sessions: looked at first, then run, and told of while it runs.

import { badArgument } from './errors.js';
import { idOf } from './ids.js';
import { asCount, asOptions, asText, asWord, describe, tell } from './options.js';
import { Run, resultOf } from './run.js';
import { asSession } from './status.js';

export const ACTIONS = ['archive', 'move', 'rebuild', 'delete'];
const OVERWRITE = ['refuse', 'append', 'delete'];
/** So many sessions are asked about at the same time. */
const TOGETHER = 4;

/** What a person is told of a reason. */
const REASONS = {
  locked: 'The server is working on the session.',
  queued: 'Other work on the session was asked for and has not begun.',
  receiving: 'Files may still arrive.',
  failed: 'Something failed before; the log says what.',
  conflicts: 'It clashes with what is archived already: decide what may be overwritten.',
  unassigned: 'Only sessions of a project can be archived, and none can be moved to no project.',
  'already-there': 'It is in that project already.',
  'no-identity': 'The server does not say where the session is.',
  'unknown-status': 'Its status is not known to this version.',
};

/** Looks at sessions before something is done to them. */
export async function makePlan(wire, action, sessions, options) {
  wire.check();
  asWord('action', action, ACTIONS);
  const given = asOptions(options, ['project', 'overwrite', 'names', 'check', 'onItem']);
  const { project, overwrite = 'refuse', names, check = false, onItem, signal, timeoutMs, onProgress } = given;
  if (action === 'move') asText('project', project);
  else if (project !== undefined) throw badArgument('Only a move goes to a project.');
  asWord('overwrite', overwrite, OVERWRITE);
  if (overwrite !== 'refuse' && action !== 'archive') throw badArgument('Only archiving can overwrite.');
  if (names !== undefined && typeof names !== 'function') throw badArgument(`names is a function, not ${describe(names)}.`);
  const refs = asList(sessions);
  const each = { signal, timeoutMs };
  let done = 0;
  const step = () => tell(onProgress, { unit: 'sessions', done: ++done, total: refs.length });
  const rows = await many(refs, async (ref) => {
    const row = ref?.status?.raw !== undefined ? ref : await wire.ask('session', { session: idOf(ref) }, each);
    if (!check) step();
    return row === null ? null : row === ref ? ref : asSession(row);
  });
  const found = rows.filter((row) => row !== null);
  const judged = JSON.parse(wire.glue.plan(JSON.stringify({
    action,
    project,
    sessions: found.map(({ id, status }) => ({ id, status: status.raw })),
  })));
  let next = 0;
  const items = await many(rows, async (row, at) => {
    const item = row === null ? { id: idOf(refs[at]), verdict: 'blocked', reason: 'not-found', message: 'There is no such session.' }
      : planned(row, judged[next++], action === 'archive' ? names?.(row) : undefined);
    if (check && action === 'archive' && item.verdict !== 'blocked') await checked(wire, item, overwrite, each);
    if (check) step();
    tell(onItem, item);
    return Object.freeze(item);
  });
  return new Plan(wire, { action, project, overwrite }, items);
}

function planned(session, { verdict, reason }, names) {
  return {
    id: session.id,
    session,
    verdict,
    ...(reason && { reason, message: REASONS[reason] }),
    ...(names?.subject !== undefined && { subject: asText('subject', names.subject) }),
    ...(names?.label !== undefined && { label: asText('label', names.label) }),
  };
}

/** Asks the server what archiving would meet; what it finds makes a session one to look at. */
async function checked(wire, item, overwrite, options) {
  const { id, subject, label } = item;
  item.findings = await wire.ask('check', { session: id, overwrite, subject, label }, options);
  const worst = item.findings.find(({ level }) => level === 'fail') ?? item.findings[0];
  if (worst && item.verdict === 'ready') {
    Object.assign(item, { verdict: worst.level === 'fail' ? 'blocked' : 'review', reason: 'findings', message: worst.message });
  }
}

export class Plan {
  #wire;

  constructor(wire, { action, project, overwrite }, items) {
    this.#wire = wire;
    this.action = action;
    if (project !== undefined) this.project = project;
    this.overwrite = overwrite;
    this.items = Object.freeze(items);
    Object.freeze(this);
  }

  get ready() {
    return this.items.filter(({ verdict }) => verdict === 'ready');
  }

  get review() {
    return this.items.filter(({ verdict }) => verdict === 'review');
  }

  get blocked() {
    return this.items.filter(({ verdict }) => verdict === 'blocked');
  }

  /** Begins. What needs a look is left out unless it is included. */
  start(options) {
    this.#wire.check();
    const given = asOptions(options, ['include', 'parallel', 'patienceMs', 'lookFirst', 'waitForLogin', 'stopOnError']);
    const { include = ['ready'], parallel = 4, patienceMs } = given;
    for (const verdict of include) asWord('include', verdict, ['ready', 'review']);
    asCount('parallel', parallel, 1, 8);
    if (patienceMs !== undefined) asCount('patienceMs', patienceMs, 1, 0x7fffffff);
    const { action, project, overwrite } = this;
    const items = this.items.filter(({ verdict }) => include.includes(verdict));
    return new Run(this.#wire, { action, project, overwrite }, items, given);
  }
}

/** Does one thing to one session, and answers what became of it. */
export async function runOne(wire, action, id, options) {
  const { overwrite = 'refuse', subject, label, project, patienceMs, lookFirst, signal, timeoutMs, onProgress } = options;
  asWord('overwrite', overwrite, OVERWRITE);
  const item = {
    id,
    ...(subject !== undefined && { subject: asText('subject', subject) }),
    ...(label !== undefined && { label: asText('label', label) }),
  };
  const run = new Run(wire, { action, project, overwrite }, [item], { patienceMs, lookFirst, signal, timeoutMs, onProgress, breaksOff: true });
  return resultOf(await run.result, run, wire);
}

/** Up to some at the same time, in their order. */
async function many(items, work) {
  const answers = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      answers[at] = await work(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  return answers;
}

function asList(sessions) {
  if (typeof sessions !== 'string' && typeof sessions?.[Symbol.iterator] === 'function') return [...sessions];
  throw badArgument(`sessions is a list of sessions or ids, not ${describe(sessions)}.`);
}

