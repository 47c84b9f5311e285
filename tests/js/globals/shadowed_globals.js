// Lexical names may be those of read-only attributes of the global scope.
const location = 'here';
const { crypto, other = 1 } = { crypto: 'a coin' };
let navigator = [1, 2, 3];
function f() {
  const isSecureContext = 'local';
  return isSecureContext;
}
console.log(location, crypto, other, navigator.length, f(), isSecureContext);
const name = { first: 'Ada' };
const self = 'me';
console.log(name.first, self);
