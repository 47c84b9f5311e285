// Evaluates what somebody typed, in a sealed worker of its own: the script of `skep eval` and
// `skep repl`, which call this function in it. It leaves the global scope alone but for one hidden
// name, $skep, through which compiled forms (cli/typed/script_forms.h) hand over their value.
(function (forms, asMessage) {
  'use strict';
  var slot = { begun: false, value: undefined, promise: undefined };
  Object.defineProperty(globalThis, '$skep', { value: slot });
  // Kept from before any script could replace them.
  var dir = console.dir, printError = console.error;
  var SyntaxErrorKind = SyntaxError;
  var newBlob = Blob, urls = URL, importer = importScripts, post = postMessage;

  // Nothing when it ran; otherwise the error for which it does not compile. What it throws itself is
  // thrown here.
  function attempt(form) {
    var url = urls.createObjectURL(new newBlob([form.code], { type: 'text/javascript' }));
    slot.begun = false;
    slot.value = slot.promise = undefined;
    try {
      importer(url);
      return undefined;
    } catch (error) {
      if (slot.begun) throw error;
      return error;
    } finally {
      urls.revokeObjectURL(url);
    }
  }

  // Nothing when a form ran; otherwise the error of the plain one.
  function evaluate(forms) {
    var refused;
    for (var i = 0; i < forms.length; i++) {
      var error = attempt(forms[i]);
      if (!error) return undefined;
      if (forms[i].plain) refused = error;
    }
    return refused;
  }

  // Where it does not compile is the first line of the error's stack.
  var find = Function.prototype.call.bind(RegExp.prototype.exec);
  var frame = /\n +at (.*):(\d+):(\d+)/;
  function placeOf(refused) {
    var found = find(frame, refused.stack) || ['', refused.fileName, refused.lineNumber, 0];
    return { file: found[1], line: +found[2], column: +found[3] };
  }

  // One text; what it throws is thrown, as if it were the script of the worker.
  function once() {
    var refused = evaluate(forms);
    if (refused) {
      var at = placeOf(refused);
      throw new SyntaxErrorKind(refused.message + ' (' + at.file + ':' + at.line + ':' + at.column +
                                ')');
    }
    function show(value) {
      if (asMessage) post(value);
      else if (value !== undefined) dir(value);
    }
    if (slot.promise) slot.promise.then(show);
    else show(slot.value);
  }

  // Text after text, each a message {id, forms}: {id, begun} says that it was received, the answer
  // {id, problem?} that it is done.
  // Nothing that is thrown ends the worker.
  function many() {
    function fail(error) {
      printError('Uncaught', error);
    }
    addEventListener('error', function (event) {
      event.preventDefault();
      fail(event.error === undefined || event.error === null ? event.message : event.error);
    });
    addEventListener('unhandledrejection', function (event) {
      event.preventDefault();
      printError('Uncaught (in promise)', event.reason);
    });
    addEventListener('message', function (event) {
      // What scripts listen to is not meant for them.
      event.stopImmediatePropagation();
      var id = event.data.id;
      post({ id: id, begun: true });
      function done(problem) {
        post({ id: id, problem: problem });
      }
      try {
        var refused = evaluate(event.data.forms);
        if (refused) {
          var at = placeOf(refused);
          done({ message: String(refused.message), line: at.line, column: at.column });
        } else if (slot.promise) {
          slot.promise.then(function (value) {
            dir(value);
            done();
          }, function (error) {
            fail(error);
            done();
          });
        } else {
          dir(slot.value);
          done();
        }
      } catch (error) {
        fail(error);
        done();
      }
    });
  }

  if (forms) once();
  else many();
})
