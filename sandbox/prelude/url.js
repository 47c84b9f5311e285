// URL.  https://url.spec.whatwg.org/#url-class

var URL_SLOT = host.slot('URL');

function parseFor(url, base) {
  var parsedBase = null;
  if (base !== undefined) {
    parsedBase = parseUrl(toScalarText(base), null);
    if (!parsedBase) return null;
  }
  return parseUrl(url, parsedBase);
}

function URL(url, base) {
  constructing(this, URL, URL_SLOT);
  required(arguments, 1, "Failed to construct 'URL'");
  url = toScalarText(url);
  if (base !== undefined) base = toScalarText(base);
  var record = parseFor(url, base);
  if (!record) throw new $TypeError("Failed to construct 'URL': Invalid URL");
  becomeUrl(this, record);
}
// `params` is made when somebody asks for it.
function becomeUrl(object, record) {
  object[URL_SLOT] = { url: record, params: null };
  return object;
}

function urlOf(self) {
  return slotOf(self, URL_SLOT).url;
}
function cannotHaveCredentials(url) {
  return url.host === null || url.host === '' || url.scheme === 'file';
}

// Host state and hostname state with a state override.
function setHost(url, value, withPort) {
  if (isOpaquePath(url)) return;
  value = dropBreaks(value);
  var end = 0;
  while (end < value.length && !isSlash(url, value[end]) && value[end] !== '?' &&
         value[end] !== '#') {
    end++;
  }
  value = textSlice(value, 0, end);
  var found;
  if (url.scheme === 'file') {
    found = value === '' ? '' : parseHost(value, true);
    if (found !== null) url.host = found === 'localhost' ? '' : found;
    return;
  }
  var colon = portColon(value), name = colon < 0 ? value : textSlice(value, 0, colon);
  if (colon >= 0 && (name === '' || !withPort)) return;
  if (name === '' && (isSpecial(url) || url.username || url.password || url.port !== null)) return;
  found = parseHost(name, isSpecial(url));
  if (found === null) return;
  url.host = found;
  if (colon >= 0) setPortDigits(url, textSlice(value, colon + 1));
}
// Port state with a state override: the digits in front count, the rest is ignored.
function setPortDigits(url, value) {
  var end = 0;
  while (end < value.length && allDigits(value[end], 10)) end++;
  if (end > 0) setPort(url, textSlice(value, 0, end));
}

defineInterface(URL, null, 1, {
  get href() {
    return serializeUrl(urlOf(this));
  },
  set href(value) {
    var self = slotOf(this, URL_SLOT), url = parseUrl(toScalarText(value), null);
    if (!url) throw new $TypeError("Failed to set the 'href' property on 'URL': Invalid URL");
    self.url = url;
    refreshParams(self);
  },
  get origin() {
    return originOf(urlOf(this));
  },
  get protocol() {
    return urlOf(this).scheme + ':';
  },
  set protocol(value) {
    // Scheme start and scheme states with a state override.
    var url = urlOf(this), text = dropBreaks(toScalarText(value)) + ':';
    var length = schemeLength(text);
    if (length === 0) return;
    var scheme = lowerCase(textSlice(text, 0, length - 1));
    if (isSpecial(url) !== (defaultPorts[scheme] !== undefined)) return;
    if (scheme === 'file' && (url.username || url.password || url.port !== null)) return;
    if (url.scheme === 'file' && url.host === '') return;
    url.scheme = scheme;
    if (url.port === defaultPorts[scheme]) url.port = null;
  },
  get username() {
    return urlOf(this).username;
  },
  set username(value) {
    var url = urlOf(this), text = toScalarText(value);
    if (!cannotHaveCredentials(url)) url.username = percentEncode(text, userinfoSet);
  },
  get password() {
    return urlOf(this).password;
  },
  set password(value) {
    var url = urlOf(this), text = toScalarText(value);
    if (!cannotHaveCredentials(url)) url.password = percentEncode(text, userinfoSet);
  },
  get host() {
    return hostAndPort(urlOf(this));
  },
  set host(value) {
    setHost(urlOf(this), toScalarText(value), true);
  },
  get hostname() {
    return urlOf(this).host || '';
  },
  set hostname(value) {
    setHost(urlOf(this), toScalarText(value), false);
  },
  get port() {
    var port = urlOf(this).port;
    return port === null ? '' : '' + port;
  },
  set port(value) {
    var url = urlOf(this), text = toScalarText(value);
    if (cannotHaveCredentials(url)) return;
    if (text === '') url.port = null;
    else setPortDigits(url, dropBreaks(text));
  },
  get pathname() {
    return serializePath(urlOf(this));
  },
  set pathname(value) {
    var url = urlOf(this), text = dropBreaks(toScalarText(value));
    if (isOpaquePath(url)) return;
    url.path = list();
    pathStart(url, text);
    if (text === '' && !isSpecial(url) && url.host === null) append(url.path, '');
  },
  get search() {
    var query = urlOf(this).query;
    return query ? '?' + query : '';
  },
  set search(value) {
    var self = slotOf(this, URL_SLOT), url = self.url, text = toScalarText(value);
    if (text === '') {
      url.query = null;
    } else {
      text = dropBreaks(text[0] === '?' ? textSlice(text, 1) : text);
      url.query = percentEncode(text, isSpecial(url) ? specialQuerySet : querySet);
    }
    refreshParams(self);
  },
  get searchParams() {
    var self = slotOf(this, URL_SLOT);
    if (!self.params) {
      self.params = newParams(this);
      refreshParams(self);
    }
    return self.params;
  },
  get hash() {
    var fragment = urlOf(this).fragment;
    return fragment ? '#' + fragment : '';
  },
  set hash(value) {
    var url = urlOf(this), text = toScalarText(value);
    if (text === '') {
      url.fragment = null;
      return;
    }
    text = dropBreaks(text[0] === '#' ? textSlice(text, 1) : text);
    url.fragment = percentEncode(text, fragmentSet);
  },
  toJSON() {
    return serializeUrl(urlOf(this));
  },
  toString() {
    return serializeUrl(urlOf(this));
  }
});

staticMembers(URL, {
  parse(url, base) {
    required(arguments, 1, "Failed to execute 'parse' on 'URL'");
    url = toScalarText(url);
    if (base !== undefined) base = toScalarText(base);
    var record = parseFor(url, base);
    return record ? becomeUrl(create(URL.prototype), record) : null;
  },
  canParse(url, base) {
    required(arguments, 1, "Failed to execute 'canParse' on 'URL'");
    url = toScalarText(url);
    if (base !== undefined) base = toScalarText(base);
    return parseFor(url, base) !== null;
  }
});
lengths(URL, { parse: 1, canParse: 1 });
