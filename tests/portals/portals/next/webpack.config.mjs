// As Next does it: one build for the server, one for the browser.
export default [
  {
    name: 'server',
    mode: 'production',
    target: 'node',
    entry: { server: './server.js' },
    output: { path: `${import.meta.dirname}/server`, library: { type: 'commonjs2' } },
  },
  {
    name: 'client',
    mode: 'production',
    entry: { client: './client.js' },
  },
];
