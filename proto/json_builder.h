// Builds a JSON value from the parser's tokens, in time that grows with the text and not with the
// square of it.
//
// The library's own way looks each key up among those before it, which keep their order and are no
// table: one line of 1 MiB with a hundred thousand keys would keep the supervisor busy for seconds.
// Here members are appended, and looked through for twins once their object is whole.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "proto/control_json.h"

namespace skep::control {

class JsonBuilder final : public nlohmann::json_sax<Json> {
 public:
  Json value;
  std::string problem;  // a sentence, once something returned false

  bool null() override { return add(nullptr); }
  bool boolean(bool given) override { return add(given); }
  bool number_integer(number_integer_t given) override { return add(given); }
  bool number_unsigned(number_unsigned_t given) override { return add(given); }
  bool number_float(number_float_t given, const string_t&) override { return add(given); }
  bool string(string_t& given) override { return add(std::move(given)); }
  bool binary(binary_t&) override { return false; }  // not in text
  bool start_object(size_t) override { return open(Json::object()); }
  bool start_array(size_t) override { return open(Json::array()); }
  bool key(string_t& given) override;
  bool end_object() override;
  bool end_array() override;
  bool parse_error(size_t position, const std::string& token,
                   const nlohmann::detail::exception& error) override;

 private:
  bool add(Json given);
  bool open(Json container);
  Json& put(Json given);

  // Containers that are not whole. Each but the first is the last part of the one before it, which
  // does not grow meanwhile.
  std::vector<Json*> open_;
  std::string key_;
};

}  // namespace skep::control
