// The URL parser, against its base.
const base = 'https://user:pw@example.org:8080/a/b/c?q#f';
const cases = [
  'x', './x', '../x', '../../../x', '/x', '//host/x', '?y', '#z', '', '  x  ', 'x y', 'é', 'a\tb\nc',
  'http:x', 'https:x', 'https:/x', 'https:\\\\h\\p', 'mailto:a@b', 'data:text/plain,hi there#x y',
  'javascript:alert(1)', 'foo://Host/Path/../x', 'foo:/a/./b', 'foo:a/../b', 'http://EXAMPLE.com:80/',
  'http://example.com:0/', 'http://example.com:65536/', 'http://example.com:8a/', 'http://',
  'http://a b/', 'http://[::1]/', 'http://[1:2::7:8]:80/', 'http://[::127.0.0.1]/', 'http://[::1',
  'http://[1::2::3]/', 'http://127.1/', 'http://0x7f.1/', 'http://256.256.256.256/',
  'http://1.2.3.4.5/', 'http://0300.0.0.1/', 'http://4294967295/', 'http://4294967296/',
  'http://a%41b/', 'http://%zz/', 'http://a@b@c/', 'http://:@x/', 'http://u:@x/', 'http://@/x',
  'file:///C:/x', 'file:c:\\x\\y', 'file://host/x', 'file://localhost/x', 'file:///C|/x/../..',
  'file:', 'file:///a//b', 'http://x/%2e/%2E%2e/y', 'http://x/a/..', 'http://x/a/.', 'http://x?a=\'"<>',
  'foo://x?a=\'"<>', 'http://x/"<>`{}', 'http://x/#"<>`', 'non-special:opaque ?q',
  'ws://x:80', 'wss://x:443/', 'http://user@/x', 'http:///x', 'http:////x', '\\x', '1http://x',
  'blob:https://example.com/uuid', 'blob:x', 'foo:///', 'foo://', 'foo:/.//p', 'http://x..y/',
  'http://a_b/', 'http://a|b/', 'foo://a b/', 'foo://a^b/', 'http://ex%61mple%2ecom/', 'a:b',
];
for (const input of cases) {
  let line;
  try {
    const url = new URL(input, base);
    line = `${url.href} | ${url.origin} | ${url.username}:${url.password}@${url.host} | ` +
           `${url.pathname} | ${url.search} | ${url.hash}`;
  } catch (error) {
    line = error.name;
  }
  console.log(JSON.stringify(input), line);
}
console.log(URL.canParse('x'), URL.canParse('x', base), URL.parse('x'), URL.parse('x', base).href);
for (const other of ['file:///C:/a/b', 'file://h/a', 'foo://h/a/b?q', 'mailto:x', 'data:x']) {
  for (const input of ['x', '/x', '//x', '?x', '#x', 'D:/x', '/D:/x', '..']) {
    console.log(other, input, URL.canParse(input, other) ? new URL(input, other).href : 'fails');
  }
}
