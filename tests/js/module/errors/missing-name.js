console.log('never'); import { a, missing } from './fine.js';
