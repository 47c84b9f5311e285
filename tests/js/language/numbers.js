console.log(String(0b1010), String(0o17), String(1_000_000), String(2 ** 10), String((-2) ** 2), String(Math.cbrt(27)), String(Math.fround(5.5)));
console.log(String(Math.hypot(3, 4)), String(Math.log2(8)), String(Math.clz32(1)), Math.atanh(0.5).toFixed(5), Math.sinh(1).toFixed(5));
