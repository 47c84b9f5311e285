// ArrayBuffer.prototype.transfer detaches, and copies when the length changes.
const buffer = new Uint8Array([1, 2, 3, 4]).buffer;
console.log(buffer.detached);
const same = buffer.transfer();
console.log(buffer.detached, buffer.byteLength, same.byteLength, [...new Uint8Array(same)].join());
const longer = same.transfer(6), shorter = longer.transferToFixedLength('2.9');
console.log(same.detached, longer.detached, [...new Uint8Array(shorter)].join());
console.log(shorter.transfer(0).byteLength, shorter.detached);
const view = new Uint8Array([9, 8, 7, 6, 5]).subarray(1);
console.log([...new Uint8Array(view.buffer.transfer(5))].join(), view.length);
for (const make of [() => buffer.transfer(), () => new ArrayBuffer(1).transfer(-1), () => ArrayBuffer.prototype.transfer.call({}),
                    () => ArrayBuffer.prototype.detached, () => new ArrayBuffer(1).transfer(Symbol())]) {
  try {
    make();
    console.log('was not refused');
  } catch (error) {
    console.log(error.name);
  }
}
console.log(ArrayBuffer.prototype.transfer.length, ArrayBuffer.prototype.transfer.name, Object.keys(ArrayBuffer.prototype).length);
