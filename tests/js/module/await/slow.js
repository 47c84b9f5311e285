import { log } from './log.js';
log('slow starts');
await new Promise(resolve => setTimeout(resolve, 5));
log('slow ends');
export const value = 'slow';
