import { y } from './circle.js';
