// Attack broadcast: 100,000 members of BroadcastChannels.
// Limits: memory_bytes=268435456
// Expect: held
const all = [];
try { for (let i = 0; i < 1e5; ++i) all.push(new BroadcastChannel(`c${i}`)); console.log('escaped: 100,000 names'); }
catch (error) { console.log(error.name); }
const same = [];
try { for (let i = 0; i < 1e5; ++i) same.push(new BroadcastChannel('c0')); } catch (error) { same.length = 0; console.log(error.name); }
try { all[0].postMessage('x'); } catch (error) { console.log(error.name); }
console.log('held');
close();
