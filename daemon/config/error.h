// What is wrong with a configuration file, shown so that a person finds the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skep {

// Line and column count from 1, columns in characters. 0: of the file as a whole.
struct ConfigError {
  uint32_t line = 0;
  uint32_t column = 0;
  std::string sentence;
};

// The mistakes of one file: the first `most` of them, and how many more there are.
class ConfigErrors {
 public:
  static constexpr size_t most = 20;

  ConfigErrors(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  void add(ConfigError error) { all_.push_back(std::move(error)); }
  bool empty() const { return all_.empty(); }

  // In the order of the file, at most `most`.
  std::vector<ConfigError> shown() const;

  //   FILE:12:1: there is no key "memry" in [limits]. Did you mean "memory"?
  //     12 | memry = "64MiB"
  //        | ^
  std::string report() const;

 private:
  std::string show(const ConfigError& error) const;
  std::string_view line(uint32_t number) const;

  std::string file_;
  std::string text_;
  std::vector<ConfigError> all_;
};

}  // namespace skep
