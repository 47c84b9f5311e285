// A clone has the flags that the regular expression was made with, whatever a script says of them.
const changed = /a/gi;
Object.defineProperty(changed, 'global', { value: false });
Object.defineProperty(RegExp.prototype, 'multiline', { get() { throw new Error('asked'); }, configurable: true });
Object.defineProperty(RegExp.prototype, 'flags', { get() { throw new Error('asked'); }, configurable: true });
Object.defineProperty(RegExp.prototype, 'source', { get() { throw new Error('asked'); }, configurable: true });
const copy = structuredClone(changed);
console.log(copy.global, copy.ignoreCase, copy.lastIndex);
console.log(structuredClone(/(?<year>\d+)/u).unicode, structuredClone(/a/y).sticky);
