// The engine as one translation unit: Duktape's own source, copied by meson.build.
#include "duktape.c"
