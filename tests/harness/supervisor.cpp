#include "tests/harness/supervisor.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "tests/harness/failure.h"
#include "tests/harness/patience.h"
#include "tests/harness/processes.h"

namespace skep::harness {
namespace {

// The server's end, until its process has it as descriptor 3.
Fd take_server_end(Fd& ours) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw Failure("cannot make a socket pair");
  }
  ours = Fd(ends[0]);
  return Fd(ends[1]);
}

// Where the shared daemon of that configuration listens.
std::string socket_beside(const std::string& config) {
  return std::filesystem::path(config).parent_path() / "control.sock";
}

StartOptions start_options(const SupervisorSetup& setup, const Fd& server_end) {
  StartOptions options;
  if (setup.config.empty()) {
    options.arguments = {program("skepd"), "--private", "--control-fd", "3"};
    options.descriptor_3 = server_end.get();
  } else {
    options.arguments = {
        program("skepd"), "--config", setup.config, "--socket", socket_beside(setup.config),
        "--log-level",    "notice"};
  }
  options.arguments.insert(options.arguments.end(), setup.arguments.begin(), setup.arguments.end());
  options.environment = setup.environment;
  options.preparations = setup.preparations;
  return options;
}

}  // namespace

Supervisor::Supervisor(const SupervisorSetup& setup)
    : process_(start_options(setup, take_server_end(socket_))) {
  if (!setup.config.empty()) connect(socket_beside(setup.config));
  const Json hello = call("hello");
  if (!hello.contains("result")) fail("hello was refused: " + hello.dump());
  hello_ = hello["result"];
  const Json subscribed = call("subscribe");
  if (!subscribed.contains("result")) fail("subscribe was refused: " + subscribed.dump());
}

Supervisor::~Supervisor() = default;

// It says when it listens; before that nobody could be let in.
void Supervisor::connect(const std::string& path) {
  const auto give_up = give_up_time();
  while (err().find("listening on " + path) == std::string::npos) {
    pollfd sources[2] = {{process_.err().get(), POLLIN, 0}, {process_.pidfd().get(), POLLIN, 0}};
    if (::poll(sources, 2, milliseconds_until(give_up)) == 0) fail("the daemon does not listen");
    if (sources[1].revents != 0) fail("the daemon ended at once");
  }
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  socket_ = Fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    fail("cannot connect to " + path);
  }
}

void Supervisor::fail(const std::string& what) {
  drain_pipes();
  throw Failure(what + "\n--- events ---\n" + log_.text() + "--- skepd's error output ---\n" +
                err_);
}

void Supervisor::drain_pipes() {
  for (const auto& [pipe, text] :
       {std::pair(&process_.out(), &out_), std::pair(&process_.err(), &err_)}) {
    pollfd ready = {pipe->get(), POLLIN, 0};
    char buffer[4096];
    while (::poll(&ready, 1, 0) == 1) {
      const ssize_t count = ::read(pipe->get(), buffer, sizeof buffer);
      if (count <= 0) break;
      text->append(buffer, static_cast<size_t>(count));
    }
  }
}

std::string Supervisor::err() {
  drain_pipes();
  return err_;
}

void Supervisor::take_line(const std::string& line) {
  Json message = Json::parse(line, nullptr, false);
  if (message.is_discarded()) fail("the supervisor sent no JSON: " + line);
  if (message.value("method", "") == "event") {
    log_.add(message["params"]);
  } else {
    answers_.push_back(std::move(message));
  }
}

void Supervisor::receive(Clock::time_point give_up, const std::string& awaited) {
  if (ended_) fail("the supervisor has ended; waited in vain for " + awaited);
  // Its pipes are emptied meanwhile, or it would wait for us.
  pollfd sources[3] = {{socket_.get(), POLLIN, 0},
                       {process_.out().get(), POLLIN, 0},
                       {process_.err().get(), POLLIN, 0}};
  const int ready = ::poll(sources, 3, milliseconds_until(give_up));
  if (ready == 0) fail("waited in vain for " + awaited);
  if (sources[1].revents != 0 || sources[2].revents != 0) drain_pipes();
  if (sources[0].revents == 0) return;
  char buffer[65536];
  const ssize_t count = ::read(socket_.get(), buffer, sizeof buffer);
  if (count < 0 && errno == EINTR) return;
  if (count <= 0) {
    ended_ = true;
    return;
  }
  unread_.append(buffer, static_cast<size_t>(count));
  size_t start = 0;
  for (size_t end; (end = unread_.find('\n', start)) != std::string::npos; start = end + 1) {
    take_line(unread_.substr(start, end - start));
  }
  unread_.erase(0, start);
}

Json Supervisor::call(const std::string& method, const Json& params) {
  const int id = ++last_id_;
  const Json request = {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}};
  const std::string line = request.dump() + "\n";
  for (size_t sent = 0; sent < line.size();) {
    const ssize_t count =
        ::send(socket_.get(), line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) fail("the supervisor does not take requests any more");
    if (count > 0) sent += static_cast<size_t>(count);
  }
  const auto give_up = give_up_time();
  for (;;) {
    for (auto answer = answers_.begin(); answer != answers_.end(); ++answer) {
      if (answer->value("id", Json()) != Json(id)) continue;
      Json found = std::move(*answer);
      answers_.erase(answer);
      return found;
    }
    receive(give_up, "the answer to " + method);
  }
}

Worker Supervisor::spawn(const std::string& script, const SpawnOptions& options) {
  Json params = {
      {"file", script},
      {"root",
       options.root.empty() ? std::filesystem::path(script).parent_path().string() : options.root}};
  if (!options.name.empty()) params["name"] = options.name;
  if (!options.limits.empty()) params["limits"] = options.limits;
  if (options.keep_alive) params["keep_alive"] = true;
  const Json answer = call("worker.spawn", params);
  if (!answer.contains("result")) fail("spawn was refused: " + answer.dump());
  return answer["result"]["worker"].get<Worker>();
}

void Supervisor::terminate(Worker worker) {
  const Json answer = call("worker.terminate", {{"worker", worker}});
  if (!answer.contains("result")) fail("terminate was refused: " + answer.dump());
}

Json Supervisor::list() {
  Json workers = Json::array();
  Json params = Json::object();
  for (;;) {
    const Json part = call("worker.list", params).at("result");
    workers.insert(workers.end(), part.at("workers").begin(), part.at("workers").end());
    if (!part.at("more")) return workers;
    params["after"] = workers.back().at("worker");
  }
}

Json Supervisor::inspect(Worker worker) {
  return call("worker.inspect", {{"worker", worker}}).at("result");
}

Json Supervisor::expect(const Condition& fits, const std::string& meaning) {
  const auto give_up = give_up_time();
  for (;;) {
    if (auto event = log_.next(fits)) return *event;
    receive(give_up, meaning);
  }
}

Json Supervisor::expect(const Json& pattern) {
  return expect([&](const Json& event) { return matches(event, pattern); }, pattern.dump());
}

void Supervisor::expect_all(std::vector<Json> patterns) {
  while (!patterns.empty()) {
    const Json event = expect(
        [&](const Json& candidate) {
          return std::ranges::any_of(
              patterns, [&](const Json& pattern) { return matches(candidate, pattern); });
        },
        Json(patterns).dump());
    patterns.erase(std::ranges::find_if(
        patterns, [&](const Json& pattern) { return matches(event, pattern); }));
  }
}

Json Supervisor::expect_exit(Worker worker, const std::string& reason) {
  const Json exit = expect({{"type", "exit"}, {"worker", worker}});
  if (exit.value("reason", "") != reason) {
    fail("worker " + std::to_string(worker) + " should have ended as " + reason + " but did as:\n" +
         exit.dump());
  }
  return exit;
}

void Supervisor::expect_never(const Json& pattern) const {
  if (log_.seen([&](const Json& event) { return matches(event, pattern); })) {
    throw Failure("this must not have happened: " + pattern.dump() + "\n--- events ---\n" +
                  log_.text());
  }
}

void Supervisor::expect_no_segments() {
  const auto give_up = give_up_time();
  for (;;) {
    // Unmapping has no event of its own; an answer from the supervisor's loop is a turn of it.
    const auto spares = call("stats").at("result").at("spares").get<size_t>();
    std::string holders;
    size_t held = 0;
    std::vector<ProcessInfo> processes = descendants(pid());
    processes.push_back({pid(), 0, "skepd", 'R'});
    for (const ProcessInfo& process : processes) {
      const size_t count = open_segments(process.pid);
      held += count;
      if (count != 0) holders += "  " + process.name + ": " + std::to_string(count) + "\n";
    }
    if (held == 2 * spares) return;
    if (Clock::now() >= give_up) {
      fail("these processes still hold segments, with " + std::to_string(spares) + " spares:\n" +
           holders);
    }
  }
}

pid_t Supervisor::zygote() const {
  pid_t newest = 0;
  for (const ProcessInfo& process : descendants(pid())) {
    if (process.parent == pid() && process.name == "skep-cell" && process.state != 'Z') {
      newest = std::max(newest, process.pid);
    }
  }
  return newest;
}

void Supervisor::expect_nothing_left() {
  call("shutdown");
  if (const int status = await_end(); status != 0) {
    fail("the supervisor ended with status " + std::to_string(status));
  }
  expect_no_processes_left();
}

int Supervisor::end_by_signal(int number) {
  process_.signal(number);
  const int status = await_end();
  expect_no_processes_left();
  return status;
}

// Its exit status; -1 if a signal ended it.
int Supervisor::await_end() {
  const auto give_up = give_up_time();
  while (!ended_) receive(give_up, "the end of the control connection");
  pollfd end = {process_.pidfd().get(), POLLIN, 0};
  while (::poll(&end, 1, 100) != 1) {
    drain_pipes();
    if (Clock::now() >= give_up) fail("the supervisor does not end");
  }
  const int status = process_.reap();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace skep::harness
