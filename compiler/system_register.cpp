#include "compiler/system_register.h"

#include <algorithm>

#include "compiler/script_tokens.h"

namespace skep {
namespace {

constexpr std::string_view helper_head = "\"@swc/helpers/_/";

// Every `take` and `read` returns false on a token that it does not expect, and then all is false.
class SystemReader {
 public:
  SystemReader(std::string_view output, SystemRegister& found)
      : output_(output), tokens_(output), found_(found) {
    advance();
  }

  bool read() {
    return take("System") && take(".") && take("register") && take("(") && read_dependencies() &&
           take(",") && read_head() && skip_declarations() && read_return() && read_tail();
  }

 private:
  // What a setter has assigned so far, so that `_export("y", x)` can be led back to its origin.
  struct Setter {
    size_t dependency = 0;
    std::string_view parameter;
    size_t first_import = 0;
  };

  size_t start() const { return static_cast<size_t>(now_.text.data() - output_.data()); }
  void advance() {
    if (now_.kind != TokenKind::end) end_ = start() + now_.text.size();
    now_ = tokens_.next();
  }
  bool at(std::string_view text) const {
    return now_.kind != TokenKind::string && now_.kind != TokenKind::end && now_.text == text;
  }
  bool take(std::string_view text) {
    if (!at(text)) return false;
    advance();
    return true;
  }
  bool take_kind(TokenKind kind, std::string_view& text) {
    if (now_.kind != kind) return false;
    text = now_.text;
    advance();
    return true;
  }
  bool take_word(std::string_view& word) { return take_kind(TokenKind::word, word); }
  bool take_string(std::string_view& literal) { return take_kind(TokenKind::string, literal); }

  // A property's name: a word, a string, or a string in brackets ("__proto__").
  bool take_key(std::string_view& key) {
    if (take("[")) return take_string(key) && take("]");
    return take_string(key) || take_word(key);
  }

  // Everything up to and without one of these marks, outside of all brackets.
  bool skip_to(std::string_view marks) {
    int open = 0;
    while (now_.kind != TokenKind::end) {
      if (now_.kind == TokenKind::punctuator) {
        const char mark = now_.text.front();
        if (open == 0 && marks.find(mark) != marks.npos) return true;
        if (mark == '(' || mark == '[' || mark == '{') ++open;
        if ((mark == ')' || mark == ']' || mark == '}') && --open < 0) return false;
      }
      advance();
    }
    return false;
  }

  bool read_dependencies() {
    if (!take("[")) return false;
    while (!at("]")) {
      const uint32_t line = now_.line;
      std::string_view specifier;
      if (!take_string(specifier)) return false;
      dependencies_.push_back(specifier.starts_with(helper_head) ? helper : found_.requests.size());
      specifiers_.push_back(specifier);
      if (dependencies_.back() != helper) found_.requests.push_back({specifier, line, {}});
      if (!take(",") && !at("]")) return false;
    }
    return take("]");
  }

  bool read_head() {
    found_.function_start = start();
    std::string_view context;
    return take("function") && take("(") && take_word(export_) && take(",") && take_word(context) &&
           take(")") && take("{");
  }

  // Variables, hoisted functions, and the names of all exports.
  bool skip_declarations() {
    while (!at("return")) {
      if (now_.kind == TokenKind::end || at("}")) return false;
      if (at(export_)) {
        if (!read_export_names()) return false;
      } else if (take("function")) {
        if (!skip_to("{") || !skip_braces()) return false;
      } else if (!skip_to(";") || !take(";")) {
        return false;
      }
    }
    return true;
  }

  bool skip_braces() { return take("{") && skip_to("}") && take("}"); }

  bool read_export_names() {
    std::string_view name;
    if (!take(export_) || !take("(")) return false;
    if (take_string(name)) {
      found_.exports.push_back(name);
    } else {
      if (!take("{")) return false;
      while (!at("}")) {
        if (!take_key(name) || !take(":") || !skip_to(",}")) return false;
        found_.exports.push_back(name);
        take(",");
      }
      take("}");
    }
    return skip_to(")") && take(")") && take(";");
  }

  bool read_return() {
    found_.return_start = start();
    if (!take("return") || !take("{") || !take("setters") || !take(":")) return false;
    found_.setters_start = start();
    if (!take("[")) return false;
    for (size_t i = 0; i < dependencies_.size(); ++i) {
      if (i > 0 && !take(",")) return false;
      if (!read_setter(i)) return false;
    }
    if (!take("]")) return false;
    found_.setters_end = end_;
    if (!take(",") || !take("execute") || !take(":") || !take("function")) return false;
    std::string_view name;
    take_word(name);
    if (!take("(") || !take(")") || !skip_braces() || !take("}")) return false;
    take(";");
    if (!take("}")) return false;
    found_.function_end = end_;
    return true;
  }

  bool read_setter(size_t i) {
    Setter setter{dependencies_[i], {}, found_.imports.size()};
    if (!take("function") || !take("(")) return false;
    take_word(setter.parameter);
    if (!take(")") || !take("{")) return false;
    if (setter.dependency == helper) return read_helper(setter, specifiers_[i]) && take("}");
    while (!at("}")) {
      const bool read = at(export_) ? read_reexport(setter)
                        : at("var") ? read_star(setter)
                                    : read_import(setter);
      if (!read) return false;
    }
    return take("}");
  }

  bool read_helper(const Setter& setter, std::string_view specifier) {
    SystemRegister::Helper found;
    found.name = specifier.substr(helper_head.size(), specifier.size() - helper_head.size() - 1);
    if (found.name.empty() || !std::all_of(found.name.begin(), found.name.end(), is_word_byte)) {
      return false;
    }
    if (!take_word(found.local) || !take("=") || !take(setter.parameter) || !take(".") ||
        !take("_") || !take(";")) {
      return false;
    }
    found_.helpers.push_back(found);
    return true;
  }

  // After the parameter: `.name`, `["name"]`, or nothing for the whole namespace.
  bool take_member(std::string_view& name) {
    name = {};
    if (take(".")) return take_word(name);
    if (take("[")) return take_string(name) && take("]");
    return true;
  }

  bool read_import(const Setter& setter) {
    SystemRegister::Import found;
    found.request = setter.dependency;
    found.parameter = setter.parameter;
    if (!take_word(found.local) || !take("=") || !take(setter.parameter) ||
        !take_member(found.name) || !take(";")) {
      return false;
    }
    found_.imports.push_back(found);
    return true;
  }

  // `ns.name`, `ns`, or a variable that this setter has assigned before.
  bool take_origin(const Setter& setter, SystemRegister::Reexport& found) {
    found.request = setter.dependency;
    if (take(setter.parameter)) return take_member(found.name);
    std::string_view local;
    if (!take_word(local)) return false;
    for (size_t i = found_.imports.size(); i-- > setter.first_import;) {
      if (found_.imports[i].local != local) continue;
      found.name = found_.imports[i].name;
      return true;
    }
    return false;
  }

  bool read_reexport(const Setter& setter) {
    SystemRegister::Reexport found;
    if (!take(export_) || !take("(")) return false;
    if (take_string(found.exported)) {
      if (!take(",") || !take_origin(setter, found)) return false;
      found_.reexports.push_back(found);
    } else {
      if (!take("{")) return false;
      while (!at("}")) {
        if (!take_key(found.exported) || !take(":") || !take_origin(setter, found)) return false;
        found_.reexports.push_back(found);
        if (!take(",") && !at("}")) return false;
      }
      take("}");
    }
    return take(")") && take(";");
  }

  // var exportObj = { __proto__: null }; for (var key in ns) …; exportObj.q = ns.default; …
  // _export(exportObj);
  bool read_star(const Setter& setter) {
    std::string_view object;
    if (!take("var") || !take_word(object) || !take("=") || !skip_to(";") || !take(";") ||
        !take("for") || !skip_to(";") || !take(";")) {
      return false;
    }
    found_.stars.push_back(setter.dependency);
    while (take(object)) {
      SystemRegister::Reexport found;
      if (take(".") ? !take_word(found.exported)
                    : !take("[") || !take_string(found.exported) || !take("]")) {
        return false;
      }
      if (!take("=") || !take_origin(setter, found) || !take(";")) return false;
      found_.reexports.push_back(found);
    }
    return take(export_) && take("(") && take(object) && take(")") && take(";");
  }

  // Import attributes, one object for each dependency.
  bool read_tail() {
    if (take(",")) {
      if (!take("[")) return false;
      for (size_t i = 0; i < dependencies_.size(); ++i) {
        if (i > 0 && !take(",")) return false;
        if (!read_attributes(dependencies_[i])) return false;
      }
      if (!take("]")) return false;
    }
    if (!take(")")) return false;
    take(";");
    return now_.kind == TokenKind::end;
  }

  bool read_attributes(size_t dependency) {
    if (!take("{")) return false;
    if (take("assert") || take("with")) {
      if (!take(":") || !take("{")) return false;
      while (!at("}")) {
        std::string_view key;
        std::string_view value;
        if (!take_key(key) || !take(":") || !take_string(value)) return false;
        if (dependency != helper) {
          found_.requests[dependency].attributes.push_back(key);
          found_.requests[dependency].attributes.push_back(value);
        }
        if (!take(",") && !at("}")) return false;
      }
      take("}");
    }
    return take("}");
  }

  static constexpr size_t helper = static_cast<size_t>(-1);

  std::string_view output_;
  ScriptTokens tokens_;
  SystemRegister& found_;
  Token now_;
  size_t end_ = 0;                    // of the token before
  std::string_view export_;           // what the function that exports is called
  std::vector<size_t> dependencies_;  // to the request's number, or `helper`
  std::vector<std::string_view> specifiers_;
};

}  // namespace

bool read_system_register(std::string_view output, SystemRegister& found) {
  return SystemReader(output, found).read();
}

}  // namespace skep
