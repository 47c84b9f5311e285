// What a reader makes of a Blob's bytes.  https://w3c.github.io/FileAPI/#packaging-data

var decodeBytes = uncurry(TextDecoder.prototype.decode);

// A decoder for a label, or null if the label names no encoding.
function decoderOf(label) {
  try {
    return new TextDecoder(label);
  } catch (error) {
    return null;
  }
}

// https://encoding.spec.whatwg.org/#bom-sniff: what the first bytes say, or undefined.
function sniffEncoding(bytes) {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
}

// The bytes of a Blob's record as a string. `label` is the reader's encoding, or undefined.
function blobText(blob, label) {
  var bytes = blobBytes(blob), decoder = null;
  // 2. If the encodingName is present, set encoding to the result of getting an encoding from it.
  if (label !== undefined) decoder = decoderOf(label);
  // 3. If encoding is failure, and mimeType is present: its parameter "charset".
  if (decoder === null) {
    var type = parseMimeType(blob.type);
    var charset = type === null ? undefined : parameterOf(type, 'charset');
    if (charset !== undefined) decoder = decoderOf(charset);
  }
  // 4.–5. Otherwise UTF-8. A byte-order mark says more than any of these.
  var sniffed = sniffEncoding(bytes);
  if (sniffed !== undefined) decoder = decoderOf(sniffed);
  return decodeBytes(decoder || new TextDecoder(), bytes);
}

// How each of the four methods of both readers packages a Blob's record.
var blobPackages = bare({
  readAsArrayBuffer: function (blob) {
    return viewGetters.buffer(blobBytes(blob));
  },
  readAsBinaryString: function (blob) {
    return host.isomorphicDecode(blobBytes(blob));
  },
  readAsText: blobText,
  readAsDataURL: function (blob) {
    return 'data:' + (blob.type || 'application/octet-stream') + ';base64,' +
           base64Encode(host.isomorphicDecode(blobBytes(blob)));
  }
});

// The four methods of the interface whose slot it is; `read(record, blob, pack, label)` does the rest.
function readerMembers(interfaceName, slot, read) {
  function convert(self, name, given) {
    var record = slotOf(self, slot);
    var where = "Failed to execute '" + name + "' on '" + interfaceName + "'";
    required(given, 1, where);
    if (!isBlob(given[0])) throw new $TypeError(where + ": parameter 1 is not of type 'Blob'.");
    var label = name !== 'readAsText' || given[1] === undefined ? undefined : toText(given[1]);
    return read(record, given[0][BLOB], blobPackages[name], label);
  }
  return {
    readAsArrayBuffer(blob) {
      return convert(this, 'readAsArrayBuffer', arguments);
    },
    readAsBinaryString(blob) {
      return convert(this, 'readAsBinaryString', arguments);
    },
    readAsText(blob) {
      return convert(this, 'readAsText', arguments);
    },
    readAsDataURL(blob) {
      return convert(this, 'readAsDataURL', arguments);
    }
  };
}
