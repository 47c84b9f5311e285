// Blob URLs name a blob of this realm until they are revoked.
const url = URL.createObjectURL(new Blob(['self.ran = 1; self.marker = "a blob";'], { type: 'text/javascript' }));
const [scheme, uuid] = [url.slice(0, url.lastIndexOf('/')), url.slice(url.lastIndexOf('/') + 1)];
console.log(scheme, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid));
console.log(new URL(url).origin);
importScripts(url);
console.log(ran, marker);
URL.revokeObjectURL(url);
URL.revokeObjectURL('blob:nothing');
try {
  importScripts(url);
} catch (error) {
  console.log(error.name, error instanceof DOMException);
}
importScripts('data:text/javascript,self.marker="data"', 'data:text/javascript;base64,c2VsZi5tYXJrZXIrPSIgVVJMIg==');
console.log(marker);
try {
  URL.createObjectURL({});
} catch (error) {
  console.log(error.name);
}
