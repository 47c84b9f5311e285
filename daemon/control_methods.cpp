#include "daemon/control_methods.h"

#include <array>

#include "daemon/control_events.h"
#include "proto/control_limits.h"

namespace skep::control {
namespace {

std::array<std::span<const Method>, 2> topics() {
  return {daemon_methods(), worker_methods()};
}

std::vector<Field> make_limit_fields(Presence presence) {
  std::vector<Field> fields;
  for (const Limit& limit : limits()) {
    fields.push_back({.name = limit.name,
                      .kind = Kind::integer,
                      .presence = presence,
                      .meaning = limit.meaning,
                      .least = limit.least,
                      .most = limit.most,
                      .zero_too = limit.may_be_none});
  }
  return fields;
}

}  // namespace

const Method* find_method(std::string_view name) {
  for (const auto topic : topics()) {
    for (const Method& method : topic) {
      if (method.name == name) return &method;
    }
  }
  return nullptr;
}

Json describe_protocol() {
  Json methods = Json::object();
  for (const auto topic : topics()) {
    for (const Method& method : topic) {
      methods[std::string(method.name)] = {{"description", method.meaning},
                                           {"params", to_json_schema(method.params)},
                                           {"result", to_json_schema(method.result)}};
    }
  }
  Json events = Json::object();
  for (const EventShape& shape : event_shapes()) {
    Json schema = to_json_schema(shape.members);
    schema["description"] = shape.meaning;
    events[std::string(shape.type)] = std::move(schema);
  }
  return {{"protocol", protocol_version}, {"methods", methods}, {"events", events}};
}

Json limits_json(const WorkerLimits& values) {
  Json json = Json::object();
  for (const Limit& limit : limits()) json[std::string(limit.name)] = limit.get(values);
  return json;
}

std::span<const Field> limit_fields(Presence presence) {
  static const std::vector<Field> required = make_limit_fields(Presence::required);
  static const std::vector<Field> optional = make_limit_fields(Presence::optional);
  return presence == Presence::required ? required : optional;
}

void put_layers(Json& target, uint32_t layers) {
  Json present = Json::array();
  Json missing = Json::array();
  for (const LayerName& layer : layer_names) {
    ((layers & layer.bit) != 0 ? present : missing).push_back(layer.name);
  }
  target["layers"] = std::move(present);
  target["missing"] = std::move(missing);
}

}  // namespace skep::control
