// JSON.stringify: its text as the standard has it (see json_text.h).
import { defineMethod } from './define.js';

var nativeStringify = JSON.stringify;
var wellFormed = host.wellFormedJson;

defineMethod(JSON, 'stringify', {
  stringify: function (value, replacer, space) {
    var text = nativeStringify(value, replacer, space);
    return text === undefined ? undefined : wellFormed(text);
  }
}.stringify, 'stringify');
