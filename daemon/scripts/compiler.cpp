#include "daemon/scripts/compiler.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "base/log.h"
#include "base/memfd.h"
#include "base/packet_socket.h"
#include "proto/limits.h"
#include "proto/wire.h"

namespace skep {
namespace {

// Sources lowered at the same time; the rest wait. Each takes a core and some tens of megabytes.
constexpr int most_running = 4;
constexpr size_t read_size = 64 * 1024;

}  // namespace

// One source on its way: the pipe its frame comes through, and the frame so far.
struct Compiler::Job {
  Job(boost::asio::io_context& io, int pipe, Done when_done)
      : output(io, pipe), done(std::move(when_done)) {}
  boost::asio::posix::stream_descriptor output;
  std::string frame;
  std::array<char, read_size> buffer;
  Done done;
};

Compiler::Compiler(boost::asio::io_context& io, Reaper& reaper, Slices& slices)
    : io_(io), reaper_(reaper), slices_(slices) {}

Compiler::~Compiler() {
  drop_program();
}

void Compiler::compile(std::shared_ptr<const std::string> source, SourceLanguage language,
                       Done done) {
  waiting_.push_back({std::move(source), language, std::move(done)});
  boost::asio::post(io_, [this] { next(); });
}

void Compiler::next() {
  while (running_ < most_running && !waiting_.empty()) {
    const auto request = std::make_shared<Request>(std::move(waiting_.front()));
    waiting_.pop_front();
    ++running_;
    slices_.add([this, request] { return copy_on(*request); });
  }
}

bool Compiler::copy_on(Request& request) {
  if (const Result<> copied = copy_some(request); !copied) {
    give_up(request, copied.error());
    return false;
  }
  if (request.copied < request.source->size()) return true;
  if (const Result<> started = start(request); !started) {
    drop_program();
    give_up(request, started.error());
  }
  return false;
}

void Compiler::give_up(Request& request, const Error& why) {
  log::error("the compiler takes no request: {}", why.message());
  --running_;
  request.done(why);
  next();
}

Result<> Compiler::copy_some(Request& request) {
  if (!request.memfd) {
    TRY(request.memfd, make_memfd("skep-source", request.source->size()));
  }
  const std::string_view rest = std::string_view(*request.source).substr(request.copied);
  const size_t count = std::min(rest.size(), Slices::bytes);
  TRY_VOID(fill_memfd(request.memfd, request.copied, as_bytes(rest.substr(0, count))));
  request.copied += count;
  return {};
}

Result<> Compiler::start(Request& request) {
  TRY_VOID(seal_contents(request.memfd));
  TRY_VOID(ensure_program());
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return last_error();
  Fd reading(ends[0]);
  Fd writing(ends[1]);
  // Only our end: non-blocking is a property of the open file, which for the writing end the child
  // shares.
  if (::fcntl(reading.get(), F_SETFL, O_NONBLOCK) != 0) return last_error();

  CompileRequest packet;
  packet.id = ++last_id_;
  packet.language = request.language;
  const std::array<int, 2> fds = {request.memfd.get(), writing.get()};
  TRY_VOID(send_packet(socket_->native_handle(), std::as_bytes(std::span(&packet, 1)), fds));
  read(std::make_shared<Job>(io_, reading.release(), std::move(request.done)));
  return {};
}

void Compiler::read(const std::shared_ptr<Job>& job) {
  job->output.async_read_some(boost::asio::buffer(job->buffer),
                              [this, job](const Error& error, size_t count) {
                                if (error == boost::asio::error::operation_aborted) return;
                                if (error)
                                  return finish(job, decode_compile_result(as_bytes(job->frame)));
                                job->frame.append(job->buffer.data(), count);
                                if (job->frame.size() > max_compiled_bytes)
                                  return finish(job, errno_error(EMSGSIZE));
                                read(job);
                              });
}

void Compiler::finish(const std::shared_ptr<Job>& job, Result<CompileResult> result) {
  --running_;
  job->output.close();
  job->done(std::move(result));
  next();
}

Result<> Compiler::ensure_program() {
  if (socket_) return {};
  TRY(program_, start_program("skep-compile", {}));
  socket_ = std::make_unique<boost::asio::posix::stream_descriptor>(io_, program_.socket.release());
  drain();
  return {};
}

// Each end of a child is reported here. The frame says all that matters of a child that lived; what
// is left is to notice the end of the program itself, and to keep the socket from filling up.
void Compiler::drain() {
  socket_->async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](const Error& error) {
    if (error) return;
    for (;;) {
      CompileEnded ended;
      const Result<Packet> packet =
          receive_packet(socket_->native_handle(), std::as_writable_bytes(std::span(&ended, 1)));
      if (packet) {
        if (WIFSIGNALED(ended.wait_status)) {
          log::notice("compile {} ended by signal {}", ended.id, WTERMSIG(ended.wait_status));
        }
        continue;
      }
      if (packet.error() == errno_error(EAGAIN)) break;
      log::warning("the compiler is gone: {}", packet.error().message());
      return drop_program();
    }
    drain();
  });
}

void Compiler::drop_program() {
  if (!socket_) return;
  socket_.reset();
  reaper_.end(std::exchange(program_, Program()));
}

}  // namespace skep
