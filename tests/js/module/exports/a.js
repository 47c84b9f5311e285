export const one = 'a', both = 'a', only = 'only a', same = 1;
export { shared } from './shared.js';
export default 'not through a star';
