// What must see the finished global object.

// Own properties of the global object that the engine, or the host before us, put where the
// standard has a member of WorkerGlobalScope would hide it.
(function () {
  var names = ownNames(WorkerGlobalScope.prototype), i;
  for (i = 0; i < names.length; i++) {
    if (names[i] !== 'constructor' && hasOwn(global, names[i])) delete global[names[i]];
  }
  names = ownNames(global);
  for (i = 0; i < names.length; i++) scopeKeys[names[i]] = true;
}());
