// Attack 13: a prototype chain of 100,000 objects.
// Expect: held
let object = {};
for (let i = 0; i < 1e5; ++i) object = Object.create(object);
try { console.log(object.missing === undefined, 'missing' in object); } catch (error) { console.log(error.name); }
try { for (const name in object) console.log(name); } catch (error) { console.log(error.name); }
console.log('held');
close();
