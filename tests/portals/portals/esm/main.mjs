import { connect } from 'xnat-prearchive';
import { work } from './work.js';

const [baseUrl, user, password] = process.argv.slice(2);
console.log(await work(connect, { baseUrl, auth: { kind: 'password', user, password } }));
