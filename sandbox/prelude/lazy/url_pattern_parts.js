// Tokens become parts, parts a regular expression and a pattern string again.
// https://urlpattern.spec.whatwg.org/#parsing, #converting-part-lists-to-regular-expressions and
// #converting-part-lists-to-pattern-strings
//
// A part: type is "fixed", "regexp", "segment" or "full"; modifier is "", "?", "*" or "+".
function (host, prelude) {
  'use strict';
  var tokens = prelude.partOf('url-pattern-tokens'), invalid = tokens.invalid,
      isNamePoint = tokens.isNamePoint, tokenize = tokens.tokenize;
  var list = prelude.list, append = prelude.append, bare = prelude.bare,
      contains = prelude.contains, textSlice = prelude.textSlice, holds = prelude.holds,
      $RegExp = prelude.RegExp, regexpExec = prelude.regexpExec;

  var fullWildcard = '.*';

  function escaped(text, characters) {
    var out = '';
    for (var i = 0; i < text.length; i++) {
      out += (contains(characters, text[i]) ? '\\' : '') + text[i];
    }
    return out;
  }
  function escapeRegexp(text) {
    return escaped(text, '.+*?^${}()[]|/\\');
  }
  function escapePattern(text) {
    return escaped(text, '+*?:{}()\\');
  }
  // https://urlpattern.spec.whatwg.org/#generate-a-segment-wildcard-regexp
  function segmentWildcard(options) {
    return '[^' + escapeRegexp(options.delimiter) + ']+?';
  }

  // https://urlpattern.spec.whatwg.org/#parse-a-pattern-string; `encode` is the encoding callback.
  function parsePattern(input, options, encode) {
    var given = tokenize(input, false), index = 0, parts = list(), pending = '', numeric = 0;
    var wildcard = segmentWildcard(options), names = bare({});

    function take(type) {
      return given[index].type === type ? given[index++] : null;
    }
    function takeRegexpOrWildcard(name) {
      return take('regexp') || (name ? null : take('asterisk'));
    }
    function takeModifier() {
      return take('other-modifier') || take('asterisk');
    }
    function takeText() {
      for (var out = '', token; (token = take('char') || take('escaped-char')); out += token.value);
      return out;
    }
    function require(type) {
      if (!take(type)) {
        throw invalid('there is "' + given[index].value + '" where "' + type + '" should be.');
      }
    }
    function addFixed(text, modifier) {
      append(parts, { type: 'fixed', value: encode(text), modifier: modifier, name: '', prefix: '',
                      suffix: '' });
    }
    function addPending() {
      if (pending === '') return;
      var text = pending;
      pending = '';
      addFixed(text, '');
    }
    // https://urlpattern.spec.whatwg.org/#add-a-part
    function addPart(prefix, nameToken, token, suffix, modifierToken) {
      var modifier = modifierToken ? modifierToken.value : '';
      if (!nameToken && !token && modifier === '') {
        pending += prefix;
        return;
      }
      addPending();
      if (!nameToken && !token) {
        if (prefix !== '') addFixed(prefix, modifier);
        return;
      }
      var value = !token ? wildcard : token.type === 'asterisk' ? fullWildcard : token.value;
      var type = value === wildcard ? 'segment' : value === fullWildcard ? 'full' : 'regexp';
      var name = nameToken ? nameToken.value : '' + numeric++;
      if (names[name]) throw invalid('two groups are called "' + name + '".');
      names[name] = true;
      append(parts, { type: type, value: type === 'regexp' ? value : '', modifier: modifier,
                      name: name, prefix: encode(prefix), suffix: encode(suffix) });
    }

    while (index < given.length) {
      var charToken = take('char'), nameToken = take('name');
      var token = takeRegexpOrWildcard(nameToken), prefix;
      if (nameToken || token) {
        prefix = charToken ? charToken.value : '';
        if (prefix !== '' && prefix !== options.prefix) {
          pending += prefix;
          prefix = '';
        }
        addPending();
        addPart(prefix, nameToken, token, '', takeModifier());
        continue;
      }
      var fixedToken = charToken || take('escaped-char');
      if (fixedToken) {
        pending += fixedToken.value;
        continue;
      }
      if (take('open')) {
        prefix = takeText();
        nameToken = take('name');
        token = takeRegexpOrWildcard(nameToken);
        var suffix = takeText();
        require('close');
        addPart(prefix, nameToken, token, suffix, takeModifier());
        continue;
      }
      addPending();
      require('end');
    }
    return parts;
  }

  // https://urlpattern.spec.whatwg.org/#generate-a-regular-expression-and-name-list
  function regexpOf(parts, options) {
    var out = '^', names = list();
    for (var i = 0; i < parts.length; i++) {
      var part = parts[i], modifier = part.modifier;
      if (part.type === 'fixed') {
        var fixed = escapeRegexp(part.value);
        out += modifier === '' ? fixed : '(?:' + fixed + ')' + modifier;
        continue;
      }
      append(names, part.name);
      var value = part.type === 'segment' ? segmentWildcard(options)
                : part.type === 'full' ? fullWildcard : part.value;
      var repeats = modifier === '*' || modifier === '+';
      var prefix = escapeRegexp(part.prefix), suffix = escapeRegexp(part.suffix);
      if (prefix === '' && suffix === '') {
        out += repeats ? '((?:' + value + ')' + modifier + ')' : '(' + value + ')' + modifier;
      } else if (!repeats) {
        out += '(?:' + prefix + '(' + value + ')' + suffix + ')' + modifier;
      } else {
        out += '(?:' + prefix + '((?:' + value + ')(?:' + suffix + prefix + '(?:' + value + '))*)' +
               suffix + ')' + (modifier === '*' ? '?' : '');
      }
    }
    return { source: out + '$', names: names };
  }

  function isDigit(text) {
    return text[0] >= '0' && text[0] <= '9';
  }

  // https://urlpattern.spec.whatwg.org/#generate-a-pattern-string
  function patternOf(parts, options) {
    var out = '';
    for (var i = 0; i < parts.length; i++) {
      var part = parts[i], previous = parts[i - 1], next = parts[i + 1];
      if (part.type === 'fixed') {
        var text = escapePattern(part.value);
        out += part.modifier === '' ? text : '{' + text + '}' + part.modifier;
        continue;
      }
      var custom = !isDigit(part.name);
      var grouping = part.suffix !== '' || part.prefix !== '' && part.prefix !== options.prefix;
      if (!grouping && custom && part.type === 'segment' && part.modifier === '' && next &&
          next.prefix === '' && next.suffix === '') {
        grouping = next.type === 'fixed' ? isNamePoint(next.value, 0, false) : isDigit(next.name);
      }
      if (!grouping && part.prefix === '' && previous && previous.type === 'fixed' &&
          options.prefix !== '' && previous.value[previous.value.length - 1] === options.prefix) {
        grouping = true;
      }
      out += (grouping ? '{' : '') + escapePattern(part.prefix) + (custom ? ':' + part.name : '');
      if (part.type === 'regexp') {
        out += '(' + part.value + ')';
      } else if (part.type === 'segment') {
        if (!custom) out += '(' + segmentWildcard(options) + ')';
      } else {
        out += !custom && (!previous || previous.type === 'fixed' || previous.modifier !== '' ||
                           grouping || part.prefix !== '') ? '*' : '(' + fullWildcard + ')';
      }
      if (part.type === 'segment' && custom && part.suffix !== '' &&
          isNamePoint(part.suffix, 0, false)) {
        out += '\\';
      }
      out += escapePattern(part.suffix) + (grouping ? '}' : '') + part.modifier;
    }
    return out;
  }

  // The standard's expressions have flag v, the engine's have not. What v refuses is refused here
  // too; so are the operations on sets that it alone has, which would mean something else without it.
  var wrongEscape = /^[^dDwWsSbBfnrtvcxupPk0-9^$\\.*+?()[\]{}|\/\-&!#%,:;<=>@`~]/;
  var doubled = /^(&&|!!|##|\$\$|%%|\*\*|\+\+|,,|\.\.|::|;;|<<|==|>>|\?\?|@@|\^\^|``|~~|--)/;
  function checkSets(source) {
    for (var i = 0, inside = false; i < source.length; i++) {
      var c = source[i];
      if (c === '\\') {
        if (holds(textSlice(source, ++i), wrongEscape)) {
          throw invalid('it escapes "' + source[i] + '".');
        }
      } else if (!inside) {
        inside = c === '[';
        if (inside && source[i + 1] === '^') i++;
      } else if (c === ']') {
        inside = false;
      } else if (contains('()[{}/|', c) || holds(textSlice(source, i), doubled)) {
        throw invalid('its regular expressions have no operations on sets: "' + source + '".');
      }
    }
  }

  // What flag u is needed for: expressions and texts are ASCII, so for nothing else.
  var needsUnicode = /\\u\{|\\p\{|\(\?</i;

  // https://urlpattern.spec.whatwg.org/#compile-a-component
  function compileComponent(input, encode, options) {
    var parts = parsePattern(input, options, encode), made = regexpOf(parts, options), own = false,
        unicode = false;
    for (var i = 0; i < parts.length; i++) {
      if (parts[i].type !== 'regexp') continue;
      own = true;
      unicode = unicode || holds(parts[i].value, needsUnicode);
      checkSets(parts[i].value);
    }
    var regexp;
    try {
      regexp = new $RegExp(made.source, (options.ignoreCase ? 'i' : '') + (unicode ? 'u' : ''));
    } catch (error) {
      throw invalid('its regular expressions cannot be compiled: "' + input + '".');
    }
    return { pattern: patternOf(parts, options), regexp: regexp, names: made.names, own: own };
  }
  function execute(component, text) {
    component.regexp.lastIndex = 0;
    return regexpExec(component.regexp, text);
  }

  return { compileComponent: compileComponent, escapePattern: escapePattern, execute: execute };
}
