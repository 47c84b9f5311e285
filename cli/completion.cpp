#include "cli/completion.h"

#include <vector>

#include <fmt/format.h>

#include "cli/commands/commands.h"

namespace skep::cli {
namespace {

// "-n --lines": each spelling as a word.
std::string spellings(const Option& option) {
  std::string words(option.names);
  if (const size_t comma = words.find(','); comma != std::string::npos) words[comma] = ' ';
  if (option.may_be_negated) words += fmt::format(" --no-{}", long_name(option).substr(2));
  return words;
}

std::string command_names() {
  std::string names;
  for (const Command* command : commands()) names += fmt::format(" {}", command->name);
  return names.substr(1);
}

// The kind that the script's own function knows how to complete.
std::string bash_offer(Offers offers, std::string_view choices) {
  switch (offers) {
    case Offers::nothing: break;
    case Offers::files: return "_skep_files";
    case Offers::directories: return "_skep_directories";
    case Offers::workers: return "_skep_workers";
    case Offers::choices: return fmt::format("_skep_words '{}'", choices);
    case Offers::commands: return fmt::format("_skep_words '{}'", command_names());
  }
  return ":";
}

// In single quotes for zsh, inside a description or an action: what its own syntax would take.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out;
}

std::string zsh_action(Offers offers, std::string_view choices) {
  switch (offers) {
    case Offers::nothing: break;
    case Offers::files: return "_files";
    case Offers::directories: return "_files -/";
    case Offers::workers: return "_skep_workers";
    case Offers::choices: return fmt::format("({})", choices);
    case Offers::commands: return fmt::format("({})", command_names());
  }
  return " ";
}

std::string zsh_option(const Option& option) {
  std::string value;
  if (!option.value.empty()) {
    value =
        fmt::format(":{}:{}", zsh_text(option.value), zsh_action(option.offers, option.choices));
  }
  const std::string meaning = zsh_text(option.meaning);
  const size_t comma = option.names.find(',');
  std::string lines;
  if (comma == std::string_view::npos) {
    lines = fmt::format("        '{}{}[{}]{}'\n", option.repeatable ? "*" : "", option.names,
                        meaning, value);
  } else {
    // Either spelling excludes the other.
    const std::string_view brief = option.names.substr(0, comma);
    const std::string_view full = option.names.substr(comma + 1);
    lines = fmt::format("        '({0} {1})'{{{0},{1}}}'[{2}]{3}'\n", brief, full, meaning, value);
  }
  if (option.may_be_negated) {
    lines += fmt::format("        '--no-{}[the opposite]'\n", long_name(option).substr(2));
  }
  return lines;
}

}  // namespace

std::string bash_completion() {
  std::string text = R"sh(# bash completion for skep; made by `skep completion bash`.

_skep_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_skep_files() { compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); }
_skep_directories() { compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")); }
_skep_workers() { _skep_words "$(skep ps -q 2>/dev/null)"; }

_skep() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
)sh";
  text += fmt::format("        _skep_words '{}'\n        return\n    fi\n", command_names());
  text += "    case $command in\n";
  for (const Command* command : commands()) {
    std::string words;
    std::string values;
    for (const Option* option : options_of(*command)) {
      words += " " + spellings(*option);
      if (option->value.empty()) continue;
      std::string pattern = spellings(*option);
      if (const size_t blank = pattern.find(' '); blank != std::string::npos) {
        pattern[blank] = '|';
      }
      values += fmt::format("                {}) {}; return ;;\n", pattern,
                            bash_offer(option->offers, option->choices));
    }
    text += fmt::format("        {})\n", command->name);
    if (!values.empty()) {
      text += "            case $prev in\n" + values + "            esac\n";
    }
    text += fmt::format("            if [[ $cur == -* ]]; then _skep_words '{}'; else {}; fi ;;\n",
                        words.substr(1),
                        bash_offer(command->arguments.offers, command->arguments.choices));
  }
  text += "    esac\n}\ncomplete -F _skep skep\n";
  return text;
}

std::string zsh_completion() {
  std::string text = R"sh(#compdef skep
# zsh completion for skep; made by `skep completion zsh`.

_skep_workers() {
  local -a ids
  ids=(${(f)"$(skep ps -q 2>/dev/null)"})
  compadd -a ids
}

_skep() {
  local -a names
  if (( CURRENT == 2 )); then
    names=(
)sh";
  for (const Command* command : commands()) {
    text += fmt::format("      '{}:{}'\n", command->name, zsh_text(command->summary));
  }
  text +=
      "    )\n    _describe command names\n    return\n  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n  (( CURRENT-- ))\n  case $command in\n";
  for (const Command* command : commands()) {
    text += fmt::format("    {})\n      _arguments -s \\\n", command->name);
    std::string lines;
    for (const Option* option : options_of(*command)) lines += zsh_option(*option);
    if (command->arguments.most > 0) {
      lines += fmt::format("        '*:{}:{}'\n", zsh_text(command->arguments.shown),
                           zsh_action(command->arguments.offers, command->arguments.choices));
    }
    // Each line but the last goes on.
    size_t start = 0;
    while (start < lines.size()) {
      const size_t end = lines.find('\n', start);
      text += lines.substr(start, end - start);
      text += end + 1 < lines.size() ? " \\\n" : "\n";
      start = end + 1;
    }
    text += "      ;;\n";
  }
  text +=
      "  esac\n}\n\nif [ \"$funcstack[1]\" = \"_skep\" ]; then\n  _skep \"$@\"\nelse\n"
      "  compdef _skep skep\nfi\n";
  return text;
}

}  // namespace skep::cli
