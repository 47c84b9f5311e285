// A module may import TypeScript; what is only a type is no import.
import { Kind, area, Box } from './shape.ts';
console.log(Kind.circle, area({ kind: Kind.circle, size: 2 }), new Box(3).size);
