import { connect } from 'xnat-prearchive';
import 'xnat-prearchive/element';
import { work } from './work.js';

work(connect, { baseUrl: '/' }).then((told) => {
  document.querySelector('output').textContent = told;
});
