export const two = 'b', both = 'b', own = 'hidden';
export { shared } from './shared.js';
