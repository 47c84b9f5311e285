export { missing } from './star.js';
