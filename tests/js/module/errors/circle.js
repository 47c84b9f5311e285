export { y } from './circle.js';
