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
constexpr std::string_view common_options =
    R"({"swcrc":false,"configFile":false,"filename":"script","sourceMaps":true,)"
    R"("inlineSourcesContent":false,"minify":false,)";
constexpr std::string_view jsc_options =
    R"("jsc":{"externalHelpers":true,"assumptions":{"noClassCalls":true},)"
    R"("experimental":{"disableAllLints":false,"keepImportAttributes":true},)"
    R"("preserveAllComments":false,)";
constexpr std::string_view javascript_options = R"("parser":{"syntax":"ecmascript"},)";
constexpr std::string_view typescript_options =
    R"("parser":{"syntax":"typescript","decorators":true},)"
    R"("transform":{"legacyDecorator":true,"useDefineForClassFields":true},)";

// A JSON string of the text of a source map, which is JSON itself.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += byte;
    } else if (static_cast<uint8_t>(byte) < 0x20) {
      constexpr std::string_view digits = "0123456789abcdef";
      out += "\\u00";
      out += digits[static_cast<uint8_t>(byte) >> 4];
      out += digits[static_cast<uint8_t>(byte) & 15];
    } else {
      out += byte;
    }
  }
  return out += '"';
}

std::string options_for(SourceLanguage language, SwcPass pass, std::string_view earlier_map) {
  const bool module = is_module(language) && pass != SwcPass::syntax;
  std::string options(common_options);
  options += module ? R"("isModule":true,"module":{"type":"systemjs"},)" : R"("isModule":false,)";
  options += "\"inputSourceMap\":";
  options += earlier_map.empty() ? "false" : quoted(earlier_map);
  options += ',';
  options += jsc_options;
  options +=
      is_typescript(language) && pass != SwcPass::syntax ? typescript_options : javascript_options;
  options += pass == SwcPass::module_form ? R"("target":"es2022"}})" : R"("target":"es5"}})";
  return options;
}

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

SwcOutput SwcAddon::transform(std::string_view source, SourceLanguage language, SwcPass pass,
                              std::string_view earlier_map) const {
  HostValue* buffer = make_host_value(HostKind::buffer);
  buffer->text = options_for(language, pass, earlier_map);
  buffer->pointer = buffer->text.data();
  buffer->size = buffer->text.size();
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
