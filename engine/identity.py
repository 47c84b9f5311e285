#!/usr/bin/env python3
"""Writes a constant that names the engine by the content of its sources.

    identity.py SOURCE… OUTPUT
"""
import hashlib
import platform
import sys


def main():
    *sources, output = sys.argv[1:]
    digest = hashlib.sha256(platform.machine().encode())
    for source in sources:
        with open(source, "rb") as file:
            digest.update(file.read())
    with open(output, "w", encoding="utf-8") as file:
        file.write(f'namespace skep {{\nextern const char engine_identity[] = "{digest.hexdigest()[:16]}";\n}}\n')


if __name__ == "__main__":
    main()
