// From one source to one CompileResult: the whole work of a compiler process.
#pragma once

#include <string_view>

#include <duktape.h>

#include "compiler/addon.h"
#include "proto/compile.h"

namespace skep {

// Lowers a classic script, or a module to the form of module_form.h. `heap` only ever compiles, it
// runs nothing. Hostile source may abort or exhaust the process.
CompileResult lower_source(std::string_view source, SourceLanguage language, const SwcAddon& swc,
                           duk_context* heap);

}  // namespace skep
