// String.prototype.normalize.
const show = (text) => text.replace(/[^ -~]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
for (const text of ['\u1e9b\u0323', 'A\u030a', '\u212b', '\ufb01', '\uac00\u11a8', '\u1100\u1161\u11a8', 'a\u0323\u0307', 'a\u0307\u0323', '\u0344', '\u0958',
  '\ud834\udd5e', '\ud800\u0301', 'e\u0301\udc00', '\ufdfa', '\uf900', 'ASCII']) {
  console.log(['NFC', 'NFD', 'NFKC', 'NFKD'].map((form) => show(text.normalize(form))).join(' '), text.normalize() === text.normalize('NFC'));
}
for (const call of [() => 'a'.normalize('nfc'), () => 'a'.normalize(null), () => String.prototype.normalize.call(null), () => 'a'.normalize(Symbol())]) {
  try {
    call();
  } catch (error) {
    console.log(error.name);
  }
}
console.log(String.prototype.normalize.call(12), String.prototype.normalize.length, String.prototype.normalize.name);
