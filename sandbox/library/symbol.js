// The well-known symbols the engine lacks, and Symbol.prototype.description.
import { defineGetter, defineProperty, uncurried } from './define.js';

['asyncIterator', 'match', 'matchAll', 'replace', 'search', 'species', 'split', 'unscopables']
  .forEach(function (name) {
    if (typeof Symbol[name] !== 'symbol') {
      defineProperty(Symbol, name, { value: Symbol('Symbol.' + name) });
    }
  });

var textOf = uncurried(Symbol.prototype.toString);
var slice = uncurried(String.prototype.slice);

// "Symbol(text)" without what is around the text. The engine does not tell Symbol() from
// Symbol(''), so a symbol made without a description has the empty one.
defineGetter(Symbol.prototype, 'description', function description() {
  return slice(textOf(this), 7, -1);
});
