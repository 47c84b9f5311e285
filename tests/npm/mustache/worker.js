importScripts('/node_modules/mustache/mustache.js');

postMessage(Mustache.render(
  '{{#users}}{{name}} {{{raw}}} & {{raw}}{{^last}}, {{/last}}{{/users}}{{! comment }}{{> foot}}{{#upper}}x{{/upper}}',
  {
    users: [{name: 'Ann', raw: '<i>'}, {name: 'Bo', raw: '"q"', last: true}],
    upper: () => (text, render) => render(text).toUpperCase(),
  }, {foot: '\n-- {{users.length}}\n'}));
