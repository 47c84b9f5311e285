export function then(resolve) { resolve('a thenable module'); }
