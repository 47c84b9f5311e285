#!/usr/bin/env python3
"""Unpacks swc's raw Node-API addon from the npm package that carries it.

The file in the npm package is a carrier that would unpack the real addon into a cache directory
when it is loaded. We do that at build time instead, so that nothing is written at run time and so
that what we ship is what was verified. The carrier ends with this container (little endian):

    "SWCNZSTD"  u16 version = 1  u16 header length = 96  u32 (not used here)
    u64 compressed length  u64 raw length  SHA-512 of the raw file  one zstd frame

The last check is of the addon's imports: every napi_* symbol it wants must be exported by the host
program, else dlopen would fail at the user's machine.
"""
import argparse
import hashlib
import os
import struct
import subprocess
import sys

MAGIC = b'SWCNZSTD'
HEADER = struct.Struct('<8sHHIQQ64s')
RAW_LIMIT = 256 * 1024 * 1024


def find_container(carrier):
    """The (sha512, raw length, frame) of the one container whose header makes sense."""
    at = carrier.find(MAGIC)
    while at >= 0:
        if at + HEADER.size <= len(carrier):
            _, version, length, _, packed, raw, digest = HEADER.unpack_from(carrier, at)
            end = at + length + packed
            if version == 1 and length == HEADER.size and raw <= RAW_LIMIT and end <= len(carrier):
                return digest, raw, carrier[at + length:end]
        at = carrier.find(MAGIC, at + 1)
    sys.exit('unpack-swc: the carrier holds no SWCNZSTD version 1 container')


def dynamic_symbols(elf):
    """Names in .dynsym of a 64-bit little-endian ELF file: (undefined, defined)."""
    if elf[:6] != b'\x7fELF\x02\x01':
        sys.exit('unpack-swc: not a 64-bit little-endian ELF file')
    section_offset, = struct.unpack_from('<Q', elf, 0x28)
    entry_size, count = struct.unpack_from('<HH', elf, 0x3a)
    sections = [struct.unpack_from('<IIQQQQIIQQ', elf, section_offset + i * entry_size)
                for i in range(count)]
    undefined, defined = set(), set()
    for _, kind, _, _, offset, size, link, _, _, _ in sections:
        if kind != 11:  # SHT_DYNSYM
            continue
        names = sections[link][4]
        for at in range(offset, offset + size, 24):
            name, _, _, section = struct.unpack_from('<IBBH', elf, at)
            start = names + name
            text = elf[start:elf.index(b'\0', start)].decode()
            (defined if section else undefined).add(text)
    return undefined, defined


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--carrier', required=True, help='the .node file of the npm package')
    parser.add_argument('--host', required=True, help='the program that will load the addon')
    parser.add_argument('--zstd', default='zstd', help='the zstd program')
    parser.add_argument('--output', required=True)
    options = parser.parse_args()

    with open(options.carrier, 'rb') as file:
        digest, raw_length, frame = find_container(file.read())
    addon = subprocess.run([options.zstd, '-d', '-c', '-q'], input=frame, stdout=subprocess.PIPE,
                           check=True).stdout
    if len(addon) != raw_length:
        sys.exit(f'unpack-swc: {len(addon)} bytes unpacked, {raw_length} announced')
    if hashlib.sha512(addon).digest() != digest:
        sys.exit('unpack-swc: the unpacked addon does not have the announced SHA-512')

    wanted = {name for name in dynamic_symbols(addon)[0] if name.startswith(('napi_', 'node_api_'))}
    with open(options.host, 'rb') as file:
        offered = dynamic_symbols(file.read())[1]
    if missing := sorted(wanted - offered):
        sys.exit('unpack-swc: the host does not export ' + ' '.join(missing))

    part = options.output + '.part'
    with open(part, 'wb') as file:
        file.write(addon)
    os.chmod(part, 0o644)
    os.replace(part, options.output)


if __name__ == '__main__':
    main()
