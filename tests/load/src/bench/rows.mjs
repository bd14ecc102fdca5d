// The simplest server of a listing: the rows are objects in memory, and each answer is JSON.stringify of them all.
// It is what the embedded server is measured against. Started with a file that holds such an answer.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const rows = JSON.parse(readFileSync(process.argv[2], 'utf8')).ResultSet.Result;

const server = createServer((request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ ResultSet: { Result: rows } }));
});

server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
