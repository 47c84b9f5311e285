// One line or many: the layout of a structure's entries, as Node.js lays them out.
//
// Up to three levels of structures share a line while it is short; long lists are set in columns.

// `output`: the entries; `base`: what stands before the braces; `depth`: of the structure.
function layOut(context, output, base, open, close, listOf, depth) {
  var entries = output.length;
  if (listOf && entries > 6) output = columns(context, output, listOf);
  if (context.deepest - depth < 3 && entries === output.length) {
    var start = output.length + context.indent + open.length + base.length + 10;
    if (fits(context, output, start, base)) {
      var line = join(output, ', ');
      if (!contains(line, '\n')) {
        return (base ? base + ' ' : '') + open + ' ' + line + ' ' + close;
      }
    }
  }
  var indentation = '\n' + repeat(' ', context.indent);
  return (base ? base + ' ' : '') + open + indentation + '  ' +
         join(output, ',' + indentation + '  ') + indentation + close;
}

function fits(context, output, start, base) {
  var total = output.length + start;
  if (total + output.length > context.width) return false;
  for (var i = 0; i < output.length; i++) {
    total += output[i].length;
    if (total > context.width) return false;
  }
  return base === '' || !contains(base, '\n');
}

function pad(text, width, atStart) {
  var space = repeat(' ', max(width - text.length, 0));
  return atStart ? space + text : text + space;
}

// `listOf`: {numbers, more}: whether all entries are numbers, and whether the last entry says how
// many were left out.
function columns(context, output, listOf) {
  var count = listOf.more ? output.length - 1 : output.length, total = 0, longest = 0, i, j;
  for (i = 0; i < count; i++) {
    total += output[i].length + 2;
    longest = max(longest, output[i].length);
  }
  var widest = longest + 2;
  // Three must fit side by side, and no entry may be much longer than the others.
  if (widest * 3 + context.indent >= context.width ||
      total / widest <= 5 && longest > 6) {
    return output;
  }
  // Aim at a block about as wide as it is high; a character is 2.5 times as high as wide.
  var biased = max(widest - 3 - sqrt(widest - total / output.length), 1);
  var width = min(floor(sqrt(2.5 * biased * count) / biased + 0.5),
                  floor((context.width - context.indent) / widest), 12, 15);
  if (width <= 1) return output;
  var rows = list(), widths = list();
  for (i = 0; i < width; i++) {
    var column = 0;
    for (j = i; j < count; j += width) column = max(column, output[j].length);
    append(widths, column + 2);
  }
  for (i = 0; i < count; i += width) {
    var end = min(i + width, count), row = '';
    for (j = i; j < end - 1; j++) row += pad(output[j] + ', ', widths[j - i], listOf.numbers);
    row += listOf.numbers ? pad(output[j], widths[j - i] - 2, true) : output[j];
    append(rows, row);
  }
  if (listOf.more) append(rows, output[count]);
  return rows;
}
