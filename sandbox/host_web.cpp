// Host functions of URL and Web Crypto: what is done in C++ for its tables or its speed.
#include <string>

#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/idna/domain_to_ascii.h"
#include "sandbox/protect.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// (domain) → string, or undefined for failure
duk_ret_t domain_to_ascii_of(duk_context* ctx) {
  bool done = true;
  {
    std::string ascii;
    if (!domain_to_ascii(engine_text_at(ctx, 0), ascii)) return 0;
    auto push = [&](duk_context* inner) -> duk_ret_t {
      duk_push_lstring(inner, ascii.data(), ascii.size());
      return 1;
    };
    done = protect(ctx, 0, push);
  }
  if (!done) return duk_throw(ctx);
  return 1;
}

}  // namespace

void define_web_functions(duk_context* ctx) {
  define_function(ctx, -1, "domainToAscii", domain_to_ascii_of, 1);
}

}  // namespace skep
