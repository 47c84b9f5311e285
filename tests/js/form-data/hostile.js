// Nothing that a script replaces changes a FormData; what a conversion does meanwhile counts.
const show = console.log, { get, append } = FormData.prototype;
const form = new FormData(), real = new Blob(['x']);
Object.defineProperty(Object.prototype, 'pairs', { set() { show('a setter ran'); }, configurable: true });
Object.defineProperty(Array.prototype, 0, { set() { show('an index setter ran'); }, configurable: true });
Array.prototype.push = () => show('push ran');
globalThis.File = class { constructor() { show('File ran'); } };
globalThis.Blob = class {};
form.append('a', 'one');
form.append({ toString() { form.append('during', 'yes'); return 'b'; } }, { toString() { return 'two'; } });
show(get.call(form, 'a'), get.call(form, 'b'), get.call(form, 'during'));
const made = new FormData();
append.call(made, 'x', 'y');
show(get.call(made, 'x'));
// An object that merely inherits from a Blob is none.
delete Array.prototype[0];
form.append('c', Object.create(real));
show(get.call(form, 'c'));
