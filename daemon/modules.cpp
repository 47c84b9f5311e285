// The modules that a worker asks for while it puts its module graph together.
//
// Unlike importScripts(), which blocks its worker, any number up to max_module_loads may be on
// their way at once, and each is answered as soon as it is there.
#include "daemon/supervisor_impl.h"
#include "proto/wire.h"

namespace skep {

bool Supervisor::Impl::on_load_module(Worker& worker, std::span<const std::byte> bytes) {
  ModuleRequest request;
  if (!decode(bytes, request)) return false;
  // A correct worker waits with those that would be too many.
  if (worker.modules_loading >= max_module_loads) return wrong("it waits for too many modules");
  const bool has_source = request.item.has_source != 0;
  if (has_source && worker.module_sources >= max_module_sources) {
    return wrong("it waits for too many modules whose source it sent");
  }
  router.charge(Router::large_request);
  ++worker.modules_loading;
  if (has_source) ++worker.module_sources;
  ++worker.tree->loading;
  std::optional<std::string> source;
  if (has_source) source = request.item.source;
  scripts_.load(
      script_owner(worker), std::string(request.item.url), std::move(source),
      worker.limits.source_bytes, request.json != 0 ? ScriptKind::json : ScriptKind::module,
      [this, id = worker.id, number = request.number, json = request.json, has_source,
       tree = worker.tree](const LoadedScript& script) {
        --tree->loading;
        stir(tree);
        Worker* found = workers.find(id);
        if (found == nullptr) return;
        --found->modules_loading;
        if (has_source) --found->module_sources;
        if (script.limit) on_limit_met(*found, *script.limit, 1);
        const std::string encoded = encode(LoadedModule{number, json, imported_from(script)});
        router.send(*found, DownType::module, inside_port, as_bytes(std::string_view(encoded)));
      });
  return true;
}

}  // namespace skep
