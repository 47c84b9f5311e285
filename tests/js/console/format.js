// Format specifiers.
console.log('%s|%s|%s|%s', 1, -0, 'x', null);
console.log('%s|%s', Symbol('s'), undefined);
console.log('%d|%d|%i|%f|%f', 42, '1.5', '42.9', '1.5px', {});
console.log('%O', { a: { b: { c: {} } } });
console.log('%c red', 'color: red');
console.log('%% 100%', 'rest', { a: 1 });
console.log('%s');
console.log('a%', 'b');
console.log('%x %s', 'y');
console.log('%s', { a: { b: 1 } }, [1]);
console.log('%s', { toString() { return 'own toString'; } });
console.log('no format', 'text', 1, true, null, undefined, [1, 'two'], { three: 3 });
console.log(-0, [-0], 'plain', ['quoted']);
console.log();
console.log('');
