const { connect } = require('xnat-prearchive');

const [baseUrl, user, password] = process.argv.slice(2);

async function main() {
  const xnat = await connect({ baseUrl, auth: { kind: 'password', user, password } });
  const sessions = await xnat.sessions({ project: 'NEURO', query: 'status:ready' }).toArray();
  const { confirmed, session } = await xnat.session(sessions[0]).move('CARDIO');
  console.log(JSON.stringify({ listed: sessions.length, moved: confirmed ? session.label : null }));
  xnat.close();
}

main();
