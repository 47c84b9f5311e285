import * as other from './later.js';
export const seen = other.read();
