// Symbol.prototype.description. (The well-known symbols that the engine lacks: ../builtins/builtins.cpp.)
import { defineGetter, uncurried } from './define.js';

var textOf = uncurried(Symbol.prototype.toString);
var slice = uncurried(String.prototype.slice);

// "Symbol(text)" without what is around the text. The engine does not tell Symbol() from
// Symbol(''), so a symbol made without a description has the empty one.
defineGetter(Symbol.prototype, 'description', function description() {
  return slice(textOf(this), 7, -1);
});
