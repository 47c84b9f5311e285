// import() in a module: its base, its order, what it takes.
console.log(import.meta.url.replace(/.*\//, ''), Object.keys(import.meta));
console.log(import.meta.resolve('./x/../y.js').replace(/.*\/module\//, ''));
console.log(Object.getPrototypeOf(import.meta), typeof import.meta.resolve);
const order = [];
const imported = import('./sub/entry.js').then(space => order.push('imported ' + space.deep.value));
order.push('sync');
queueMicrotask(() => order.push('microtask'));
await imported;
console.log(order.join(', '));
const blob = URL.createObjectURL(new Blob(['export default "blob"; export const url = import.meta.url'],
                                          { type: 'text/javascript' }));
const fromBlob = await import(blob);
console.log(fromBlob.default, fromBlob.url === blob, fromBlob === await import(blob));
console.log((await import('data:text/javascript,export default "data"')).default);
for (const odd of [() => import({ toString() { throw new Error('no text'); } }),
                   () => import(Symbol()), () => import('data:text/plain,1'), () => import(''),
                   () => import('./sub/entry.js', 1), () => import('./sub/entry.js', { with: 1 }),
                   () => import('./sub/entry.js', { with: { type: 'css' } }),
                   () => import('./sub/entry.js', { with: { kind: 'x' } }),
                   () => import('data:text/javascript,import "./relative.js"')]) {
  await odd().then(() => console.log('fine?'), error => console.log(error.name, error.message.slice(0, 60)));
}
console.log((await import(new String('./sub/deep.js'))).value);
console.log(await import('./then.js'));
const a = await import('./sub/deep.js?1'), b = await import('./sub/deep.js#1');
console.log(a.me.slice(-9), b.me.slice(-9), a === b);
