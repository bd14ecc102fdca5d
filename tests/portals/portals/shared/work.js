// What the program of every portal does: it lists what is ready in NEURO, and gives the first of it to CARDIO.

export async function work(connect, options) {
  const xnat = await connect(options);
  const table = await xnat.table({ project: 'NEURO', query: 'status:ready', sort: 'session' });
  const [{ id, label }] = table.rows(0, 1);
  const plan = await xnat.plan('move', [id], { project: 'CARDIO' });
  const { ok } = await plan.start().result;
  const told = JSON.stringify({ listed: table.length, moved: ok ? label : null });
  xnat.close();
  return told;
}
