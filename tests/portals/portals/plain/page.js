import { connect } from './node_modules/xnat-prearchive/index.js';
import { work } from './work.js';

document.querySelector('output').textContent = await work(connect, { baseUrl: '/' });
