// Blob URLs.  https://w3c.github.io/FileAPI/#url
//
// The store belongs to this realm: a blob: URL made here names nothing anywhere else, so the bytes
// travel with every request that uses one.

var blobStore = create(null);

function hexByte(byte) {
  return lowerCase(hexDigits[byte >> 4] + hexDigits[byte & 15]);
}

// A random UUID of version 4.
function randomUuid() {
  var bytes = host.random(16), out = '';
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  for (var i = 0; i < 16; i++) {
    out += (i === 4 || i === 6 || i === 8 || i === 10 ? '-' : '') + hexByte(bytes[i]);
  }
  return out;
}

staticMembers(URL, {
  createObjectURL(object) {
    required(arguments, 1, "Failed to execute 'createObjectURL' on 'URL'");
    if (!isObject(object) || object[BLOB] === undefined) {
      throw new $TypeError("Failed to execute 'createObjectURL' on 'URL': parameter 1 is not of " +
                           "type 'Blob'.");
    }
    var href = 'blob:' + originOf(ownUrl()) + '/' + randomUuid();
    blobStore[href] = object[BLOB];
    return href;
  },
  revokeObjectURL(href) {
    required(arguments, 1, "Failed to execute 'revokeObjectURL' on 'URL'");
    delete blobStore[toScalarText(href)];
  }
});

// The bytes a blob: URL stands for; undefined when it names nothing here.
function blobUrlBytes(url) {
  var blob = blobStore[serializeUrl(url, true)];
  return blob ? blobBytes(blob) : undefined;
}
// The type of the Blob, which is no MIME type for certain.
function blobUrlType(url) {
  var blob = blobStore[serializeUrl(url, true)];
  return blob ? blob.type : '';
}
