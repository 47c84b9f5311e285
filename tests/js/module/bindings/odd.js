import { even } from './even.js';
console.log('odd runs first:', even(0));
export function odd(n) { return n !== 0 && even(n - 1); }
