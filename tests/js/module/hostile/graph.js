import * as space from './leaf.js';
import data from './data.json' with { type: 'json' };
import { live, change } from './leaf.js';
change();
const seen = live + ' ' + space.live + ' ' + data.key;
export function done() {
  clean();
  console.log(seen);
}
