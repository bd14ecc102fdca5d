// Builds the samples of frameworks: each block becomes the application of a page.

import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build as bundle } from 'esbuild';

import { blocks } from './blocks.mjs';

/** The parts of the package stay outside of the bundle, where the page has them. */
const outside = {
  name: 'outside',
  setup: ({ onResolve }) => onResolve({ filter: /^xnat-prearchive\// }, ({ path }) => ({ path: `/${path}.js`, external: true })),
};

async function bundled(folder, name, code, start, more = {}) {
  const place = mkdtempSync(join(folder, 'framework-'));
  writeFileSync(join(place, name), code);
  writeFileSync(join(place, `start-${name}`), start);
  await bundle({
    absWorkingDir: place,
    entryPoints: [`start-${name}`],
    bundle: true,
    format: 'esm',
    outfile: join(place, 'out.js'),
    plugins: [outside],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
    ...more,
  });
  return { '/': '<div id="root"></div><script type="module" src="/main.js"></script>', '/main.js': readFileSync(join(place, 'out.js')) };
}

const react = (folder, code) =>
  bundled(folder, 'sample.jsx', code, 'import { createRoot } from "react-dom/client"; import * as all from "./sample.jsx"; const App = Object.values(all)[0]; createRoot(document.querySelector("#root")).render(<App />);', { jsx: 'automatic' });

const angular = async (folder, code) => {
  const selector = code.match(/selector: "([\w-]+)"/)[1];
  const files = await bundled(
    folder,
    'sample.ts',
    code,
    'import "@angular/compiler"; import { provideZonelessChangeDetection } from "@angular/core"; import { bootstrapApplication } from "@angular/platform-browser"; import * as all from "./sample.ts"; bootstrapApplication(Object.values(all)[0] as never, { providers: [provideZonelessChangeDetection()] });',
    { tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } } },
  );
  files['/'] = `<${selector}></${selector}><script type="module" src="/main.js"></script>`;
  return files;
};

/** With the configuration that the same page shows. */
const vue = async (folder, code, page) => {
  const place = mkdtempSync(join(folder, 'framework-'));
  const config = [...blocks(page)].find((block) => block.code.includes('@vitejs/plugin-vue'));
  writeFileSync(join(place, 'vite.config.mjs'), config.code);
  writeFileSync(join(place, 'App.vue'), code);
  writeFileSync(join(place, 'main.js'), 'import { createApp } from "vue"; import App from "./App.vue"; createApp(App).mount("#root");');
  writeFileSync(join(place, 'index.html'), '<div id="root"></div><script type="module" src="/main.js"></script>');
  const { build } = await import(pathToFileURL(join(folder, 'node_modules/vite/dist/node/index.js')));
  await build({ root: place, configFile: join(place, 'vite.config.mjs'), logLevel: 'error' });
  const files = {};
  for (const entry of readdirSync(join(place, 'dist'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(join(place, 'dist').length)] = readFileSync(path);
  }
  files['/'] = String(files['/index.html']);
  return files;
};

export const frameworks = { react, angular, vue };
