// Streams.  https://streams.spec.whatwg.org/
//
// The algorithms are those of npm's web-streams-polyfill (tools/bundle-streams.js). What Web IDL says
// of interfaces and the polyfill does its own way is put right here.
function (host, prelude) {
  'use strict';
  var streams = host.part('web-streams')(host, prelude.list);
  var define = prelude.defineProperty;

  // The number of arguments that must be there, where the polyfill's functions declare others.
  var constructors = {
    ReadableStream: 0, ReadableStreamDefaultReader: 1, ReadableStreamBYOBReader: 1,
    ReadableStreamDefaultController: 0, ReadableByteStreamController: 0,
    ReadableStreamBYOBRequest: 0, WritableStream: 0, WritableStreamDefaultWriter: 1,
    WritableStreamDefaultController: 0, TransformStream: 0, TransformStreamDefaultController: 0,
    ByteLengthQueuingStrategy: 1, CountQueuingStrategy: 1
  };
  var methods = {
    ReadableStream: { cancel: 0, getReader: 0, pipeThrough: 1, pipeTo: 1, tee: 0, values: 0 },
    ReadableStreamDefaultReader: { cancel: 0, read: 0, releaseLock: 0 },
    ReadableStreamBYOBReader: { cancel: 0, read: 1, releaseLock: 0 },
    ReadableStreamDefaultController: { close: 0, enqueue: 0, error: 0 },
    ReadableByteStreamController: { close: 0, enqueue: 1, error: 0 },
    ReadableStreamBYOBRequest: { respond: 1, respondWithNewView: 1 },
    WritableStream: { abort: 0, close: 0, getWriter: 0 },
    WritableStreamDefaultWriter: { abort: 0, close: 0, releaseLock: 0, write: 0 },
    WritableStreamDefaultController: { error: 0 },
    TransformStream: {},
    TransformStreamDefaultController: { enqueue: 0, error: 0, terminate: 0 },
    ByteLengthQueuingStrategy: {},
    CountQueuingStrategy: {}
  };
  // Functions of the standard are no constructors.
  var sizes = {
    ByteLengthQueuingStrategy: { size(chunk) { return chunk.byteLength; } }.size,
    CountQueuingStrategy: { size() { return 1; } }.size
  };
  function sizeGetter(strategy) {
    var brand = prelude.getterOf(streams[strategy].prototype, 'size');
    define(streams[strategy].prototype, 'size', {
      get: function () {
        brand(this);
        return sizes[strategy];
      }
    });
    define(sizes[strategy], 'name', { value: 'size' });
  }
  sizeGetter('ByteLengthQueuingStrategy');
  sizeGetter('CountQueuingStrategy');
  var given = {};
  for (var name in constructors) {
    var constructor = streams[name], prototype = constructor.prototype;
    define(constructor, 'length', { value: constructors[name] });
    define(constructor, 'prototype', { writable: false });
    for (var method in methods[name]) {
      define(prototype[method], 'length', { value: methods[name][method] });
    }
    prelude.nameAccessors(prototype);
    given[name] = constructor;
  }
  // What other parts call, whatever became of the methods that scripts see.
  var transformed = streams.TransformStreamDefaultController.prototype;
  given.enqueueTransformed = prelude.uncurry(transformed.enqueue);
  var byte = streams.ReadableByteStreamController.prototype;
  var close = prelude.uncurry(byte.close), requestOf = prelude.getterOf(byte, 'byobRequest');
  var respond = prelude.uncurry(streams.ReadableStreamBYOBRequest.prototype.respond);
  given.enqueueBytes = prelude.uncurry(byte.enqueue);
  var readable = streams.ReadableStreamDefaultController.prototype;
  given.enqueueReadable = prelude.uncurry(readable.enqueue);
  given.closeReadable = prelude.uncurry(readable.close);
  given.errorReadable = prelude.uncurry(readable.error);
  given.errorWritable = prelude.uncurry(streams.WritableStreamDefaultController.prototype.error);
  given.pipe = prelude.uncurry(streams.ReadableStream.prototype.pipeTo);
  given.readableLocked = prelude.getterOf(streams.ReadableStream.prototype, 'locked');
  given.writableLocked = prelude.getterOf(streams.WritableStream.prototype, 'locked');
  given.readableSide = prelude.getterOf(streams.TransformStream.prototype, 'readable');
  given.writableSide = prelude.getterOf(streams.TransformStream.prototype, 'writable');
  // A TransformStream of two sides that are there already. It has no controller.
  given.transformOf = function (readableSide, writableSide) {
    var stream = prelude.create(streams.TransformStream.prototype);
    stream[host.slot('stream.readable')] = readableSide;
    stream[host.slot('stream.writable')] = writableSide;
    stream[host.slot('stream.transformStreamController')] = undefined;
    return stream;
  };
  // A reader that waits with a buffer of its own is told of the end by an answer of no bytes.
  given.closeBytes = function (controller) {
    close(controller);
    var request = requestOf(controller);
    if (request !== null) respond(request, 0);
  };
  return given;
}
