export const lines = []; export function log(line) { lines.push(line); } log.lines = lines;
