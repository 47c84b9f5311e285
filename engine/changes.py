#!/usr/bin/env python3
# What the engine's source says otherwise here than in Debian's package, and why.
"""Writes Duktape's source with our changes in it.

    changes.py DUKTAPE_C OUTPUT
"""
import re
import sys

# The engine keeps nothing of a function's text, and Function.prototype.toString gives it. So wherever a
# function is compiled, engine_note_function() (engine.c) is told where in the script it begins and ends.
PARSED = "\tduk__parse_func_like_raw(comp_ctx, flags); /* pushes function template */\n"
NOTED = """\t{
\t\tduk_bool_t named_before = (flags & DUK__FUNC_FLAG_USE_PREVTOKEN) != 0;
\t\tduk_size_t start = named_before ? comp_ctx->prev_token.start_offset : comp_ctx->curr_token.start_offset;
\t\tduk__parse_func_like_raw(comp_ctx, flags); /* pushes function template */
\t\tengine_note_function(thr, start, comp_ctx->prev_token.start_offset + 1,
\t\t                     (flags & (DUK__FUNC_FLAG_METDEF | DUK__FUNC_FLAG_GETSET)) != 0);
\t}
"""

# A property descriptor is made with plain assignments, which an accessor on Object.prototype would
# catch: a script could make the engine's own reading of descriptors fail, or run code in it.
ASSIGNED = re.compile(
    r"duk_put_prop_stridx_short\(thr, -2, (DUK_STRIDX_(?:GET|SET|VALUE|WRITABLE|ENUMERABLE|CONFIGURABLE))\);")
DEFINED = r"duk_xdef_prop_stridx_short_wec(thr, -2, \1);"

# The engine collects its whole heap up to ten times before it gives up on an allocation. Near the memory
# limit that is for each of many allocations, and a script would hang for minutes before it ends. So
# engine_may_collect() (engine.c) is asked before each of these collections, engine_collected() is told
# after it, and already the second one, the last that is asked for, is the thorough one.
LOOP = "\tfor (i = 0; i < DUK_HEAP_ALLOC_FAIL_MARKANDSWEEP_LIMIT; i++) {\n"
COLLECT = "\t\tduk_heap_mark_and_sweep(heap, flags);\n"
EMERGENCY = "#define DUK_HEAP_ALLOC_FAIL_MARKANDSWEEP_EMERGENCY_LIMIT \\\n\t3 "
# What the three loops call the size that they want.
SIZES = ["size", "newsize", "newsize"]

# The characters of every new string are counted, four bytes at a time. Of what a message brings that is
# as much work as to copy it: the compiler makes vectors of the plain loop.
COUNTED = ("DUK_INTERNAL duk_size_t duk_unicode_unvalidated_utf8_length(const duk_uint8_t *data, "
           "duk_size_t blen) {\n\tconst duk_uint8_t *p;\n\tconst duk_uint8_t *p_end;\n"
           "\tconst duk_uint32_t *p32_end;\n")
COUNT = COUNTED.replace("\tconst duk_uint8_t *p;\n", "\tif (blen >= 64) return engine_count_characters(data, blen);\n"
                        "\tconst duk_uint8_t *p;\n")

# A literal makes each of its fields as Object.defineProperty would. Of an ordinary object that has no such
# property yet engine_made_field() (engine.c) does it in a fifth of the instructions.
FIELD = """\t\t\t\tduk_dup(thr, (duk_idx_t) idx);
\t\t\t\tduk_dup(thr, (duk_idx_t) (idx + 1));
\t\t\t\tduk_def_prop(thr,
\t\t\t\t             obj_idx,
\t\t\t\t             DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_FORCE | DUK_DEFPROP_SET_WRITABLE |
\t\t\t\t                 DUK_DEFPROP_SET_ENUMERABLE | DUK_DEFPROP_SET_CONFIGURABLE);
"""
QUICK_FIELD = """\t\t\t\tif (!engine_made_field(thr, obj_idx, (duk_idx_t) idx)) {
""" + FIELD + """\t\t\t\t}
"""

# A script's compiled form is loaded by many workers (proto/compile.h). What is loaded has to be what
# compiling gives: templates of inner functions have no prototype object, no environment and no empty
# properties, and all belong to the file that the worker knows. engine_loaded() (engine.c) is told of each
# function, inner ones first, as engine_note_function() is.
LOADED_NAMEBINDING = "\tif (DUK_HOBJECT_HAS_NAMEBINDING((duk_hobject *) h_fun)) {\n\t\t/* Original function instance"
LOADED_NAME = """\tduk_xdef_prop_stridx_short(thr, -2, DUK_STRIDX_NAME, DUK_PROPDESC_FLAGS_C);
#endif /* DUK_USE_FUNC_NAME_PROPERTY */
"""
LOADED_FILE = """\tp = duk__load_string_raw(thr, p);
\tduk_xdef_prop_stridx_short(thr, -2, DUK_STRIDX_FILE_NAME, DUK_PROPDESC_FLAGS_C);
"""
LOADED_PROTOTYPE = "\tif (DUK_HOBJECT_HAS_CONSTRUCTABLE((duk_hobject *) h_fun)) {\n\t\t/* Restore empty external"
LOADED_LENGTH = """\tduk_push_u32(thr, tmp32);
\tduk_xdef_prop_stridx_short(thr, -2, DUK_STRIDX_LENGTH, DUK_PROPDESC_FLAGS_C);
"""
LOADED_VARMAP = """\tduk_compact_m1(thr);
\tduk_xdef_prop_stridx_short(thr, -2, DUK_STRIDX_INT_VARMAP, DUK_PROPDESC_FLAGS_NONE);

\t/* _Formals may"""
LOADED = "\t/* Return with final function pushed on stack top. */\n"
LOADING = {
    LOADED_NAMEBINDING: LOADED_NAMEBINDING.replace("if (", "if (0 && "),
    LOADED_NAME: LOADED_NAME.replace("\tduk_xdef", "\tif (duk_get_length(thr, -1) == 0)\n\t\tduk_pop(thr);\n\telse\n\t\tduk_xdef"),
    LOADED_FILE: LOADED_FILE.replace("(thr, p);\n", "(thr, p);\n\tengine_replace_file_name(thr);\n"),
    LOADED_PROTOTYPE: LOADED_PROTOTYPE.replace("if (", "if (0 && "),
    LOADED_LENGTH: "",
    LOADED_VARMAP: LOADED_VARMAP.replace("\tduk_compact_m1(thr);\n\tduk_xdef", "\tif (DUK_HOBJECT_GET_ENEXT(duk_known_hobject(thr, -1)) == 0)\n\t\tduk_pop(thr);\n\telse {\n\tduk_compact_m1(thr);\n\tduk_xdef")
                   .replace("FLAGS_NONE);\n", "FLAGS_NONE);\n\t}\n"),
    LOADED: "\tengine_loaded(thr);\n" + LOADED,
}


def load_as_compiled(text):
    for place, change in LOADING.items():
        if text.count(place) != 1:
            return None
        text = text.replace(place, change)
    return text


def ask_before_collecting(text):
    if (text.count(LOOP), text.count(COLLECT), text.count(EMERGENCY)) != (3, 3, 1):
        return None
    first, *loops = text.split(LOOP)
    text = first
    for size, loop in zip(SIZES, loops):
        text += LOOP.replace("; i++)", f" && engine_may_collect(heap, {size}, i); i++)") + loop
    text = text.replace(COLLECT, COLLECT + "\t\tengine_collected(heap);\n")
    return text.replace(EMERGENCY, EMERGENCY.replace("3 ", "2 "))


def main():
    source, output = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        text = file.read()
    text, descriptors = ASSIGNED.subn(DEFINED, text)
    text = ask_before_collecting(text)
    text = text and load_as_compiled(text)
    if (text is None or descriptors != 6 or
            (text.count(PARSED), text.count(FIELD), text.count(COUNTED)) != (1, 1, 1)):
        sys.exit(f"{source}: not the duktape.c of Duktape 2.7")
    with open(output, "w", encoding="utf-8") as file:
        file.write(text.replace(PARSED, NOTED).replace(FIELD, QUICK_FIELD).replace(COUNTED, COUNT))


if __name__ == "__main__":
    main()
