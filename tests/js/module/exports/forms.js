const a = 'a';
export { a, a as "a name" };
export class klass { m() { return 'm'; } }
export function* gen() { yield 1; yield 2; }
export const { x, ...rest } = { x: 1, y: 2, z: 3 };
export const arrow = () => {};
export default 1 + 1;
