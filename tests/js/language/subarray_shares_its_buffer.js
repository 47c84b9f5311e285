// A view that is cut from a typed array shows the same ArrayBuffer, whoever asked for it first.
const array = new Uint8Array([1, 2, 3, 4, 5]);
const part = array.subarray(1, 3);
console.log(part.buffer === array.buffer, part.byteOffset, part.buffer.byteLength);
part[0] = 9;
console.log(array.join(), array.subarray(-2).join(), array.subarray().length, array.subarray(undefined, 2).length);
try { Uint8Array.prototype.subarray.call([], 1); } catch (error) { console.log(error.name); }
console.log(Uint8Array.prototype.subarray.name, Uint8Array.prototype.subarray.length);
