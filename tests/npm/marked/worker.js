importScripts('/node_modules/marked/lib/marked.umd.js');

const text = `# Title *with* emphasis

A paragraph with \`code\`, **bold**, ~~gone~~, [a link](https://skep.localhost/ "t") and <b>html</b>.
A line  
break, an autolink https://example.org/a_b and an escaped \\* star.

1. one
2. two
   - nested **deep**
   - [x] done

> quoted
> > twice

| a | b |
|---|:-:|
| 1 | _2_ |

\`\`\`js
const x = a < b;
\`\`\`

***bold and italic***, **Überschrift**(mit Klammern) and 日本語**強調**です。

---
`;
const renderer = {link: ({href, text}) => `<a rel="nofollow" href="${href}">${text}</a>`};
const plain = marked.parse(text);
marked.use({renderer, gfm: true, breaks: true});
postMessage(plain + '====\n' + marked.parse('[x](y)\nz') + JSON.stringify(marked.lexer('- a\n- b')[0].items.length));
