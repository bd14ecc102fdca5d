export default {
  entryPoints: ['start.js'],
  bundle: true,
  splitting: true,
  format: 'esm',
  outdir: 'dist',
  loader: { '.wasm': 'file' },
  publicPath: '/',
};
