// crypto.subtle.digest(), with the examples of FIPS 180 and the standard's errors.
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const bytes = new TextEncoder().encode('abc');
(async () => {
  for (const name of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) {
    console.log(name, hex(await crypto.subtle.digest(name, bytes)));
    console.log(hex(await crypto.subtle.digest({ name: name.toLowerCase() }, new ArrayBuffer(0))));
  }
  console.log(hex(await crypto.subtle.digest('sha-256', new Uint8Array(1e6).fill(97))));
  console.log(hex(await crypto.subtle.digest('sha-1', new DataView(bytes.buffer, 1, 1))));

  // The bytes are those of the call, whatever the algorithm's getter or the caller does then.
  const changing = new Uint8Array([97, 98, 99]);
  const digest = crypto.subtle.digest({ get name() { changing[0] = 0; return 'SHA-1'; } }, changing);
  changing[1] = 0;
  console.log(hex(await digest));

  const wrong = [['md5', bytes], ['SHA-1 ', bytes], [{}, bytes], [{ name: 'SHA-\u017f' }, bytes], ['SHA-1', 'abc'], ['SHA-1', [1]],
    ['SHA-1'], [Symbol(), bytes], [{ get name() { throw new EvalError('of a getter'); } }, bytes]];
  for (const [...given] of wrong) await crypto.subtle.digest(...given).catch((error) => console.log(error.name, error instanceof DOMException));
  await SubtleCrypto.prototype.digest.call({}, 'SHA-1', bytes).catch((error) => console.log(error.name));
  console.log(crypto.subtle === crypto.subtle, String(crypto.subtle), SubtleCrypto.prototype.digest.length);
  try {
    new SubtleCrypto();
  } catch (error) {
    console.log(error.name);
  }
})();
