// Every setter of URL, with what is ignored and what is not.
const attempts = [
  ['http://h/p', 'protocol', ['https', 'ftp:', 'foo', 'file', '1x', 'https:rest', '']],
  ['https://h:443/', 'protocol', ['http']], ['https://h:8080/', 'protocol', ['file', 'ws']],
  ['file:///p', 'protocol', ['http']], ['foo://h/p', 'protocol', ['bar', 'http']],
  ['http://h/p', 'username', ['u', 'a b', '@:/', '']], ['http://h/p', 'password', ['p:w', '']],
  ['mailto:x', 'username', ['u']], ['file:///p', 'password', ['u']],
  ['http://h:81/p', 'host', ['x', 'x:82', 'x:80', 'x/y', 'x?y', '', 'x:', ':9', 'a b', '[::1]:9']],
  ['foo://h/p', 'host', ['', 'x:y', 'X', 'x:70000']], ['file://h/p', 'host', ['x', 'x:1', '']],
  ['http://h:81/p', 'hostname', ['x', 'x:82', '', '[::1]', '0x7f000001']],
  ['http://h/p', 'port', ['81', '80', '', '99999', '8a', 'a8', ' 9', '65535']],
  ['http://h/p', 'pathname', ['', 'x', '/x/../y', '\\x', '?#', 'é']],
  ['foo://h/p', 'pathname', ['', 'x', '\\x']], ['mailto:x', 'pathname', ['y']],
  ['http://h/p?q', 'search', ['', '?', 'a b', '??x', "'\"#"]], ['foo://h', 'search', ["'"]],
  ['http://h/p#f', 'hash', ['', '#', 'a b', '##x', '`']],
];
for (const [href, name, values] of attempts) {
  for (const value of values) {
    const url = new URL(href);
    url[name] = value;
    console.log(href, name, JSON.stringify(value), url.href);
  }
}
const url = new URL('http://h/');
url.href = 'http://other/x';
console.log(url.href);
try {
  url.href = 'nothing';
} catch (error) {
  console.log(error.name, url.href);
}
