#!/usr/bin/env python3
# The engine's settings that differ from Debian's, and why.
"""Writes Duktape's duk_config.h with the settings of this project at its end.

    settings.py DUK_CONFIG_H OUTPUT
"""
import sys

# Duktape's mark for what overrides its defaults.
MARK = "/* __OVERRIDE_DEFINES__ */"

SETTINGS = {
    # How deep marking recurses. What lies deeper is found by walking the whole heap once more: at
    # Duktape's 256 a chain of 100,000 promises took half a minute. A level takes about 200 bytes of
    # native stack.
    "DUK_USE_MARK_AND_SWEEP_RECLIMIT": "8192",
    # How deep C functions call script that calls C functions: an async function that calls itself
    # takes three levels, each about 700 bytes of native stack. Together with the deepest marking and
    # regular expression it stays below the 16 MiB that a worker has (confine/process_limits.h).
    "DUK_USE_NATIVE_CALL_RECLIMIT": "5000",
    # Quicker JSON.stringify for values without toJSON, Proxy or getters.
    "DUK_USE_JSON_STRINGIFY_FASTPATH": "",
    # Differences from the standard that are of use to nobody here.
    "DUK_USE_NONSTD_GETTER_KEY_ARGUMENT": None,
    "DUK_USE_NONSTD_SETTER_KEY_ARGUMENT": None,
    "DUK_USE_NONSTD_JSON_ESC_U2028_U2029": None,
    "DUK_USE_NONSTD_STRING_FROMCHARCODE_32BIT": None,
}


def main():
    source, output = sys.argv[1:]
    with open(source, encoding="utf-8") as config:
        text = config.read()
    if text.count(MARK) != 1:
        sys.exit(f"{source}: not the duk_config.h of Duktape 2.7")
    lines = []
    for name, value in SETTINGS.items():
        lines.append(f"#undef {name}")
        if value is not None:
            lines.append(f"#define {name} {value}".rstrip())
    with open(output, "w", encoding="utf-8") as config:
        config.write(text.replace(MARK, "\n".join(lines)))


if __name__ == "__main__":
    main()
