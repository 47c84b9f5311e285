// What `source` gives can stand between slashes, whatever the pattern was made of.
const whole = new RegExp('\n\r\u2028\u2029/\\n\\/', 'g');
console.log(whole.source, String(whole));
console.log(new RegExp('').source, new RegExp('/').source, /a\/b/.source);
