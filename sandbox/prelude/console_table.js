// console.table: rows and columns in a box.  https://console.spec.whatwg.org/#table

// The enumerable own data of a row or of the table, or the entries of a Map or a Set, as
// index, value, …; at most a thousand.
function tableEntries(value) {
  var out = list(), kind = host.classOf(value), i;
  if (kind === 'Map' || kind === 'Set') {
    (kind === 'Map' ? mapForEach : setForEach)(value, function (item, key) {
      if (out.length < 2 * KEY_LIMIT) named(out, kind === 'Map' ? cell(key) : '' + out.length / 2,
                                            item);
    });
    return out;
  }
  if (kind === 'Proxy') return out;
  var keys = ownKeysOf(value);
  for (i = 0; i < keys.length && i < KEY_LIMIT; i++) {
    var found = ownDescriptor(value, keys[i]);
    named(out, keys[i], found && hasOwn(found, 'value') ? found.value : undefined);
  }
  return out;
}

function cell(value) {
  return join(split(inspect(value, 0), '\n'), ' ');
}

// The text of the table; undefined when `data` is not tabular and is logged instead.
function tableText(data, filter) {
  if (!isObject(data)) return undefined;
  var columnsSeen = list(), places = create(null), rows = list(), values = false, i, j;
  function place(name) {
    if (places[name] === undefined) {
      places[name] = columnsSeen.length;
      append(columnsSeen, name);
    }
    return places[name];
  }
  if (filter) for (i = 0; i < filter.length; i++) place(filter[i]);
  var entries = tableEntries(data);
  for (i = 0; i < entries.length; i += 2) {
    var row = { index: entries[i], cells: create(null), value: undefined }, value = entries[i + 1];
    if (isObject(value) && host.classOf(value) !== 'Function') {
      var fields = tableEntries(value);
      for (j = 0; j < fields.length; j += 2) {
        if (!filter || places[fields[j]] !== undefined) {
          row.cells[place(fields[j])] = cell(fields[j + 1]);
        }
      }
    } else {
      row.value = cell(value);
      values = true;
    }
    append(rows, row);
  }
  return drawTable(columnsSeen, rows, values);
}

function drawTable(names, rows, values) {
  var header = list(), lines = list(), widths = list(), i, j;
  append(header, '(index)');
  for (i = 0; i < names.length; i++) append(header, names[i]);
  if (values) append(header, 'Values');
  append(lines, header);
  for (i = 0; i < rows.length; i++) {
    var line = list();
    append(line, rows[i].index);
    for (j = 0; j < names.length; j++) append(line, rows[i].cells[j] || '');
    if (values) append(line, rows[i].value === undefined ? '' : rows[i].value);
    append(lines, line);
  }
  for (j = 0; j < header.length; j++) {
    append(widths, 0);
    for (i = 0; i < lines.length; i++) widths[j] = max(widths[j], lines[i][j].length + 2);
  }
  var out = list();
  append(out, rule(widths, '┌', '┬', '┐'));
  for (i = 0; i < lines.length; i++) {
    var cells = list();
    for (j = 0; j < header.length; j++) append(cells, ' ' + pad(lines[i][j], widths[j] - 1, false));
    append(out, '│' + join(cells, '│') + '│');
    if (i === 0) append(out, rule(widths, '├', '┼', '┤'));
  }
  append(out, rule(widths, '└', '┴', '┘'));
  return join(out, '\n');
}

function rule(widths, left, middle, right) {
  var parts = list();
  for (var i = 0; i < widths.length; i++) append(parts, repeat('─', widths[i]));
  return left + join(parts, middle) + right;
}
