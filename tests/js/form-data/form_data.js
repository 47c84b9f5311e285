// FormData: an entry list, with strings and files.
const form = new FormData();
form.append('a', 1);
form.append('b', 'x\ud800');
form.append('a', undefined);
form.append('c', new Blob(['hello'], { type: 'text/plain' }));
form.append('d', new Blob(['hi']), 'name.txt');
const file = new File(['file'], 'given.txt', { lastModified: 12, type: 'a/b' });
form.append('e', file);
form.append('f', file, 'other.txt');
const show = value => typeof value === 'string' ? JSON.stringify(value)
  : `${value.constructor.name} ${value.name} ${value.type || '-'} ${value.size}`;
for (const [name, value] of form) console.log(name, show(value));
console.log(form.get('a'), form.getAll('a').length, form.has('a'), form.has('z'), form.get('z'));
console.log(form.get('c') === form.get('c'), form.get('e') === file, form.get('f').lastModified);
form.set('a', 'one');
form.set('new', 'two');
form.delete('c');
form.delete('none');
console.log([...form.keys()].join());
form.forEach(function (value, name, all) {
  if (name === 'new') console.log(value, all === form, this.x);
}, { x: 9 });
for (const [name] of form) if (name === 'a') form.delete('b');
console.log([...form.keys()].join(), Object.prototype.toString.call(form),
            Object.prototype.toString.call(form.entries()), FormData.prototype[Symbol.iterator] === FormData.prototype.entries);
form.get('d').text().then(text => console.log(text));
const refused = {
  'a form': () => new FormData(null),
  'no value': () => form.append('a'),
  'a file name of a string': () => form.append('a', 'b', 'c'),
  'a plain call': () => FormData(),
  'another receiver': () => FormData.prototype.get.call(new URLSearchParams(), 'a'),
  'an iterator of another': () => form.keys().next.call(new URLSearchParams('a').keys()),
  'cloning': () => structuredClone(form),
};
for (const what of Object.keys(refused)) {
  try {
    refused[what]();
    console.log(what, 'was not refused');
  } catch (error) {
    console.log(what + ':', error.name);
  }
}
