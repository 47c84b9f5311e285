// URLPattern.  https://urlpattern.spec.whatwg.org/#urlpattern-class
function (host, prelude) {
  'use strict';
  var tokens = prelude.partOf('url-pattern-tokens'), invalid = tokens.invalid;
  var parts = prelude.partOf('url-pattern-parts'), compileComponent = parts.compileComponent,
      execute = parts.execute;
  var init = prelude.partOf('url-pattern-init'), canonical = init.canonical,
      isSpecialScheme = init.isSpecialScheme, matchesSpecialScheme = init.matchesSpecialScheme,
      orEmpty = init.orEmpty, parseConstructorString = init.parseConstructorString,
      plainOptions = init.plainOptions, processInit = init.processInit;
  var bare = prelude.bare, url = prelude.url, defineProperty = prelude.defineProperty,
      $TypeError = prelude.TypeError;

  var PATTERN = host.slot('URLPattern');

  // In the order in which Web IDL reads a dictionary's members.
  var initMembers = ['baseURL', 'hash', 'hostname', 'password', 'pathname', 'port', 'protocol',
                     'search', 'username'];
  var components = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search',
                    'hash'];

  function ownField(object, name, value) {
    defineProperty(object, name, { value: value, writable: true, enumerable: true,
                                   configurable: true });
  }

  // (USVString or URLPatternInit)
  function toInput(value, where) {
    if (value !== undefined && value !== null && !prelude.isObject(value)) {
      return prelude.toScalarText(value);
    }
    var init = bare({}), from = prelude.toDictionary(value, where);
    for (var i = 0; from && i < initMembers.length; i++) {
      var member = from[initMembers[i]];
      if (member !== undefined) init[initMembers[i]] = prelude.toScalarText(member);
    }
    return init;
  }

  function hostnameIsIPv6(pattern) {
    if (pattern.length < 2) return false;
    return pattern[0] === '[' ||
           (pattern[0] === '{' || pattern[0] === '\\') && pattern[1] === '[';
  }

  // https://urlpattern.spec.whatwg.org/#url-pattern-create
  function createPattern(input, base, ignoreCase) {
    var init = input;
    if (typeof input === 'string') {
      init = parseConstructorString(input);
      if (base === null && init.protocol === undefined) {
        throw invalid('"' + input + '" is relative, and there is no base URL.');
      }
      if (base !== null) init.baseURL = base;
    } else if (base !== null) {
      throw invalid('a base URL beside an object belongs into it.');
    }
    var processed = processInit(init, true, bare({}));
    for (var i = 0; i < components.length; i++) {
      if (processed[components[i]] === undefined) processed[components[i]] = '*';
    }
    if (isSpecialScheme(processed.protocol) &&
        processed.port === '' + url.defaultPorts[processed.protocol]) {
      processed.port = '';
    }
    function options(delimiter, prefix, caseMatters) {
      return { delimiter: delimiter, prefix: prefix, ignoreCase: !caseMatters && ignoreCase };
    }
    function compile(name, encode, how) {
      return compileComponent(processed[name], encode, how);
    }
    var protocol = compile('protocol', canonical.protocol, plainOptions),
        hostname = processed.hostname;
    return {
      protocol: protocol,
      username: compile('username', canonical.userinfo, plainOptions),
      password: compile('password', canonical.userinfo, plainOptions),
      hostname: compile('hostname', hostnameIsIPv6(hostname) ? canonical.ipv6 : canonical.hostname,
                        options('.', '', true)),
      port: compile('port', function (value) { return canonical.port(value); }, plainOptions),
      pathname: matchesSpecialScheme(protocol)
        ? compile('pathname', canonical.pathname, options('/', '/'))
        : compile('pathname', canonical.opaquePathname, options('', '')),
      search: compile('search', canonical.search, options('', '')),
      hash: compile('hash', canonical.hash, options('', ''))
    };
  }

  // What a match looks at: the components' texts, and the inputs as results show them; or null.
  function subjectOf(input, base, where) {
    var texts = bare({}), inputs = [], i;
    if (typeof input !== 'string') {
      if (base !== undefined) throw new $TypeError(where + ': a base URL beside an object.');
      var shown = {};
      for (i = 0; i < initMembers.length; i++) {
        var member = input[initMembers[i]];
        if (member !== undefined) ownField(shown, initMembers[i], member);
      }
      ownField(inputs, 0, shown);
      for (i = 0; i < components.length; i++) texts[components[i]] = '';
      try {
        processInit(input, false, texts);
      } catch (error) {
        return null;
      }
      return { texts: texts, inputs: inputs };
    }
    ownField(inputs, 0, input);
    var parsedBase = null;
    if (base !== undefined) {
      parsedBase = url.parse(base, null);
      if (!parsedBase) return null;
      ownField(inputs, 1, base);
    }
    var parsed = url.parse(input, parsedBase);
    if (!parsed) return null;
    texts.protocol = parsed.scheme;
    texts.username = parsed.username;
    texts.password = parsed.password;
    texts.hostname = orEmpty(parsed.host);
    texts.port = parsed.port === null ? '' : '' + parsed.port;
    texts.pathname = url.serializePath(parsed);
    texts.search = orEmpty(parsed.query);
    texts.hash = orEmpty(parsed.fragment);
    return { texts: texts, inputs: inputs };
  }

  // https://urlpattern.spec.whatwg.org/#create-a-component-match-result
  function componentResult(component, text, found) {
    var groups = {};
    for (var i = 0; i < component.names.length; i++) {
      ownField(groups, component.names[i], found[i + 1]);
    }
    return { groups: groups, input: text };
  }

  // https://urlpattern.spec.whatwg.org/#url-pattern-match; the results by component, or null.
  function match(self, input, base, where) {
    var pattern = prelude.slotOf(self, PATTERN);
    input = toInput(input, where);
    if (base !== undefined) base = prelude.toScalarText(base);
    var subject = subjectOf(input, base, where);
    if (!subject) return null;
    var found = bare({ inputs: subject.inputs });
    for (var i = 0; i < components.length; i++) {
      var name = components[i], groups = execute(pattern[name], subject.texts[name]);
      if (!groups) return null;
      found[name] = componentResult(pattern[name], subject.texts[name], groups);
    }
    return found;
  }

  function URLPattern(input, base, options) {
    var where = "Failed to construct 'URLPattern'";
    prelude.constructing(this, URLPattern, PATTERN);
    // The overload without a base URL: the second argument is a dictionary, or nothing.
    if (arguments.length < 3 && (base === undefined || base === null || prelude.isObject(base))) {
      options = base;
      base = null;
    }
    input = toInput(input, where);
    if (base !== null) base = prelude.toScalarText(base);
    options = prelude.toDictionary(options, where);
    this[PATTERN] = createPattern(input, base, options ? !!options.ignoreCase : false);
  }
  prelude.makeInterface(URLPattern, 0, {
    test(input, base) {
      return match(this, input, base, "Failed to execute 'test' on 'URLPattern'") !== null;
    },
    exec(input, base) {
      var found = match(this, input, base, "Failed to execute 'exec' on 'URLPattern'");
      return found && {
        hash: found.hash, hostname: found.hostname, inputs: found.inputs, password: found.password,
        pathname: found.pathname, port: found.port, protocol: found.protocol, search: found.search,
        username: found.username
      };
    },
    get protocol() {
      return prelude.slotOf(this, PATTERN).protocol.pattern;
    },
    get username() {
      return prelude.slotOf(this, PATTERN).username.pattern;
    },
    get password() {
      return prelude.slotOf(this, PATTERN).password.pattern;
    },
    get hostname() {
      return prelude.slotOf(this, PATTERN).hostname.pattern;
    },
    get port() {
      return prelude.slotOf(this, PATTERN).port.pattern;
    },
    get pathname() {
      return prelude.slotOf(this, PATTERN).pathname.pattern;
    },
    get search() {
      return prelude.slotOf(this, PATTERN).search.pattern;
    },
    get hash() {
      return prelude.slotOf(this, PATTERN).hash.pattern;
    },
    get hasRegExpGroups() {
      var pattern = prelude.slotOf(this, PATTERN);
      for (var i = 0; i < components.length; i++) if (pattern[components[i]].own) return true;
      return false;
    }
  });
  prelude.lengths(URLPattern.prototype, { test: 0, exec: 0 });

  return { URLPattern: URLPattern };
}
