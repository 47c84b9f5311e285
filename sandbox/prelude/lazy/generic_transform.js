// What the transform streams of other standards have in common.
// https://streams.spec.whatwg.org/#generictransformstream
//
// The controller's methods are the streams part's own: a script may have replaced those that it sees.
function (host, prelude) {
  'use strict';
  var streams = prelude.partOf('streams');
  var TransformStream = streams.TransformStream;
  var readableOf = prelude.getterOf(TransformStream.prototype, 'readable');
  var writableOf = prelude.getterOf(TransformStream.prototype, 'writable');
  return {
    // `transform(chunk, enqueue)` and `flush(enqueue)` get a function that enqueues a chunk.
    create: function (transform, flush) {
      function enqueuer(controller) {
        return function (chunk) {
          streams.enqueueTransformed(controller, chunk);
        };
      }
      return new TransformStream(prelude.bare({
        transform: function (chunk, controller) {
          transform(chunk, enqueuer(controller));
        },
        flush: function (controller) {
          flush(enqueuer(controller));
        }
      }));
    },
    // The members of an interface whose slot keeps such a stream as `transform`, and its own ones.
    members: function (slot, own) {
      return prelude.withMembers({
        get readable() {
          return readableOf(prelude.slotOf(this, slot).transform);
        },
        get writable() {
          return writableOf(prelude.slotOf(this, slot).transform);
        }
      }, own);
    }
  };
}
