import { connect } from './node_modules/xnat-prearchive/index.js';
import { work } from './work.js';

postMessage(await work(connect, { baseUrl: '/' }));
