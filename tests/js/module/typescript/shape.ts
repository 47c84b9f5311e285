import { type Size, Unused } from './types.ts';
import type { Nothing } from './does-not-exist.ts';
export enum Kind { square, circle }
export interface Shape { kind: Kind; size: Size }
export function area(shape: Shape): number {
  return shape.kind === Kind.circle ? Math.round(Math.PI * shape.size ** 2) : shape.size ** 2;
}
export class Box { constructor(public size: Size, private never?: Nothing | Unused) {} }
export type { Size };
await null satisfies null;
