importScripts('/node_modules/lodash/lodash.js');

const people = [{name: 'Ann', age: 40, tags: ['a', 'b']}, {name: 'Bo', age: 40}, {name: 'Cy', age: 21}];
postMessage([
  JSON.stringify(_.groupBy(people, 'age')), _.chain(people).sortBy(['age', 'name']).map('name').value().join(),
  _.camelCase('some snake_case text'), _.get(people, '[0].tags[1]'), _.isEqual({a: [1, {b: 2}]}, {a: [1, {b: 2}]}),
  JSON.stringify(_.merge({a: {x: 1}}, {a: {y: [2]}})), _.template('<%= greeting %>, <%- who %>!')({greeting: 'Hi', who: '<you>'}),
  _.cloneDeep(new Map([[1, new Set([2])]])).get(1).has(2), JSON.stringify(_.partition([1, 2, 3, 4], (n) => n % 2)),
  _.range(0, 10, 3).join(), _.deburr('déjà vu'), _.words('fred, barney, & pebbles').join('|'), _.padStart('7', 3, '0'),
  _.curry((a, b, c) => a + b + c)(1)(2)(3), _.uniqWith([{x: 1}, {x: 1}, {x: 2}], _.isEqual).length,
].join('\n'));
