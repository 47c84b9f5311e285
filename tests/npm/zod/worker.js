// An unmodified package of ES modules, in a module worker.
import {z} from '/node_modules/zod/index.js';

const User = z.object({
  name: z.string().min(1).trim(),
  age: z.coerce.number().int().positive(),
  mail: z.string().email().optional(),
  role: z.enum(['admin', 'user']).default('user'),
  tags: z.array(z.union([z.string(), z.number()])).nonempty(),
}).strict().refine((user) => user.name !== 'root', {message: 'not root', path: ['name']});
const lines = [JSON.stringify(User.parse({name: ' Ann ', age: '40', tags: ['a', 1]}))];
for (const wrong of [{name: '', age: 'x', tags: []}, {name: 'root', age: 1, tags: [1]}, {name: 'a', age: 1, tags: [1], mail: 'no', more: 1}]) {
  const {success, error} = User.safeParse(wrong);
  lines.push(`${success} ${error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
}
const Shape = z.discriminatedUnion('kind', [
  z.object({kind: z.literal('circle'), r: z.number()}), z.object({kind: z.literal('square'), a: z.number()}),
]).transform((shape) => shape.kind === 'circle' ? shape.r * 2 : shape.a);
lines.push(Shape.parse({kind: 'square', a: 3}), z.string().regex(/^\p{Lu}/u).safeParse('éa').success);
lines.push(await z.string().refine(async (text) => text.length > 2).safeParseAsync('ab').then(({success}) => success));
postMessage(lines.join('\n'));
