// The worker behind `repl`: it evaluates text after text, keeps what they define, and is replaced
// when it ends.
#pragma once

#include <cstdint>
#include <string>

#include "cli/control_client.h"
#include "cli/run_options.h"

namespace skep::cli {

enum class Evaluated : uint8_t {
  done,        // its value, or what it threw, was printed
  incomplete,  // more has to be typed
  refused,     // it does not compile; that was printed
  ended,       // the worker is gone, and with it all that was defined; that was printed
  stopped,     // a signal that asks us to end
};

class TypedWorker {
 public:
  // `signals`: a signalfd; an interrupt ends what is being evaluated.
  TypedWorker(ControlClient& client, Json limits, int signals);

  // Evaluates one text and waits for its end. Starts a worker if there is none.
  Evaluated evaluate(const std::string& text);

  // What happened meanwhile, as text to print: console output of timers, the worker's end.
  std::string take_events();

  // Ends the worker; the next text finds a fresh one.
  void forget();

  // The signal after `stopped`.
  int signal() const { return signal_; }

 private:
  void spawn();
  // Sends a text to the worker, or to a fresh one.
  void post(const std::string& text);
  // Waits until the daemon or a signal has something. False: a signal that asks us to end.
  bool wait();
  // What goes to stderr; where both are one terminal, in its place between the rest.
  void complain(const std::string& words, std::string& text) const;
  // Adds to `text` what is for the user. True: this is the answer to `id_`.
  bool take(const Json& event, std::string& text);
  Evaluated judge(const std::string& text, const Json& problem) const;

  ControlClient& client_;
  Json limits_;
  int signals_;
  bool together_;
  uint64_t worker_ = 0;
  uint64_t id_ = 0;
  Json answer_;
  bool begun_ = false;  // the worker has begun with the text that was posted last
  bool interrupted_ = false;
  int signal_ = 0;
};

}  // namespace skep::cli
