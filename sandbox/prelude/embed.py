#!/usr/bin/env python3
"""Makes one C++ source out of JavaScript.

    embed.py OUTPUT FILE…                the prelude: its files, in the order given, as one strict
                                         function, skep::prelude_script (sandbox/prelude_script.h)
    embed.py --parts OUTPUT NAME=FILE…   the parts that are built on first use, each one function:
                                         skep::lazy_parts (sandbox/lazy_parts.h)

A prelude named *.js gets that text itself, for a look at it.
"""
import sys


def read(name):
    with open(name, encoding='utf-8') as file:
        return file.read()


def array(name, text):
    data = text.encode()
    lines = [','.join(str(byte if byte < 128 else byte - 256) for byte in data[at:at + 24]) + ',\n'
             for at in range(0, len(data), 24)]
    return f'constexpr char {name}[] = {{\n' + ''.join(lines) + '0};\n', len(data)


def write(output, header, named, tail):
    with open(output, 'w', encoding='ascii') as file:
        file.write(f'#include "{header}"\nnamespace skep {{\nnamespace {{\n{named}'
                   f'}}  // namespace\n{tail}}}  // namespace skep\n')


def prelude(output, files):
    text = "function (host, global) {'use strict';\n" + ''.join(map(read, files)) + '}'
    if output.endswith('.js'):
        with open(output, 'w', encoding='utf-8') as file:
            file.write(text)
        return
    named, size = array('text', text)
    write(output, 'sandbox/prelude_script.h', named,
          f'const std::string_view prelude_script(text, {size});\n')


def parts(output, given):
    arrays, entries = '', ''
    for number, part in enumerate(given):
        name, _, file = part.partition('=')
        named, size = array(f'text_{number}', read(file))
        arrays += named
        entries += f'    {{"{name}", {{text_{number}, {size}}}}},\n'
    write(output, 'sandbox/lazy_parts.h', f'{arrays}constexpr LazyPart all[] = {{\n{entries}}};\n',
          'const std::span<const LazyPart> lazy_parts(all);\n')


if sys.argv[1] == '--parts':
    parts(sys.argv[2], sys.argv[3:])
else:
    prelude(sys.argv[1], sys.argv[2:])
