import { before } from './throws.js'; console.log('never', before);
