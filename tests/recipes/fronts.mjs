// The servers of docs/recipes.md, each with the text that stands there, below a folder of its own.

import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { filled, folder, freePort, isOpen, listening, recipe, run, started, until } from './site.mjs';

const PAGE = '/srv/xnat-prearchive';

async function nginx(page, xnat) {
  const port = await freePort();
  const place = folder('nginx');
  const site = filled(recipe('nginx'), [
    ['listen 80;', `listen 127.0.0.1:${port};`],
    [PAGE, page],
    ['127.0.0.1:8104', `127.0.0.1:${xnat}`],
  ]);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${place}/${name};`);
  const whole = `daemon off; pid ${place}/pid; error_log stderr;
worker_processes 1; ${process.getuid() === 0 ? 'user root;' : ''}
events {}
http { include /etc/nginx/mime.types; access_log off; ${temp.join(' ')}
${site}}
`;
  writeFileSync(join(place, 'nginx.conf'), whole);
  const child = run('/usr/sbin/nginx', ['-p', place, '-e', 'stderr', '-c', join(place, 'nginx.conf')]);
  return { child, port };
}

const MODULES = [
  'mpm_event', 'authz_core', 'alias', 'dir', 'mime', 'headers', 'filter', 'deflate', 'proxy', 'proxy_http',
];

async function apache(page, xnat) {
  const port = await freePort();
  const place = folder('apache');
  const site = filled(recipe('apache'), [
    ['*:80', `127.0.0.1:${port}`],
    [PAGE, page],
    ['127.0.0.1:8104', `127.0.0.1:${xnat}`],
  ]);
  const load = MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join('');
  const user = process.getuid() === 0 ? 'User www-data\nGroup www-data\n' : '';
  const whole = `ServerRoot ${place}\nServerName localhost\nListen 127.0.0.1:${port}\nPidFile ${place}/pid
ErrorLog ${place}/error.log\n${load}${user}TypesConfig /etc/mime.types\n${site}`;
  writeFileSync(join(place, 'apache.conf'), whole);
  const child = run('/usr/sbin/apache2', ['-f', join(place, 'apache.conf'), '-D', 'FOREGROUND']);
  return { child, port };
}

async function caddy(page, xnat) {
  const port = await freePort();
  const place = folder('caddy');
  const site = filled(recipe('caddy'), [
    ['xnat.example.org {', `http://127.0.0.1:${port} {`],
    [PAGE, page],
    ['127.0.0.1:8104', `127.0.0.1:${xnat}`],
  ]);
  writeFileSync(join(place, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
  const env = { ...process.env, HOME: place, XDG_DATA_HOME: place, XDG_CONFIG_HOME: place };
  const child = run('/usr/bin/caddy', ['run', '--adapter', 'caddyfile', '--config', join(place, 'Caddyfile')], { env });
  return { child, port };
}

const TOMCAT = '/usr/share/tomcat10';

/** A Tomcat with two web applications: one that plays XNAT, and the page as the recipe puts it. */
async function tomcat(page, xnat) {
  const port = await freePort();
  const place = folder('tomcat');
  cpSync(`${TOMCAT}/skel`, place, { recursive: true });
  for (const name of ['logs', 'temp', 'work', 'webapps/xnat/WEB-INF']) mkdirSync(join(place, name), { recursive: true });
  writeFileSync(
    join(place, 'conf/server.xml'),
    `<Server port="-1"><Service name="Catalina"><Connector port="${port}" address="127.0.0.1" protocol="HTTP/1.1"/>
<Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" autoDeploy="false"/></Engine>
</Service></Server>`,
  );
  await compiled(join(place, 'webapps/xnat/WEB-INF/classes'));
  writeFileSync(join(place, 'webapps/xnat/WEB-INF/web.xml'), webXml(`http://127.0.0.1:${xnat}`));
  const app = join(place, 'webapps/xnat#prearchive');
  cpSync(page, app, { recursive: true });
  mkdirSync(join(app, 'WEB-INF'));
  writeFileSync(join(app, 'WEB-INF/web.xml'), recipe('xml'));
  const child = run('java', [
    '-Xmx192m',
    `-Dcatalina.home=${TOMCAT}`,
    `-Dcatalina.base=${place}`,
    `-Djava.io.tmpdir=${place}/temp`,
    '-cp',
    `${TOMCAT}/bin/bootstrap.jar:${TOMCAT}/bin/tomcat-juli.jar`,
    'org.apache.catalina.startup.Bootstrap',
    'start',
  ]);
  return { child, port };
}

/** Compiles the servlet that plays XNAT; Java's runtime brings its compiler. */
async function compiled(into) {
  const source = fileURLToPath(new URL('Xnat.java', import.meta.url));
  const main = 'jdk.compiler/com.sun.tools.javac.Main';
  const child = run('java', ['-m', main, '-nowarn', '-cp', `${TOMCAT}/lib/servlet-api.jar`, '-d', into, source]);
  if ((await child.ended) !== 0) throw new Error(`Xnat.java does not compile:\n${child.said}`);
}

const webXml = (behind) => `<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
<servlet><servlet-name>xnat</servlet-name><servlet-class>Xnat</servlet-class>
<init-param><param-name>behind</param-name><param-value>${behind}</param-value></init-param></servlet>
<servlet-mapping><servlet-name>xnat</servlet-name><url-pattern>/*</url-pattern></servlet-mapping>
</web-app>`;

/** A Caddy that speaks TLS with a certificate of its own authority before an XNAT; its address, and the authority's file. */
export async function withTls(xnat) {
  const port = await freePort();
  const place = folder('tls');
  const text = `{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}
https://localhost:${port} {\n\ttls internal\n\treverse_proxy 127.0.0.1:${xnat}\n}\n`;
  writeFileSync(join(place, 'Caddyfile'), text);
  const env = { ...process.env, HOME: place, XDG_DATA_HOME: place, XDG_CONFIG_HOME: place };
  const child = run('/usr/bin/caddy', ['run', '--adapter', 'caddyfile', '--config', join(place, 'Caddyfile')], { env });
  const authority = join(place, 'caddy/pki/authorities/local/root.crt');
  await until(child, async () => existsSync(authority) && isOpen(port));
  return { address: `https://localhost:${port}/xnat`, authority };
}

async function passThrough(page, xnat) {
  const address = `http://127.0.0.1:${xnat}/xnat`;
  const port = await started(['--xnat', address, '--page', page, '--context', '/xnat/prearchive']);
  return { port, child: { ended: new Promise(() => {}) } };
}

/** Each front by name, and where in the address the API is. */
export const FRONTS = [
  { name: 'nginx', start: nginx, policy: true, caches: true },
  { name: 'Apache', start: apache, policy: true, caches: true },
  { name: 'Caddy', start: caddy, policy: true, caches: true },
  { name: 'Tomcat', start: tomcat, policy: false, caches: false },
  { name: 'the pass-through', start: passThrough, policy: true, caches: true, api: '/xnat/prearchive/' },
];

/** Starts a front before an XNAT, and waits until it answers; its origin. */
export async function front({ start }, page, xnat) {
  const { child, port } = await start(page, xnat);
  const origin = `http://127.0.0.1:${port}`;
  await listening(child, `${origin}/xnat/prearchive/`);
  return origin;
}

