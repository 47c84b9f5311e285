// Parameters of generators are read at the call, their bodies at next().
const log = [];
function* defaults(a = log.push('a'), {b} = {b: log.push('b')}) {
  log.push('body');
  yield a + b;
}
const started = defaults();
log.push('called');
console.log(started.next().value, log.join());
function* picks([x, y]) {
  yield x;
  yield y;
}
try { picks(null); } catch (error) { console.log(error.name); }
class Tree {
  static async *walk({depth} = missing()) {
    yield depth;
  }
  *[Symbol.iterator](from = 1) {
    yield* [from, 2];
  }
}
function missing() { throw new RangeError('no tree'); }
try { Tree.walk(); } catch (error) { console.log(error.message); }
console.log([...new Tree()].join(), [...picks('ab')].join());
const unstarted = picks([1, 2]);
console.log(JSON.stringify(unstarted.return(5)), JSON.stringify(unstarted.next()));
(async () => {
  for await (const depth of Tree.walk({depth: 3})) console.log(depth);
})();
