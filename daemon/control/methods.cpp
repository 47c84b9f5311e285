#include "daemon/control/methods.h"

#include <fmt/format.h>

#include "daemon/control/events.h"
#include "proto/control_limits.h"

namespace skep::control {
namespace {

constexpr std::string_view value_forms[] = {"plain", "tagged"};

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

const Field worker_field = {.name = "worker",
                            .kind = Kind::integer,
                            .presence = Presence::required,
                            .meaning = "the id that worker.spawn or worker.list gave",
                            .least = 1};

WorkerId worker_of(const Json& params) {
  return WorkerId{params["worker"].get<uint64_t>()};
}

Refusal no_such_worker(WorkerId worker) {
  return {ErrorCode::no_such_worker,
          fmt::format("There is no worker {}.", number(worker)),
          {{"worker", number(worker)}}};
}

const Field values_field = {.name = "values",
                            .kind = Kind::string,
                            .presence = Presence::optional,
                            .meaning = "how values cross: plain JSON (the default), or tagged",
                            .one_of = value_forms};

ValueForm values_of(const Json& params) {
  return params.value("values", std::string("plain")) == "tagged" ? ValueForm::tagged
                                                                  : ValueForm::plain;
}

std::span<const Topic> topics() {
  static const Topic all[] = {
      {"The daemon", daemon_methods()},
      {"Events", stream_methods()},
      {"Starting workers", spawn_methods()},
      {"Workers", worker_methods()},
      {"Console", log_methods()},
      {"Host functions", host_methods()},
      {"Channels", channel_methods()},
      {"Services", service_methods()},
  };
  return all;
}

const Method* find_method(std::string_view name) {
  for (const Topic& topic : topics()) {
    for (const Method& method : topic.methods) {
      if (method.name == name) return &method;
    }
  }
  return nullptr;
}

Json describe_protocol() {
  Json methods = Json::object();
  for (const Topic& topic : topics()) {
    for (const Method& method : topic.methods) {
      methods[std::string(method.name)] = {{"description", method.meaning},
                                           {"topic", topic.name},
                                           {"access", name(method.needs)},
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

std::string_view name(Access access) {
  return access == Access::admin ? "admin" : "read-only";
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
