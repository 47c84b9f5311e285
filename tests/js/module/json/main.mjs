// JSON modules, static and dynamic; a module of each type has a place of its own.
import data, * as space from './data.json' with { type: 'json' };
console.log(data, Object.keys(space));
const again = await import('./data.json', { with: { type: 'json' } });
console.log(again === space, again.default === data);
for (const [url, options] of [['./data.json'], ['./broken.json', { with: { type: 'json' } }],
                              ['data:application/json,[1]', { with: { type: 'json' } }],
                              ['data:text/javascript,1', { with: { type: 'json' } }]]) {
  await import(url, options).then(space => console.log(space.default),
                                  error => console.log(error.name));
}
