importScripts('one.js'); postMessage(`worker has ${fromOne}`);
