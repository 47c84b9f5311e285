// A comment stands before the directive,
/* and another, of
   two lines, */
'use strict';
// and one after it.
async function later() {
  await 1;
  return (function () { return this; })();
}
later().then(value => console.log(value));
