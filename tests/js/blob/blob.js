// Blob and File: parts, slices, types, reading.
const show = async (name, blob) => {
  console.log(name, blob.size, JSON.stringify(blob.type), JSON.stringify(await blob.text()));
};
(async () => {
  await show('empty', new Blob());
  await show('strings', new Blob(['a', 1, null, { toString: () => 'o' }]));
  const bytes = new Uint8Array([65, 66, 67, 68]);
  await show('views', new Blob([bytes, bytes.buffer, bytes.subarray(1, 3), new DataView(bytes.buffer, 2)]));
  await show('nested', new Blob([new Blob(['x']), 'y']));
  await show('type', new Blob([], { type: 'Text/HTML' }));
  await show('bad type', new Blob([], { type: 'te\u00e9xt' }));
  await show('lone surrogate', new Blob(['\ud800!']));
  await show('transparent', new Blob(['a\r\nb\rc\n']));
  await show('native', new Blob(['a\r\nb\rc\n'], { endings: 'native' }));
  const blob = new Blob(['0123456789']);
  await show('slice', blob.slice(2, 5));
  await show('slice of slice', blob.slice(2, 8).slice(1, -1));
  await show('negative', blob.slice(-3));
  await show('reversed', blob.slice(5, 2));
  await show('typed', blob.slice(0, 1, 'a/b'));
  console.log(new Uint8Array(await blob.slice(0, 3).arrayBuffer()).join());
  const file = new File(['text'], 'name.txt', { type: 'text/plain', lastModified: 7 });
  await show('file', file);
  console.log(file.name, file.lastModified, file instanceof Blob);
  console.log(Object.prototype.toString.call(file), Object.prototype.toString.call(blob));
  for (const make of [() => Blob(), () => new Blob('text'), () => new Blob({}), () => new Blob([], 1),
                      () => new Blob([], { endings: 'x' }), () => new File([])]) {
    try {
      make();
      console.log('never');
    } catch (error) {
      console.log(error.name);
    }
  }
})();
