importScripts('/node_modules/papaparse/papaparse.min.js');

const csv = 'name,age,note\r\nAnn,40,"said ""hi"", left"\r\nBo,,"two\nlines"\r\n';
const parsed = Papa.parse(csv, {header: true, dynamicTyping: true, skipEmptyLines: true});
const rows = [];
Papa.parse('a;b\n1;2\n3', {delimiter: ';', step: ({data, errors}) => rows.push([data, errors.length])});
postMessage([JSON.stringify(parsed.data), parsed.meta.linebreak === '\r\n', JSON.stringify(rows),
  Papa.unparse([{a: 1, b: 'x,y'}, {a: null, b: '"'}])].join('\n'));
