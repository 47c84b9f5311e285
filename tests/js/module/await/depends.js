import { value } from './slow.js';
import { log } from './log.js';
log('depends on ' + value);
