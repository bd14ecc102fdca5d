// Renders the page where there is no DOM, with what waits already in it.
import { connect } from 'xnat-prearchive';
import { XnatPrearchive } from 'xnat-prearchive/element';

export async function render(options) {
  const xnat = await connect(options);
  const sessions = await xnat.sessions({ project: 'NEURO', query: 'status:ready' }).toArray();
  xnat.close();
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Somebody's portal</title><link rel="icon" href="data:,"><script defer src="client.js"></script></head>
<body data-version="${XnatPrearchive.version}">
<ul>${sessions.map(({ label }) => `<li>${label}</li>`).join('')}</ul>
<xnat-prearchive base-url="/" project="NEURO" actions="move"></xnat-prearchive>
</body>
</html>`;
}
