// Pattern strings become tokens.  https://urlpattern.spec.whatwg.org/#tokenizing
//
// Indexes are of code units, which changes nothing: the halves of a character are joined again.
function (host, prelude) {
  'use strict';
  var list = prelude.list, append = prelude.append, bare = prelude.bare,
      charCode = prelude.charCode, textSlice = prelude.textSlice, pointAt = prelude.pointAt,
      $TypeError = prelude.TypeError;

  function invalid(why) {
    return new $TypeError('Invalid URL pattern: ' + why);
  }

  // https://urlpattern.spec.whatwg.org/#is-a-valid-name-code-point
  function isNamePoint(text, at, first) {
    return host.isIdentifierPoint(pointAt(text, at), first);
  }

  // Where the regular expression that begins at `at` ends, behind its ")"; -1 if it is none.
  function regexpEnd(input, at) {
    var start = at, depth = 1;
    for (; at < input.length; at++) {
      var c = input[at];
      if (charCode(input, at) > 127 || at === start && c === '?') return -1;
      if (c === '\\') {
        if (++at === input.length || charCode(input, at) > 127) return -1;
      } else if (c === ')') {
        if (--depth === 0) return at === start ? -1 : at + 1;
      } else if (c === '(') {
        depth++;
        // A group that captures would be counted as one of ours.
        if (input[at + 1] !== '?') return -1;
        at++;
      }
    }
    return -1;
  }

  function nameEnd(input, at) {
    var start = at;
    while (at < input.length && isNamePoint(input, at, at === start)) {
      at += pointAt(input, at) > 0xffff ? 2 : 1;
    }
    return at;
  }

  var singleTokens = bare({ '*': 'asterisk', '+': 'other-modifier', '?': 'other-modifier',
                            '{': 'open', '}': 'close' });

  // https://urlpattern.spec.whatwg.org/#tokenize; lenient: what is wrong is a token of its own.
  function tokenize(input, lenient) {
    var tokens = list(), at = 0;
    function add(type, value, next) {
      append(tokens, { type: type, index: at, value: value });
      at = next;
    }
    function wrong(why, next) {
      if (!lenient) throw invalid(why);
      add('invalid-char', textSlice(input, at, next), next);
    }
    while (at < input.length) {
      var c = input[at], end;
      if (singleTokens[c] !== undefined) {
        add(singleTokens[c], c, at + 1);
      } else if (c === '\\') {
        if (at === input.length - 1) wrong('it ends with a backslash.', at + 1);
        else add('escaped-char', input[at + 1], at + 2);
      } else if (c === ':') {
        end = nameEnd(input, at + 1);
        if (end === at + 1) wrong('a name is missing behind ":".', at + 1);
        else add('name', textSlice(input, at + 1, end), end);
      } else if (c === '(') {
        end = regexpEnd(input, at + 1);
        if (end < 0) wrong('a regular expression in it is not one.', at + 1);
        else add('regexp', textSlice(input, at + 1, end - 1), end);
      } else {
        add('char', c, at + 1);
      }
    }
    add('end', '', at);
    return tokens;
  }

  return { invalid: invalid, isNamePoint: isNamePoint, tokenize: tokenize };
}
