export let count = 0;
export const list = [1, 2];
export var late;
export function increment() {
  count++;
  count += 1;
  [count] = [count + 10];
  return count;
}
export const setLate = value => { late = value; };
export default function () {}
