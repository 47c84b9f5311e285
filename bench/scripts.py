"""How long a worker takes to start by the size of its script, when the script was started before."""
import os
import tempfile

import lowering

MAIN = """\
const times = [];
function next() {
  const start = performance.now();
  const worker = new Worker('worker.js');
  worker.onmessage = () => {
    times.push(performance.now() - start);
    worker.terminate();
    if (times.length < 22) setTimeout(next, 0);
    else console.log(JSON.stringify({ start_ms: times.slice(1).sort((a, b) => a - b)[10] }));
  };
}
next();
"""


def measure(engine, lines):
    """Median milliseconds from `new Worker` to its first message, posted after about so many lines."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("main.js", MAIN), ("worker.js", lowering.source_of(lines) + "postMessage('ready');\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        return engine.run("start_ms", os.path.join(folder, "main.js"), None)
