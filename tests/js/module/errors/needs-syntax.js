import './syntax.js';
