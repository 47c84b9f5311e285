import { x } from './two-stars.js';
