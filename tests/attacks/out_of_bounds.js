// Attack 22: typed arrays and DataViews outside of their bounds.
// Expect: held
const refused = (what, attempt) => {
  try { attempt(); } catch (error) { return; }
  console.log('escaped: ' + what);
};

const buffer = new ArrayBuffer(16);
const view = new DataView(buffer);
for (const place of [16, 13, -1, 1e9, 2 ** 31, 2 ** 32, 2 ** 53, Infinity]) {
  refused(`read at ${place}`, () => view.getUint32(place));
  refused(`write at ${place}`, () => view.setFloat64(place, 1));
}
refused('an offset', () => new Uint32Array(buffer, 20));
refused('a length', () => new Uint8Array(buffer, 8, 100));
refused('a misaligned offset', () => new Uint32Array(buffer, 3));
refused('a set beyond the end', () => new Uint8Array(buffer).set(new Uint8Array(8), 12));
refused('a negative offset', () => new Uint8Array(buffer).set([1], -1));
refused('a negative length', () => new ArrayBuffer(-1));
const bytes = new Uint8Array(buffer);
for (const place of [16, 1e9, 2 ** 32, 4294967295]) {
  bytes[place] = 7;
  if (bytes.subarray(0).length !== 16) console.log(`escaped: ${place}`);
}
bytes.subarray(100, 200).fill(1);
bytes.copyWithin({ valueOf() { return 8; } }, -1e9, 1e9);
// A buffer that is taken away while it is written to.
const gone = new Uint8Array(8);
const take = () => structuredClone(gone.buffer, { transfer: [gone.buffer] });
try { gone.set({ length: 4, get 0() { take(); return 1; }, 1: 2, 2: 3, 3: 4 }); } catch (error) { console.log(error.name); }
try { gone.fill({ valueOf() { return 1; } }); } catch (error) { console.log(error.name); }
console.log('held');
close();
