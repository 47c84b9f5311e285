#!/usr/bin/env python3
"""Writes Duktape's source with two calls of ours where a refused allocation is tried again.

    refused_allocations.py DUKTAPE_C OUTPUT

The engine collects its whole heap up to ten times before it gives up on an allocation. Near the memory
limit that is for each of many allocations, and a script would hang for minutes before it ends. So
engine_may_collect() (engine.c) is asked before each of these collections, and engine_collected() is
told after it.
"""
import sys

LOOP = "\tfor (i = 0; i < DUK_HEAP_ALLOC_FAIL_MARKANDSWEEP_LIMIT; i++) {\n"
COLLECT = "\t\tduk_heap_mark_and_sweep(heap, flags);\n"
EMERGENCY = "#define DUK_HEAP_ALLOC_FAIL_MARKANDSWEEP_EMERGENCY_LIMIT \\\n\t3 "

# What the three loops call the size that they want.
SIZES = ["size", "newsize", "newsize"]


def main():
    source, output = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        text = file.read()
    if (text.count(LOOP), text.count(COLLECT), text.count(EMERGENCY)) != (3, 3, 1):
        sys.exit(f"{source}: not the duktape.c of Duktape 2.7")
    parts = text.split(LOOP)
    text = parts[0]
    for size, part in zip(SIZES, parts[1:]):
        text += LOOP.replace("; i++)", f" && engine_may_collect(heap, {size}, i); i++)") + part
    text = text.replace(COLLECT, COLLECT + "\t\tengine_collected(heap);\n")
    # The second collection is the last one that is asked for.
    text = text.replace(EMERGENCY, EMERGENCY.replace("3 ", "2 "))
    with open(output, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
