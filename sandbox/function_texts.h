// The texts of functions, for Function.prototype.toString: where in which script each was compiled.
//
// What a script gets is the text that runs here, which is the lowered one where the source was
// lowered. The engine says of each function when it is compiled; one that none of our scripts has
// (the worker's own, those made by `new Function`) has no text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <duktape.h>

namespace skep {

class FunctionTexts {
 public:
  // Texts of scripts are kept up to this many bytes; functions of later ones have none.
  static constexpr size_t most_bytes = 4u << 20;

  // `code` is compiled now, or loaded, until end(); `places` says where the functions of what is
  // loaded stand in it (proto/compile.h), and is looked at until then.
  void begin(std::string_view code, std::string_view places);
  void end() { script_ = none; }

  // A function was compiled that `code` stands for.
  void note(const void* code, size_t start, size_t end, bool method);

  // The next function was loaded.
  void note_loaded(const void* code);

  // The function's text, in UTF-8; empty if there is none.
  std::string find(const void* code) const;

 private:
  static constexpr uint32_t none = UINT32_MAX;
  struct Place {
    uint32_t script;
    uint32_t start;
    uint32_t length;
    bool method;
  };

  std::vector<std::string> scripts_;
  size_t bytes_ = 0;
  uint32_t script_ = none;
  std::unordered_map<const void*, Place> places_;
  std::string_view loaded_;  // the places of the functions to come
};

// Makes Function.prototype.toString give them. Last of all: what the worker has of its own looks at
// functions through the engine's.
void define_function_texts(duk_context* ctx);

}  // namespace skep
