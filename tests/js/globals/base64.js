// btoa and atob.
console.log(btoa(''), btoa('a'), btoa('ab'), btoa('abc'), btoa('\xff\x00'), btoa(null), btoa(12));
const show = text => [...text].map(c => c.charCodeAt(0)).join();
for (const text of ['', 'YQ==', 'YQ', 'YWI=', 'YWI', 'YWJj', ' Y W\nJ\tj\f\r ', 'YR==', 'YWK', '/+//', null, 12]) {
  console.log(JSON.stringify(text), show(atob(text)));
}
for (const text of ['Y', 'YQ=', 'YQ===', '=', '====', 'Y=Q=', 'YQ==YQ', '*', 'YQ-_', '\u00a0', undefined]) {
  try {
    console.log(JSON.stringify(text), show(atob(text)));
  } catch (error) {
    console.log(JSON.stringify(text), error.name, error.code);
  }
}
try {
  btoa('\u0100');
} catch (error) {
  console.log(error.name, error.code);
}
console.log(atob(btoa(Array.from({ length: 1000 }, (_, i) => String.fromCharCode(i & 255)).join(''))).length);
