throw new TypeError('of the worker');
