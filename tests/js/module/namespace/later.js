import * as early from './early.js';
export function read() {
  try {
    return early.seen;
  } catch (error) {
    return error.name + ': ' + error.message;
  }
}
