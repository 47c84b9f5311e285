// skep-compile: lowers modern JavaScript and TypeScript to what Duktape runs.
//
// Started by the supervisor, which keeps the other end of the packet socket at descriptor 3:
//
//   supervisor ──► compile zygote (swc loaded and warm, then sealed; never sees a source)
//                        │ fork, lock down, then look at the source
//                        └──► one process a source: frame into its pipe, end
//
// A source can make its own process crash, loop or eat memory, and nothing else.
#include <exception>

#include "base/log.h"
#include "compiler/compile_zygote.h"

int main() {
  using namespace skep;
  log::open("skep-compile", log::Level::info);
  try {
    const Fd socket(3);
    const SwcAddon swc = load_swc();
    const CompileTools tools = warm_up_compiler(swc);
    seal_compiler();
    if (auto served = serve_compile_requests(socket, tools); !served) {
      log::error("the compiler stops: {}", served.error().message());
      return 1;
    }
  } catch (const std::exception& error) {
    log::error("{}", error.what());
    return 1;
  }
  return 0;
}
