#!/usr/bin/env python3
"""Runs JavaScript programs with `skep run` and compares what they print. Speaks TAP.

A program is AREA/NAME.js with its output in AREA/NAME.out, or NAME/main.js with its output in
NAME/expected.txt (one that reads other scripts beside it). Modules end in .mjs, TypeScript in .ts. What
a program prints to stderr is shown when it fails and not compared.
"""
import argparse
import difflib
import os
import pathlib
import subprocess
import tempfile


def programs(folder):
    """(name, script, expected output) of every program below `folder`, in order."""
    for script in sorted([*folder.rglob('*.js'), *folder.rglob('*.ts'), *folder.rglob('*.mjs')]):
        if 'node_modules' in script.parts:
            continue
        if script.with_suffix('.out').exists():
            yield str(script.relative_to(folder)), script, script.with_suffix('.out')
        elif script.stem == 'main' and (script.parent / 'expected.txt').exists():
            yield str(script.parent.relative_to(folder)), script, script.parent / 'expected.txt'


def trouble(skep, words, script, expected, patience, cache):
    """What is wrong, as lines; none when the program printed what it should.

    The cache is one of our own: what an older compiler made of a program must not count.
    """
    try:
        done = subprocess.run([skep, 'run', *words, script], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=patience,
                              env=dict(os.environ, XDG_CACHE_HOME=cache))
    except subprocess.TimeoutExpired:
        return [f'still running after {patience} s']
    printed = done.stdout.decode(errors='replace').splitlines()
    wanted = expected.read_text(encoding='utf-8').splitlines()
    lines = list(difflib.unified_diff(wanted, printed, 'expected', 'printed', lineterm=''))
    if done.returncode != 0:
        lines.append(f'exit status {done.returncode}')
    if lines:
        lines += done.stderr.decode(errors='replace').splitlines()
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--skep', required=True, help='the program')
    parser.add_argument('--patience', type=float, default=60, help='seconds for one program')
    parser.add_argument('--root', help='what the programs may read; default: their own folders')
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('only', nargs='*', help='parts of names; default: all programs')
    options = parser.parse_args()
    words = ['--root', options.root] if options.root else []
    chosen = [program for program in programs(options.folder)
              if not options.only or any(part in program[0] for part in options.only)]
    print(f'1..{len(chosen)}')
    with tempfile.TemporaryDirectory(prefix='skep-js-') as cache:
        for number, (name, script, expected) in enumerate(chosen, 1):
            lines = trouble(options.skep, words, script, expected, options.patience, cache)
            print(f'{"not ok" if lines else "ok"} {number} - {name}', flush=True)
            for line in lines:
                print('# ' + line)


main()
