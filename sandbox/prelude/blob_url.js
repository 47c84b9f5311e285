// Blob URLs.  https://w3c.github.io/FileAPI/#url
//
// This realm keeps the Blobs of its own URLs, and tells the supervisor of them, so that other workers of
// its origin can ask for what they do not know. The bytes travel with every request that uses one.

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
    if (sharesChannels()) host.addBlobUrl(href, object[BLOB].type, blobBytes(object[BLOB]));
    return href;
  },
  revokeObjectURL(href) {
    required(arguments, 1, "Failed to execute 'revokeObjectURL' on 'URL'");
    href = toScalarText(href);
    delete blobStore[href];
    if (startsWith(href, 'blob:') && sharesChannels()) host.revokeBlobUrl(href);
  }
});

host.hooks.blobRevoked = function (href) {
  delete blobStore[href];
};

// The record of the Blob that a blob: URL stands for; undefined when it names nothing.
function blobOf(url) {
  var href = serializeUrl(url, true), blob = blobStore[href];
  if (blob !== undefined || !sharesChannels()) return blob;
  var found = host.findBlobUrl(href);
  return found === undefined ? undefined
                             : { bytes: found[1], from: 0, size: found[1].length, type: found[0] };
}
