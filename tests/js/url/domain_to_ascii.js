// Hosts that are not plain ASCII: UTS #46, and the rules for labels.
const show = (input) => {
  try {
    return new URL('https://' + input + '/').host;
  } catch (error) {
    return error.name;
  }
};
for (const input of [
  'M\u00dcLLER.example', 'fa\u00df.de', 'FA\u1e9e.de', '\u65e5\u672c\u8a9e\u3002\uff2a\uff30', '\u212a\u00aa\u00b2', 'a\u00adb\u200bc', '\ufb03',
  'e\u0301.com', '\u0041\u030a\u0323', '\ud835\udc00\ud83d\ude00', 'xn--mller-kva.example', 'XN--MLLER-KVA.EXAMPLE', 'xn--fa-hia.de',
  '\u2488com', 'a..\u00e9', '\u00e9.', 'ab--\u00e9', '-\u00e9-', '%C3%A9.com', 'a%00b', '\u00ad', '\u0300a', 'a\u0300.\u0301b', 'xn--', 'xn--a', 'xn--a-',
  'xn--ls8h=', 'xn--\u00e9', 'xn--0ca24w', 'xn--xn---epa', '\u{e0001}', '\ud800', '\ufffd', '\u00a0', 'a\u2260b', '\u3164',
  // Joiners: after a virama, between letters that join, and elsewhere.
  '\u0915\u094d\u200d\u0937', '\u0915\u094d\u200c\u0937', '\u0628\u200c\u0628', '\u0628\u064b\u200c\u064b\u0628', '\u0627\u200c\u0628', 'a\u200cb', 'a\u200db',
  // From right to left.
  '\u05d0\u05d1', '\u05d01', '1\u05d0', '\u05d0a', '\u05d0-', '\u06f1\u0627', '\u06271\u0661', 'a.\u05d0', '1.\u05d0', '0a.\u05d0', 'a\u0300.\u05d0\u0300',
  // What is a number after all.
  '\uff11\uff12\uff17.1', '0x\uff17f.1', '1.2.3.\u0664']) {
  console.log(show(input));
}
console.log(show('\u00e9'.repeat(300)).length);
