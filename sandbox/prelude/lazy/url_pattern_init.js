// What a pattern is made of: each component in its canonical form, and constructor strings.
// https://urlpattern.spec.whatwg.org/#canon and #constructor-string-parsing
function (host, prelude) {
  'use strict';
  var tokens = prelude.partOf('url-pattern-tokens'), invalid = tokens.invalid,
      tokenize = tokens.tokenize;
  var parts = prelude.partOf('url-pattern-parts'), escapePattern = parts.escapePattern,
      compileComponent = parts.compileComponent, execute = parts.execute;
  var list = prelude.list, append = prelude.append, bare = prelude.bare, url = prelude.url,
      contains = prelude.contains, textSlice = prelude.textSlice, holds = prelude.holds,
      textLastIndex = prelude.textLastIndex, regexpExec = prelude.regexpExec,
      lowerCase = prelude.lowerCase, ownKeysOf = prelude.ownKeysOf;

  // --- encoding callbacks; failure throws a TypeError ---

  function orEmpty(value) {
    return value === null || value === undefined ? '' : value;
  }
  function canonicalProtocol(value) {
    if (value === '') return value;
    var parsed = url.parse(value + '://dummy.invalid/', null);
    if (!parsed) throw invalid('"' + value + '" is no protocol.');
    return parsed.scheme;
  }
  function canonicalUserinfo(value) {
    return url.encode(value, url.userinfoSet);
  }
  // Hostname state with a state override, of a special URL.
  function canonicalHostname(value) {
    if (value === '') return value;
    var text = url.dropBreaks(value), end = 0;
    while (end < text.length && !contains('/\\?#', text[end])) end++;
    text = textSlice(text, 0, end);
    var parsed = text === '' || url.portColon(text) >= 0 ? null : url.parseHost(text, true);
    if (parsed === null) throw invalid('"' + value + '" is no hostname.');
    return parsed;
  }
  function canonicalIPv6(value) {
    if (holds(value, /[^0-9A-Fa-f[\]:]/)) throw invalid('"' + value + '" is no IPv6 address.');
    return lowerCase(value);
  }
  // Port state with a state override: the digits in front count, and one must be there.
  function canonicalPort(value, protocol) {
    if (value === '') return value;
    var digits = regexpExec(/^[0-9]+/, url.dropBreaks(value));
    var port = digits ? +digits[0] : 65536;
    if (port > 65535) throw invalid('"' + value + '" is no port.');
    return port === url.defaultPorts[protocol === undefined ? 'https' : protocol] ? '' : '' + port;
  }
  // Path start state with a state override, of a special URL.
  function canonicalPathname(value) {
    if (value === '') return value;
    var leading = value[0] === '/', record = url.create('https');
    record.host = 'dummy.invalid';
    url.pathStart(record, url.dropBreaks(leading ? value : '/-' + value));
    var path = url.serializePath(record);
    return leading ? path : textSlice(path, 2);
  }
  // Opaque path state: it ends at a query or a fragment, and a space before one is encoded.
  function canonicalOpaquePathname(value) {
    var text = url.dropBreaks(value), end = 0;
    while (end < text.length && text[end] !== '?' && text[end] !== '#') end++;
    var path = textSlice(text, 0, end);
    if (end < text.length && path[path.length - 1] === ' ') path = textSlice(path, 0, -1) + '%20';
    return url.encode(path, url.controlSet);
  }
  function canonicalSearch(value) {
    return url.encode(url.dropBreaks(value), url.specialQuerySet);
  }
  function canonicalHash(value) {
    return url.encode(url.dropBreaks(value), url.fragmentSet);
  }

  // --- https://urlpattern.spec.whatwg.org/#process-a-urlpatterninit ---

  function isSpecialScheme(scheme) {
    return url.defaultPorts[scheme] !== undefined;
  }
  function has(init, names) {
    for (var i = 0; i < names.length; i++) if (init[names[i]] !== undefined) return true;
    return false;
  }
  function isAbsolutePathname(path, forPattern) {
    return path[0] === '/' ||
           forPattern && (path[0] === '\\' || path[0] === '{') && path[1] === '/';
  }
  function withoutFirst(value, character) {
    return value[0] === character ? textSlice(value, 1) : value;
  }
  function withoutColon(value) {
    return value[value.length - 1] === ':' ? textSlice(value, 0, -1) : value;
  }

  // `given`: what the result has already: all components as empty strings, or none.
  function processInit(init, forPattern, result) {
    var base = null;
    function fromBase(text) {
      return forPattern ? escapePattern(text) : text;
    }
    if (init.baseURL !== undefined) {
      base = url.parse(init.baseURL, null);
      if (!base) throw invalid('"' + init.baseURL + '" is no base URL.');
      // A component is inherited if none is given that is as specific or less so.
      var before = list();
      append(before, 'protocol');
      if (!has(init, before)) result.protocol = fromBase(base.scheme);
      append(before, 'hostname');
      if (!has(init, before)) result.hostname = fromBase(orEmpty(base.host));
      append(before, 'port');
      if (!has(init, before)) {
        result.port = base.port === null ? '' : '' + base.port;
        // Username and password are never inherited by a pattern.
        if (!forPattern && init.username === undefined) {
          result.username = base.username;
          if (init.password === undefined) result.password = base.password;
        }
      }
      append(before, 'pathname');
      if (!has(init, before)) result.pathname = fromBase(url.serializePath(base));
      append(before, 'search');
      if (!has(init, before)) result.search = fromBase(orEmpty(base.query));
      append(before, 'hash');
      if (!has(init, before)) result.hash = fromBase(orEmpty(base.fragment));
    }
    function process(value, canonical, more) {
      return forPattern ? value : canonical(value, more);
    }
    if (init.protocol !== undefined) {
      result.protocol = process(withoutColon(init.protocol), canonicalProtocol);
    }
    if (init.username !== undefined) result.username = process(init.username, canonicalUserinfo);
    if (init.password !== undefined) result.password = process(init.password, canonicalUserinfo);
    if (init.hostname !== undefined) result.hostname = process(init.hostname, canonicalHostname);
    var protocol = orEmpty(result.protocol);
    if (init.port !== undefined) result.port = process(init.port, canonicalPort, protocol);
    if (init.pathname !== undefined) {
      var path = init.pathname;
      if (base && !url.isOpaquePath(base) && !isAbsolutePathname(path, forPattern)) {
        var basePath = fromBase(url.serializePath(base)), slash = textLastIndex(basePath, '/');
        if (slash >= 0) path = textSlice(basePath, 0, slash + 1) + path;
      }
      result.pathname = process(path, protocol === '' || isSpecialScheme(protocol)
                                        ? canonicalPathname : canonicalOpaquePathname);
    }
    if (init.search !== undefined) {
      result.search = process(withoutFirst(init.search, '?'), canonicalSearch);
    }
    if (init.hash !== undefined) result.hash = process(withoutFirst(init.hash, '#'), canonicalHash);
    return result;
  }

  var plainOptions = { delimiter: '', prefix: '', ignoreCase: false };

  // https://urlpattern.spec.whatwg.org/#protocol-component-matches-a-special-scheme
  function matchesSpecialScheme(component) {
    var schemes = ownKeysOf(url.defaultPorts);
    for (var i = 0; i < schemes.length; i++) if (execute(component, schemes[i])) return true;
    return false;
  }

  // --- https://urlpattern.spec.whatwg.org/#parse-a-constructor-string ---

  // How early in a URL each state's component stands.
  var order = bare({ protocol: 1, authority: 2, username: 3, password: 4, hostname: 5, port: 6,
                     pathname: 7, search: 8, hash: 9 });

  function parseConstructorString(input) {
    var given = tokenize(input, true), result = bare({}), start = 0, at = 0, step = 1, depth = 0,
        brackets = 0, special = false, state = 'init';

    function safeToken(index) {
      return given[index < given.length ? index : given.length - 1];
    }
    function isChar(index, value) {
      var token = safeToken(index), type = token.type;
      return token.value === value &&
             (type === 'char' || type === 'escaped-char' || type === 'invalid-char');
    }
    function is(value) {
      return isChar(at, value);
    }
    function isSearchPrefix() {
      if (is('?')) return true;
      if (given[at].value !== '?') return false;
      if (at === 0) return true;
      var type = given[at - 1].type;
      return type !== 'name' && type !== 'regexp' && type !== 'close' && type !== 'asterisk';
    }
    function componentString() {
      return textSlice(input, safeToken(start).index, given[at].index);
    }
    function rewind(next) {
      at = start;
      step = 0;
      state = next;
    }
    // https://urlpattern.spec.whatwg.org/#change-state
    function change(next, skip) {
      if (state !== 'init' && state !== 'authority') result[state] = componentString();
      if (state !== 'init' && next !== 'done') {
        var from = order[state], to = order[next];
        if (from < order.hostname && to > order.hostname && result.hostname === undefined) {
          result.hostname = '';
        }
        if (from < order.pathname && to > order.pathname && result.pathname === undefined) {
          result.pathname = special ? '/' : '';
        }
        if (from < order.search && to > order.search && result.search === undefined) {
          result.search = '';
        }
      }
      state = next;
      at += skip;
      start = at;
      step = 0;
    }
    // Each of these is tried in its order where it may follow the state.
    function pathSearchOrHash() {
      if (order[state] < order.pathname && is('/')) change('pathname', 0);
      else if (order[state] < order.search && isSearchPrefix()) change('search', 1);
      else if (is('#')) change('hash', 1);
    }
    var states = bare({
      init: function () {
        if (is(':')) rewind('protocol');
      },
      protocol: function () {
        if (!is(':')) return;
        special = matchesSpecialScheme(compileComponent(componentString(), canonicalProtocol,
                                                        plainOptions));
        if (isChar(at + 1, '/') && isChar(at + 2, '/')) change('authority', 3);
        else change(special ? 'authority' : 'pathname', 1);
      },
      authority: function () {
        if (is('@')) rewind('username');
        else if (is('/') || isSearchPrefix() || is('#')) rewind('hostname');
      },
      username: function () {
        if (is(':')) change('password', 1);
        else if (is('@')) change('hostname', 1);
      },
      password: function () {
        if (is('@')) change('hostname', 1);
      },
      hostname: function () {
        if (is('[')) brackets++;
        else if (is(']')) brackets--;
        else if (is(':') && brackets === 0) change('port', 1);
        else pathSearchOrHash();
      },
      port: pathSearchOrHash,
      pathname: pathSearchOrHash,
      search: pathSearchOrHash,
      hash: function () {}
    });

    for (; at < given.length; at += step) {
      step = 1;
      var type = given[at].type;
      if (type === 'end') {
        if (state === 'init') {
          rewind('init');
          if (is('#')) change('hash', 1);
          else if (isSearchPrefix()) change('search', 1);
          else change('pathname', 0);
          continue;
        }
        if (state === 'authority') {
          rewind('hostname');
          continue;
        }
        change('done', 0);
        break;
      }
      if (type === 'open') {
        depth++;
        continue;
      }
      if (depth > 0) {
        if (type !== 'close') continue;
        depth--;
      }
      states[state]();
    }
    if (result.hostname !== undefined && result.port === undefined) result.port = '';
    return result;
  }

  return {
    canonical: {
      protocol: canonicalProtocol, userinfo: canonicalUserinfo, hostname: canonicalHostname,
      ipv6: canonicalIPv6, port: canonicalPort, pathname: canonicalPathname,
      opaquePathname: canonicalOpaquePathname, search: canonicalSearch, hash: canonicalHash
    },
    isSpecialScheme: isSpecialScheme, matchesSpecialScheme: matchesSpecialScheme,
    orEmpty: orEmpty, parseConstructorString: parseConstructorString, plainOptions: plainOptions,
    processInit: processInit
  };
}
