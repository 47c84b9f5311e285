#!/usr/bin/env python3
"""Makes one C++ source out of the prelude's files, in the order given.

The result defines skep::prelude_script (sandbox/prelude_script.h): the text of one strict function,
`function (host, global) { … }`. An output named *.js gets that text itself, for a look at it.
"""
import sys

output, *files = sys.argv[1:]
parts = ["function (host, global) {'use strict';\n"]
for name in files:
    with open(name, encoding='utf-8') as file:
        parts.append(file.read())
parts.append('}')
text = ''.join(parts).encode()

if output.endswith('.js'):
    with open(output, 'wb') as file:
        file.write(text)
    sys.exit()

with open(output, 'w', encoding='ascii') as file:
    file.write('#include "sandbox/prelude_script.h"\n'
               'namespace skep {\n'
               'namespace {\n'
               'constexpr char text[] = {\n')
    for at in range(0, len(text), 24):
        file.write(','.join(str(byte if byte < 128 else byte - 256)
                            for byte in text[at:at + 24]) + ',\n')
    file.write('0};\n'
               '}  // namespace\n'
               f'const std::string_view prelude_script(text, {len(text)});\n'
               '}  // namespace skep\n')
