// How streams are transferred: each end is piped into a port, and made again at the other side.
// https://streams.spec.whatwg.org/#transferrable-streams
//
// A stream that is transferred stays behind locked, by the pipe.
function (host, prelude) {
  'use strict';
  var streams = prelude.partOf('streams');

  // https://streams.spec.whatwg.org/#abstract-opdef-packandpostmessage
  function post(port, type, value) {
    prelude.postFrom(port, prelude.bare({ type: type, value: value }), undefined);
  }
  // https://streams.spec.whatwg.org/#abstract-opdef-crossrealmtransformsenderror
  function sendError(port, error) {
    try {
      post(port, 'error', error);
    } catch (ignored) {
    }
  }
  // https://streams.spec.whatwg.org/#abstract-opdef-packandpostmessagehandlingerror, and disentangle.
  function postOrFail(port, type, value) {
    try {
      post(port, type, value);
    } catch (error) {
      sendError(port, error);
      prelude.closePort(port);
      throw error;
    }
  }

  // https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformreadable
  function readableFrom(port) {
    // What was under way when the stream ended means nothing any more.
    var controller, over = false;
    function end() {
      over = true;
      prelude.closePort(port);
    }
    var stream = new streams.ReadableStream(prelude.bare({
      start: function (given) {
        controller = given;
      },
      pull: function () {
        post(port, 'pull', undefined);
      },
      cancel: function (reason) {
        over = true;
        postOrFail(port, 'error', reason);
        prelude.closePort(port);
      }
    }), prelude.bare({ highWaterMark: 0 }));
    prelude.listenAt(port, function (type, value) {
      if (over) return;
      if (type === 'chunk') {
        streams.enqueueReadable(controller, value);
      } else if (type === 'close') {
        end();
        streams.closeReadable(controller);
      } else if (type === 'error') {
        end();
        streams.errorReadable(controller, value);
      }
    }, function (error) {
      if (over) return;
      sendError(port, error);
      end();
      streams.errorReadable(controller, error);
    });
    return stream;
  }

  // https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformwritable
  function writableFrom(port) {
    var controller, wanted = prelude.newCapability();
    var stream = new streams.WritableStream(prelude.bare({
      start: function (given) {
        controller = given;
      },
      write: function (chunk) {
        return prelude.afterPromise(wanted.promise, function () {
          wanted = prelude.newCapability();
          postOrFail(port, 'chunk', chunk);
        });
      },
      close: function () {
        post(port, 'close', undefined);
        prelude.closePort(port);
      },
      abort: function (reason) {
        postOrFail(port, 'error', reason);
        prelude.closePort(port);
      }
    }), prelude.bare({ highWaterMark: 1 }));
    prelude.listenAt(port, function (type, value) {
      if (type === 'error') streams.errorWritable(controller, value);
      if (type === 'pull' || type === 'error') wanted.resolve(undefined);
    }, function (error) {
      sendError(port, error);
      streams.errorWritable(controller, error);
      prelude.closePort(port);
    });
    return stream;
  }

  function pipe(readable, writable) {
    prelude.handled(streams.pipe(readable, writable));
  }

  function sendReadable(stream) {
    var pair = prelude.newPortPair('');
    pipe(stream, writableFrom(pair.one));
    return pair.other;
  }
  function sendWritable(stream) {
    var pair = prelude.newPortPair('');
    pipe(readableFrom(pair.one), stream);
    return pair.other;
  }

  // By kind: {is, detached, send, receive}; see prelude/port_transfer.js.
  return prelude.bare({
    ReadableStream: {
      is: streams.readableLocked, detached: streams.readableLocked,
      send: function (stream) {
        return [sendReadable(stream)];
      },
      receive: function (ports) {
        return readableFrom(ports[0]);
      }
    },
    WritableStream: {
      is: streams.writableLocked, detached: streams.writableLocked,
      send: function (stream) {
        return [sendWritable(stream)];
      },
      receive: function (ports) {
        return writableFrom(ports[0]);
      }
    },
    TransformStream: {
      is: streams.readableSide,
      detached: function (stream) {
        return streams.readableLocked(streams.readableSide(stream)) ||
               streams.writableLocked(streams.writableSide(stream));
      },
      send: function (stream) {
        return [sendReadable(streams.readableSide(stream)),
                sendWritable(streams.writableSide(stream))];
      },
      receive: function (ports) {
        return streams.transformOf(readableFrom(ports[0]), writableFrom(ports[1]));
      }
    }
  });
}
