"""A copy of a web-platform-tests checkout in which every test is a script that a worker can run.

As wptserve does: `x.any.js` gets `x.any.worker.js`, which loads testharness.js, the scripts that its
META lines name and the test itself; names with `.sub.` get their {{…}} replaced. What wptserve has no
form for: a page becomes a script of the same name, so that its location is what it was, which runs
the page's scripts one after the other. Nothing is written to the checkout.
"""

import html.parser
import json
import os
import posixpath
import re
import shutil

HERE = os.path.dirname(os.path.abspath(__file__))
HOST = "skep.localhost"
SUBSTITUTED = (".js", ".html", ".htm", ".mjs")

SCOPE = """self.GLOBAL = {
  isWindow: function() { return %(window)s; },
  isWorker: function() { return %(worker)s; },
  isShadowRealm: function() { return false; },
};
importScripts("/wpt-runner/served.js", "/resources/testharness.js");
"""

# A query needs a URL, and only a worker made by another has one: so results are handed through.
RELAY = """const test = new Worker(%s);
test.onmessage = event => postMessage(event.data);
test.onerror = event => { if (!(event instanceof ErrorEvent)) postMessage({ type: 'load-error' }); };
"""


class Page(html.parser.HTMLParser):
    """The scripts of a page, in order, and the texts of those that are not run."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.scripts, self.texts, self.variants = [], {}, []
        self.title, self.timeout = "", None
        self.open = self.in_title = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta":
            if attributes.get("name") == "variant":
                self.variants.append(attributes.get("content", ""))
            if attributes.get("name") == "timeout":
                self.timeout = attributes.get("content")
        self.in_title = tag == "title"
        if tag == "script":
            self.open = {"src": attributes.get("src"), "id": attributes.get("id"),
                         "type": (attributes.get("type") or "").lower(), "text": ""}

    def handle_data(self, data):
        if self.open:
            self.open["text"] += data
        elif self.in_title:
            self.title += data

    def handle_endtag(self, tag):
        self.in_title = False
        if tag == "script" and self.open:
            script, self.open = self.open, None
            if script["type"] in ("", "text/javascript", "application/javascript", "module"):
                self.scripts.append(script)
            elif script["id"]:
                self.texts[script["id"]] = script["text"]


def meta(text):
    """The META lines at the head of a test: key → values."""
    found = {}
    for line in text.splitlines():
        match = re.match(r"//\s*META:\s*(\w+)=(.*)$", line)
        if match:
            found.setdefault(match.group(1), []).append(match.group(2).strip())
        elif line.strip() and not line.startswith("//"):
            break
    return found


def substitute(text):
    """{{…}} as wptserve's sub pipe has it; other hosts and ports are names that nobody answers at."""
    def value(match):
        name = match.group(1).strip()
        if name == "host" or re.fullmatch(r"(hosts|domains)\[\]?(\[\])?\]?", name):
            return HOST
        if name.startswith(("hosts[", "domains[")):
            words = [word for word in re.findall(r"\[([^\]]*)\]", name) if word]
            return ".".join(reversed(words)) + "." + HOST
        if name.startswith("ports["):
            return {"https": "8443", "http": "8000"}.get(name[6:].split("]")[0], "9000")
        if name.startswith("location["):
            return {"scheme": "https", "host": HOST, "hostname": HOST, "port": "443",
                    "server": "https://" + HOST}.get(name[9:-1], "")
        if name.startswith("GET["):  # Files are the same whatever the query.
            return ""
        if "uuid()" in name:
            return "00000000-0000-4000-8000-000000000000"
        return match.group(0)
    return re.sub(r"\{\{([^}]*)\}\}", value, text)


INERT = """self.wptBigInt = self.wptBigInt || (literal => Object.freeze(
  { [Symbol.toPrimitive]() { throw new TypeError("BigInt is not supported by the engine: " + literal); } })); """
LITERAL = re.compile(
    r"""('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|//[^\n]*|/\*.*?\*/)"""
    r"""|(?<![\w$.])((?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0|[1-9][0-9]*)n)(?![\w$])""", re.DOTALL)


def without_bigint(text):
    """The engine has no BigInt and refuses a script with a literal of one. Here it becomes an object
    that is nothing and can do nothing, so that what else is in the file can run; what is about
    BigInt fails."""
    changed = LITERAL.sub(
        lambda m: m.group(1) or f"wptBigInt('{m.group(2)}')", text)
    changed = re.sub(r"([(\[,=:?]\s*)-\s*wptBigInt\('", r"\1wptBigInt('-", changed)
    return text if changed == text else INERT.replace("\n", "") + changed


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace(
        "\r", "\\r").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "'"


class ServedTree:
    def __init__(self, checkout, place):
        self.root = place
        # Handlers (*.py) are programs of a server, and here is none: they are not there.
        # Hard links where they are possible: nothing here changes a file, it only replaces it.
        self.linked = os.stat(checkout).st_dev == os.stat(os.path.dirname(place)).st_dev
        shutil.copytree(checkout, place, copy_function=self.copy, symlinks=True,
                        ignore=shutil.ignore_patterns(".git", "*.py"))
        os.makedirs(os.path.join(place, "wpt-runner"))
        for name in ("served.js", "page.js"):
            shutil.copy(os.path.join(HERE, name), os.path.join(place, "wpt-runner", name))
        parser = os.path.join(place, "resources", "webidl2", "lib", "webidl2.js")
        if os.path.exists(parser):  # wptserve knows it by another name.
            self.copy(parser, os.path.join(place, "resources", "WebIDLParser.js"))
        for directory, _, names in os.walk(place):
            for name in names:
                path = os.path.relpath(os.path.join(directory, name), place)
                if ".sub." in name and name.endswith(SUBSTITUTED):
                    self.write(path, substitute(self.read(path)))
                if name.endswith(".js"):
                    text = self.read(path)
                    changed = without_bigint(text)
                    if changed is not text:
                        self.write(path, changed)

    def copy(self, source, target):
        if self.linked:
            try:
                os.link(source, target)
                return target
            except OSError:
                self.linked = False
        return shutil.copyfile(source, target)

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def write(self, path, text):
        path = os.path.join(self.root, path)
        if os.path.exists(path):
            os.unlink(path)  # It may be the checkout's own.
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        return path

    def exists(self, path):
        return os.path.isfile(os.path.join(self.root, path))

    def test(self, path):
        """(files to run, whether it may take long), one file for each variant."""
        text = self.read(path)
        if path.endswith((".html", ".htm")):
            page = Page(text)
            self.write_page(path, page)
            return self.variants(path, page.variants), page.timeout == "long"
        about = meta(text)
        if path.endswith(".worker.js"):
            if "fetch" in text:  # On the same line: tests look at line numbers.
                self.write(path, 'importScripts("/wpt-runner/served.js"); ' + text)
            script = path
        elif path.endswith(".any.js"):
            script = path[:-len(".js")] + ".worker.js"
            self.write(script, SCOPE % {"window": "false", "worker": "true"} + "".join(
                f"importScripts({quoted(name)});\n" for name in
                about.get("script", []) + ["/" + path]) + "done();\n")
        else:
            script = path
            page = Page("")
            page.title = "".join(about.get("title", []))
            page.scripts = [{"src": name, "text": ""} for name in about.get("script", [])]
            page.scripts.append({"src": None, "text": text})
            self.write_page(path, page)
        return self.variants(script, about.get("variant", [])), about.get("timeout") == ["long"]

    def write_page(self, path, page):
        names = []
        for number, script in enumerate(page.scripts):
            source = script["src"]
            if source is not None:
                if posixpath.basename(source) not in ("testharness.js", "testharnessreport.js"):
                    names.append(source)
            else:
                part = f"{path}.{number}.js"
                self.write(part, script["text"])
                names.append("/" + part)
        about = json.dumps({"title": page.title.strip(), "elements": page.texts})
        self.write(path, SCOPE % {"window": "true", "worker": "false"} +
                   f"self.wptPage = {about};\n" + 'importScripts("/wpt-runner/page.js");\n' +
                   "wptRun([" + ", ".join(quoted(name) for name in names) + "]);\n")

    def variants(self, script, queries):
        """Where there are queries, scripts that start the test with each of them."""
        if not any(queries):
            return [script]
        files = []
        for number, query in enumerate(queries):
            files.append(f"{script}.{number}.relay.js")
            self.write(files[-1], RELAY % quoted("/" + script + query))
        return files
