// cause, kinds of errors, AggregateError.
function outer() {
  try {
    null.property;
  } catch (cause) {
    throw new Error('outer', {cause});
  }
}
try {
  outer();
} catch (error) {
  console.log(error.message, error.cause instanceof TypeError, Object.keys(error).join(), error.propertyIsEnumerable('cause'));
}
console.log('cause' in new Error('x'), 'cause' in new Error('x', {}), 'cause' in new Error('x', {cause: undefined}), new RangeError('r', {cause: 0}).cause);
class Refused extends TypeError {
  constructor(message, options) { super(message, options); this.name = 'Refused'; }
  get code() { return 7; }
}
const refused = new Refused('no', {cause: 'why'});
console.log(String(refused), refused.cause, refused.code, refused instanceof TypeError, refused instanceof Error, refused.constructor === Refused);
console.log(TypeError('t') instanceof TypeError, Object.getPrototypeOf(TypeError) === Error, Error.length, SyntaxError.name);
const many = new AggregateError([new Error('a'), 2], 'both', {cause: 3});
console.log(many.errors.length, many.message, many.cause, many instanceof Error);
Promise.any([Promise.reject(1), Promise.reject(2)]).catch((error) => console.log(error.name, error.errors.join()));
