#!/usr/bin/env python3
"""Writes Duktape's source with one call of ours in it.

    function_ranges.py DUKTAPE_C OUTPUT

The engine keeps nothing of a function's text, and Function.prototype.toString gives it. So wherever a
function is compiled, engine_note_function() (engine.c) is told where in the script it begins and ends.
"""
import sys

PARSED = "\tduk__parse_func_like_raw(comp_ctx, flags); /* pushes function template */\n"
NOTED = """\t{
\t\tduk_bool_t named_before = (flags & DUK__FUNC_FLAG_USE_PREVTOKEN) != 0;
\t\tduk_size_t start = named_before ? comp_ctx->prev_token.start_offset : comp_ctx->curr_token.start_offset;
\t\tduk__parse_func_like_raw(comp_ctx, flags); /* pushes function template */
\t\tengine_note_function(thr, start, comp_ctx->prev_token.start_offset + 1,
\t\t                     (flags & (DUK__FUNC_FLAG_METDEF | DUK__FUNC_FLAG_GETSET)) != 0);
\t}
"""


def main():
    source, output = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        text = file.read()
    if text.count(PARSED) != 1:
        sys.exit(f"{source}: not the duktape.c of Duktape 2.7")
    with open(output, "w", encoding="utf-8") as file:
        file.write(text.replace(PARSED, NOTED))


if __name__ == "__main__":
    main()
