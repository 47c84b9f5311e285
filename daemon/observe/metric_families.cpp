#include "daemon/observe/metric_families.h"

#include <map>

namespace skep {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

double seconds_of_us(uint64_t us) {
  return static_cast<double>(us) / 1e6;
}

// Builds families one after the other; the last one takes the samples.
class Families {
 public:
  Families& counter(std::string name, std::string help) {
    return open(std::move(name), std::move(help), MetricType::Counter);
  }
  Families& gauge(std::string name, std::string help) {
    return open(std::move(name), std::move(help), MetricType::Gauge);
  }
  void histogram(std::string name, std::string help, const ClientMetric::Histogram& value) {
    open(std::move(name), std::move(help), MetricType::Histogram);
    ClientMetric metric;
    metric.histogram = value;
    list_.back().metric.push_back(std::move(metric));
  }

  void sample(double value) { add({}, value); }
  void sample(uint64_t value) { add({}, static_cast<double>(value)); }
  void sample(std::string_view label, std::string_view of, uint64_t value) {
    sample(label, of, static_cast<double>(value));
  }
  void sample(std::string_view label, std::string_view of, double value) {
    add({{std::string(label), std::string(of)}}, value);
  }

  std::vector<MetricFamily> take() { return std::move(list_); }

 private:
  Families& open(std::string name, std::string help, MetricType type) {
    list_.push_back({std::move(name), std::move(help), type, {}});
    return *this;
  }
  void add(std::vector<ClientMetric::Label> labels, double value) {
    ClientMetric metric;
    metric.label = std::move(labels);
    (list_.back().type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    list_.back().metric.push_back(std::move(metric));
  }

  std::vector<MetricFamily> list_;
};

constexpr std::string_view level_names[console_level_count] = {"log", "debug", "info", "warn",
                                                               "error"};
constexpr std::string_view kind_names[error_kind_count] = {"exception", "load", "parse", "ended",
                                                           "rejection"};

void add_workers(Families& to, const Reading& reading) {
  to.gauge("skep_workers", "Workers that are not gone, by state.");
  for (int i = 0; i < worker_state_count; ++i) {
    const auto state = static_cast<WorkerState>(i);
    if (state == WorkerState::gone) continue;  // those are not counted, whatever the moment
    to.sample("state", name(state), reading.census.workers[static_cast<size_t>(i)]);
  }
  to.gauge("skep_trees", "Root workers that are not gone.").sample(reading.census.trees);
  to.counter("skep_workers_requested_total", "Workers asked for, whatever came of them.")
      .sample(reading.counters.workers_requested);
  to.counter("skep_workers_started_total", "Workers that got a process.")
      .sample(reading.events.started);
  to.counter("skep_workers_ended_total", "Workers that are gone, by reason.");
  for (size_t i = 0; i < end_reason_count; ++i) {
    to.sample("reason", name(static_cast<EndReason>(i)), reading.events.ended[i]);
  }
  to.histogram("skep_spawn_latency_seconds",
               "Time from the request for a worker until its process existed.",
               reading.spawn_seconds);
  to.histogram("skep_terminate_latency_seconds",
               "Time from SIGKILL until the worker's process was gone.", reading.kill_seconds);
  to.counter("skep_worker_cpu_seconds_total", "Processor time of workers that are gone.")
      .sample(seconds_of_us(reading.events.worker_cpu_us));
}

void add_limits(Families& to, const Reading& reading) {
  to.counter("skep_limit_hits_total",
             "Times that a limit took effect: a worker was ended or refused something, a sender "
             "waited, a line was dropped.");
  std::map<std::string_view, uint64_t> hits;  // some limits end workers and also refuse
  for (size_t i = 0; i < limit_names.size(); ++i) hits[limit_names[i]] += reading.events.limits[i];
  for (size_t i = 0; i < soft_limit_count; ++i) {
    hits[name(static_cast<SoftLimit>(i))] += reading.counters.soft_limits[i];
  }
  for (const auto& [limit, times] : hits) to.sample("limit", limit, times);
}

void add_tenants(Families& to, const Reading& reading) {
  const auto each = [&](uint64_t TenantUse::*number) {
    for (const TenantUse& tenant : reading.census.tenants) {
      to.sample("tenant", tenant.name, tenant.*number);
    }
  };
  if (reading.census.tenants.empty()) return;
  to.gauge("skep_tenant_workers", "Workers of a tenant of the configuration.");
  each(&TenantUse::workers);
  to.gauge("skep_tenant_memory_limits_bytes", "The sum of the memory limits of those workers.");
  each(&TenantUse::memory_bytes);
  to.gauge("skep_tenant_queue_bytes", "Bytes of messages that wait for those workers.");
  each(&TenantUse::queue_bytes);
  to.counter("skep_tenant_cpu_seconds_total",
             "Processor time of a tenant's workers that are gone.");
  for (const TenantUse& tenant : reading.census.tenants) {
    to.sample("tenant", tenant.name, seconds_of_us(tenant.ended_cpu_us));
  }
}

void add_messages(Families& to, const Reading& reading) {
  const Counters& counters = reading.counters;
  to.counter("skep_messages_total", "Messages carried to a worker.").sample(counters.messages);
  to.counter("skep_message_bytes_total", "Bytes of those messages, as they were serialized.")
      .sample(counters.message_bytes);
  to.gauge("skep_queue_bytes", "Bytes of messages that wait for their receivers.")
      .sample(reading.census.queued_bytes);
  to.gauge("skep_queue_most_bytes", "The same of the worker with the longest queue.")
      .sample(reading.census.most_queued_bytes);
  to.gauge("skep_stalled_senders", "Workers that wait because a receiver's queue is full.")
      .sample(reading.census.stalled_senders);
  to.counter("skep_doorbells_total", "Times that a sleeping supervisor was rung by a worker.")
      .sample(counters.doorbells);
  to.counter("skep_worker_wakeups_total", "Times that a sleeping worker was woken.")
      .sample(counters.worker_wakeups + reading.census.worker_wakeups);
  to.counter("skep_console_lines_total", "Calls of console functions passed on, by level.");
  for (size_t i = 0; i < console_level_count; ++i) {
    to.sample("level", level_names[i], reading.events.console_lines[i]);
  }
  to.counter("skep_console_bytes_total", "Bytes of that console output.")
      .sample(reading.events.console_bytes);
  to.counter("skep_console_lines_lost_total", "Calls dropped because of the console limit.")
      .sample(reading.events.console_lost);
  to.counter("skep_script_errors_total", "Errors that no script handled, by kind.");
  for (size_t i = 0; i < error_kind_count; ++i) {
    to.sample("kind", kind_names[i], reading.events.errors[i]);
  }
}

void add_compiler(Families& to, const Reading& reading) {
  const Counters& counters = reading.counters;
  to.counter("skep_compile_cache_hits_total", "Scripts found lowered in the cache.")
      .sample(counters.cache_hits);
  to.counter("skep_compile_cache_misses_total", "Scripts that had to be lowered.")
      .sample(counters.cache_misses);
  to.gauge("skep_compile_cache_memory_bytes", "Lowered scripts held in memory.")
      .sample(reading.census.cache_memory_bytes);
  to.counter("skep_compiles_total", "Sources lowered or found invalid.").sample(counters.compiles);
  to.counter("skep_compiles_failed_total", "Sources on which the compiler itself ended.")
      .sample(counters.compiles_failed);
  to.counter("skep_compile_seconds_total", "Time that sources took to be lowered, queue included.")
      .sample(seconds_of_us(counters.compile_us));
  to.counter("skep_messages_refused_total", "Messages of roots that were too large to go outside.")
      .sample(counters.messages_refused);
  to.counter("skep_host_calls_refused_total",
             "Calls of host functions above what one worker may have unanswered.")
      .sample(counters.host_calls_refused);
  to.counter("skep_blobs_refused_total", "Blob URLs that no other worker knows, for lack of room.")
      .sample(counters.blobs_refused);
  to.counter("skep_ports_refused_total", "MessagePorts above the limit of a worker or of a tree.")
      .sample(counters.ports_refused);
  to.counter("skep_port_messages_refused_total",
             "Messages lost because too much waited at ports that nobody started.")
      .sample(counters.port_messages_refused);
  to.counter("skep_zygotes_started_total", "Worker zygotes started.")
      .sample(counters.zygotes_started);
  to.counter("skep_zygotes_lost_total", "Worker zygotes that ended unasked, with their workers.")
      .sample(counters.zygotes_lost);
  to.counter("skep_zygotes_used_up_total", "Worker zygotes replaced after their last worker.")
      .sample(counters.zygotes_used_up);
  to.counter("skep_zygotes_suspected_total",
             "Worker zygotes replaced because a worker ended as if it had been attacked.")
      .sample(counters.zygotes_suspected);
  to.gauge("skep_spares", "Sealed processes that wait for a worker.").sample(reading.census.spares);
  to.counter("skep_spares_started_total", "Processes made before their workers were asked for.")
      .sample(counters.spares_started);
  to.counter("skep_spares_used_total", "Of those, the ones that a worker got.")
      .sample(counters.spares_used);
  to.counter("skep_spares_lost_total", "Of those, the ones that ended unasked while they waited.")
      .sample(counters.spares_lost);
}

void add_control(Families& to, const Reading& reading) {
  const ControlCounters& control = reading.control;
  to.gauge("skep_clients", "Clients connected to the control socket.").sample(control.clients);
  to.counter("skep_client_connections_total", "Clients that connected.")
      .sample(control.connections);
  to.counter("skep_client_connections_refused_total", "Clients that were turned away.")
      .sample(control.connections_refused);
  to.counter("skep_requests_total", "Requests of clients.").sample(control.requests);
  to.counter("skep_requests_failed_total", "Requests answered with an error.")
      .sample(control.requests_failed);
  to.counter("skep_events_lost_total", "Events dropped for clients that were too slow.")
      .sample(control.events_lost);
  to.counter("skep_host_calls_total", "Calls of host functions by workers.")
      .sample(control.host_calls);
  to.counter("skep_host_calls_failed_total", "Of those, the ones that brought no value.")
      .sample(control.host_calls_failed);
}

// Under the names that every Prometheus client uses.
void add_process(Families& to, const Reading& reading) {
  const ProcessUse& process = reading.process;
  to.gauge("process_resident_memory_bytes", "Resident memory of skepd itself.")
      .sample(process.resident_bytes);
  to.gauge("process_virtual_memory_bytes", "Virtual memory of skepd itself.")
      .sample(process.virtual_bytes);
  to.gauge("process_open_fds", "File descriptors that skepd holds.")
      .sample(process.open_descriptors);
  to.gauge("process_max_fds", "File descriptors that it may hold.")
      .sample(process.most_descriptors);
  to.counter("process_cpu_seconds_total", "Processor time of skepd itself.")
      .sample(seconds_of_us(process.cpu_us));
  to.gauge("process_start_time_seconds", "Unix time at which skepd started.")
      .sample(static_cast<double>(reading.start_unix_ms) / 1000);
}

}  // namespace

std::vector<MetricFamily> metric_families(const Reading& reading) {
  Families families;
  add_workers(families, reading);
  add_limits(families, reading);
  add_tenants(families, reading);
  add_messages(families, reading);
  add_compiler(families, reading);
  add_control(families, reading);
  add_process(families, reading);
  return families.take();
}

}  // namespace skep
