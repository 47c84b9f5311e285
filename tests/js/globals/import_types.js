// importScripts() runs what is JavaScript by its MIME type, in data: and blob: URLs too.
const blob = (type) => URL.createObjectURL(new Blob(['ran++'], { type }));
for (const url of [
  'data:text/javascript,ran++', 'data:Text/JavaScript;a=b,ran++', 'data: application/ecmascript ,ran++',
  'data:text/javascript;base64,cmFuKys=', 'data:text/javascript;BASE64,cmFu%4Bys=', 'data:text/javascript; base64 ,cmFuKys',
  'data:text/javascript;charset=utf-8;x="a,ran++', 'data:text/livescript,ran++#fragment',
  'data:,ran++', 'data:text/plain,ran++', 'data:text/html,ran++', 'data:;base64,cmFuKys=', 'data:text/javascript',
  'data:text/javascript;base64,c', 'data:text/javascript/x,ran++', 'data:javascript,ran++',
  blob('text/javascript'), blob('TEXT/JavaScript;charset=x'), blob(''), blob('text/csv'), blob('text')]) {
  self.ran = 0;
  try {
    importScripts(url);
    console.log(url.slice(0, 40).replace(/^blob.*/, 'blob'), ran);
  } catch (error) {
    console.log(url.slice(0, 40).replace(/^blob.*/, 'blob'), error.name, ran);
  }
}
// What comes before has run.
self.ran = 0;
try {
  importScripts('data:text/javascript,ran++', 'data:,ran++', 'data:text/javascript,ran++');
} catch (error) {
  console.log(error.name, ran);
}
