export const b = 'b', a = 'a', Z = 'Z', _ = '_', é = 'e', $ = '$';
export default 'default';
