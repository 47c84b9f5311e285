#include "compiler/addon.h"

#include <cstdio>
#include <dlfcn.h>

#include "compiler/host_value.h"

namespace skep {
namespace {

using RegisterModule = napi_value (*)(napi_env, napi_value);

// A file of ours decides everything: swcrc and configFile false keep swc from looking for settings
// on disk, inputSourceMap false from opening the file that a sourceMappingURL comment names. The
// name in `filename` is only for error frames. noClassCalls, the one assumption made, drops the
// "called without new" check; looser assumptions break programs.
#define SKEP_SWC_OPTIONS(PARSER)                                                          \
  R"({"swcrc":false,"configFile":false,"inputSourceMap":false,"isModule":false,)"         \
  R"("filename":"script","sourceMaps":true,"inlineSourcesContent":false,"minify":false,)" \
  R"("jsc":{"target":"es5","externalHelpers":true,"assumptions":{"noClassCalls":true},)"  \
  R"("experimental":{"disableAllLints":false},"preserveAllComments":false,)"              \
  R"("parser":)" PARSER "}}"

constexpr std::string_view javascript_options = SKEP_SWC_OPTIONS(R"({"syntax":"ecmascript"})");
constexpr std::string_view typescript_options =
    SKEP_SWC_OPTIONS(R"({"syntax":"typescript","decorators":true},)"
                     R"("transform":{"legacyDecorator":true,"useDefineForClassFields":true})");
#undef SKEP_SWC_OPTIONS

std::string property_text(const HostValue& object, const char* name) {
  const auto found = object.properties.find(name);
  return found == object.properties.end() ? std::string() : found->second->text;
}

}  // namespace

Result<SwcAddon> SwcAddon::load(const std::string& path) {
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::fprintf(stderr, "skep-compile: %s\n", ::dlerror());
    return errno_error(ENOEXEC);
  }
  auto register_module =
      reinterpret_cast<RegisterModule>(::dlsym(library, "napi_register_module_v1"));
  if (register_module == nullptr) return errno_error(ENOEXEC);
  HostValue* exports = make_host_value(HostKind::object);
  if (napi_value replaced =
          register_module(reinterpret_cast<napi_env>(&host_environment()), to_napi(exports))) {
    exports = from_napi(replaced);
  }
  const auto found = exports->properties.find("transformSync");
  if (found == exports->properties.end() || found->second->kind != HostKind::function) {
    return errno_error(ENOEXEC);
  }
  return SwcAddon(found->second);
}

SwcOutput SwcAddon::transform(std::string_view source, SourceLanguage language) const {
  const std::string_view options =
      language == SourceLanguage::typescript ? typescript_options : javascript_options;
  HostValue* buffer = make_host_value(HostKind::buffer);
  buffer->pointer = const_cast<char*>(options.data());
  buffer->size = options.size();
  // The second argument says that the source is a serialized syntax tree: never.
  HostValue* result = call_host_function(
      static_cast<HostValue*>(transform_sync_), make_host_value(HostKind::undefined),
      {make_host_string(std::string(source)), make_host_value(HostKind::boolean), buffer});

  SwcOutput output;
  if (HostValue* thrown = host_environment().pending) {
    host_environment().pending = nullptr;
    output.error_text = thrown->text;
    return output;
  }
  output.ok = true;
  output.code = property_text(*result, "code");
  output.source_map = property_text(*result, "map");
  return output;
}

}  // namespace skep
