await null;
await Promise.reject(new TypeError('later'));
