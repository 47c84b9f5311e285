// URLSearchParams alone and as the query of a URL.
const show = params => console.log(params.toString(), params.size);
show(new URLSearchParams());
show(new URLSearchParams('?a=1&b=2&&c&=d&e=%zz%41+x'));
show(new URLSearchParams({ a: '1', 'b c': 2 }));
show(new URLSearchParams([['a', 'b'], ['a', 'c']]));
show(new URLSearchParams(new URLSearchParams('x=y')));
show(new URLSearchParams('~!*()\'-._ é€😀'));
const params = new URLSearchParams('a=1&b=2&a=3');
console.log(params.get('a'), params.get('z'), params.getAll('a').join(), params.has('b'));
console.log(params.has('a', '3'), params.has('a', '4'));
params.append('c', '4');
params.set('a', '9');
show(params);
params.delete('a');
params.append('b', '5');
params.delete('b', '2');
show(params);
const sorted = new URLSearchParams('z=1&a=2&z=0&b=&a=1');
sorted.sort();
show(sorted);
console.log([...sorted].map(pair => pair.join(':')).join(), [...sorted.keys()].join(),
            [...sorted.values()].join());
sorted.forEach(function (value, key, all) {
  console.log(key, value, all === sorted, this.tag);
}, { tag: 't' });
const url = new URL('http://h/?a=1');
url.searchParams.append('b', 'x y');
console.log(url.href);
url.search = '?c=3';
console.log(url.searchParams.get('c'), url.searchParams === url.searchParams);
url.searchParams.delete('c');
console.log(url.href);
for (const bad of [[['a']], [1], null]) {
  try {
    show(new URLSearchParams(bad));
  } catch (error) {
    console.log(error.name);
  }
}
console.log(Object.prototype.toString.call(params), Object.prototype.toString.call(params.keys()));
