// FormData.  https://xhr.spec.whatwg.org/#interface-formdata
//
// A worker has no forms and sends nothing anywhere: an entry list, as scripts make one.

var FORM_DATA = host.slot('FormData');

function FormData(form) {
  constructing(this, FormData, FORM_DATA);
  if (form !== undefined) {
    throw new $TypeError("Failed to construct 'FormData': parameter 1 is not of type " +
                         "'HTMLFormElement'.");
  }
  this[FORM_DATA] = { pairs: list() };
}

// The last two parameters of append() and set(), which are overloaded: a string, or a Blob and
// perhaps its file name. Gives the entry's value.
// https://xhr.spec.whatwg.org/#create-an-entry
function formEntry(given, where) {
  var value = given[1];
  if (!isBlob(value)) {
    if (given.length > 2) throw new $TypeError(where + ": parameter 2 is not of type 'Blob'.");
    return toScalarText(value);
  }
  var filename = given[2] === undefined ? undefined : toScalarText(given[2]);
  // A Blob that is no File becomes one named "blob"; a name that was given makes a new File.
  var file = hasOwn(value, FILE) ? value[FILE] : undefined;
  if (file !== undefined && filename === undefined) return value;
  var blob = value[BLOB], entry = create(File.prototype);
  fileRecord(entry, blob, filename === undefined ? 'blob' : filename,
             file === undefined ? currentTime() : file.modified);
  return entry;
}

// Where the next pair of that name is, from `at` on; -1 if there is none.
function findEntry(pairs, name, at) {
  for (; at < pairs.length; at += 2) if (pairs[at] === name) return at;
  return -1;
}

function removeEntries(pairs, name, from) {
  for (var at = from; (at = findEntry(pairs, name, at)) >= 0;) {
    removeAt(pairs, at + 1);
    removeAt(pairs, at);
  }
}

defineInterface(FormData, null, 0, {
  append(name, value) {
    var form = slotOf(this, FORM_DATA), where = "Failed to execute 'append' on 'FormData'";
    required(arguments, 2, where);
    name = toScalarText(name);
    var entry = formEntry(arguments, where);
    append(form.pairs, name);
    append(form.pairs, entry);
  },
  delete: function (name) {
    var form = slotOf(this, FORM_DATA);
    required(arguments, 1, "Failed to execute 'delete' on 'FormData'");
    removeEntries(form.pairs, toScalarText(name), 0);
  },
  get: function (name) {
    var form = slotOf(this, FORM_DATA);
    required(arguments, 1, "Failed to execute 'get' on 'FormData'");
    var at = findEntry(form.pairs, toScalarText(name), 0);
    return at < 0 ? null : form.pairs[at + 1];
  },
  getAll(name) {
    var form = slotOf(this, FORM_DATA), found = list(), at = 0;
    required(arguments, 1, "Failed to execute 'getAll' on 'FormData'");
    name = toScalarText(name);
    for (; (at = findEntry(form.pairs, name, at)) >= 0; at += 2) append(found, form.pairs[at + 1]);
    return give(found);
  },
  has(name) {
    var form = slotOf(this, FORM_DATA);
    required(arguments, 1, "Failed to execute 'has' on 'FormData'");
    return findEntry(form.pairs, toScalarText(name), 0) >= 0;
  },
  set: function (name, value) {
    var form = slotOf(this, FORM_DATA), where = "Failed to execute 'set' on 'FormData'";
    required(arguments, 2, where);
    name = toScalarText(name);
    var entry = formEntry(arguments, where), at = findEntry(form.pairs, name, 0);
    if (at < 0) {
      append(form.pairs, name);
      append(form.pairs, entry);
    } else {
      form.pairs[at + 1] = entry;
      removeEntries(form.pairs, name, at + 2);
    }
  }
});
pairIterable(FormData, FORM_DATA);
