import './places.js';
import './main.js';
