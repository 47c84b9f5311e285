// fetch() for tests that read their data with it: only files of the tree, through a host function of
// the runner; and as much of Response as tests read their Blobs with. Only the runner of
// web-platform tests loads this: workers have no fetch.
'use strict';
Object.defineProperty(self, 'Response', {
  value: class Response {
    #body;
    constructor(body) { this.#body = new Blob([body]); }
    arrayBuffer() { return this.#body.arrayBuffer(); }
    text() { return this.#body.text(); }
    async json() { return JSON.parse(await this.#body.text()); }
  },
  writable: true,
  configurable: true,
});
Object.defineProperty(self, 'fetch', {
  value: async function fetch(resource) {
    const url = new URL(String(resource), location.href);
    if (url.origin !== location.origin || url.protocol === 'blob:') throw new TypeError('fetch: only files of the tree');
    const body = await skep.call('wpt.read', decodeURIComponent(url.pathname));
    if (body === null) throw new TypeError('fetch: ' + url.pathname + ' is not in the tree');
    const text = async () => new TextDecoder().decode(body);
    return { ok: true, status: 200, url: url.href, text, json: async () => JSON.parse(await text()), arrayBuffer: async () => body };
  },
  writable: true,
  configurable: true,
});
