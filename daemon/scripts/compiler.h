// The supervisor's side of the sealed compiler: one request, one forked child, one frame back.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "daemon/scripts/slices.h"
#include "daemon/system/program.h"
#include "daemon/system/reaper.h"
#include "proto/compile.h"

namespace skep {

class Compiler {
 public:
  // The result, or why there is none: EBADMSG the child ended without a whole frame (it crashed or
  // met one of its limits), EMSGSIZE the frame is larger than max_compiled_bytes, ESRCH no
  // compiler.
  using Done = std::function<void(Result<CompileResult>)>;

  // The program starts with the first request. `reaper` and `slices` must outlive it.
  Compiler(boost::asio::io_context& io, Reaper& reaper, Slices& slices);
  ~Compiler();

  // `done` is called later, never from inside.
  void compile(std::shared_ptr<const std::string> source, SourceLanguage language, Done done);

 private:
  struct Job;
  struct Request {
    std::shared_ptr<const std::string> source;
    SourceLanguage language;
    Done done;
    Fd memfd = {};  // the compiler's copy of the source, from the moment it is made
    size_t copied = 0;
  };

  void next();
  bool copy_on(Request& request);
  Result<> copy_some(Request& request);
  Result<> start(Request& request);
  void give_up(Request& request, const Error& why);
  void read(const std::shared_ptr<Job>& job);
  void finish(const std::shared_ptr<Job>& job, Result<CompileResult> result);
  Result<> ensure_program();
  void drop_program();
  void drain();

  boost::asio::io_context& io_;
  Reaper& reaper_;
  Slices& slices_;
  Program program_;
  std::unique_ptr<boost::asio::posix::stream_descriptor> socket_;
  std::deque<Request> waiting_;
  int running_ = 0;
  uint64_t last_id_ = 0;
};

}  // namespace skep
