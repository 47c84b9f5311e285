// A running skep-compile for the tests: started as the supervisor does it.
#pragma once

#include <string>
#include <string_view>
#include <sys/types.h>

#include "base/fd.h"
#include "proto/compile.h"

namespace skep {

// What became of one source.
struct CompileOutcome {
  int wait_status = -1;                          // of the child
  Result<CompileResult> result = bad_message();  // what its frame said
  double milliseconds = 0;                       // from the request to the report of its end
};

class CompilerProcess {
 public:
  // Starts the program that the build made and waits until it is warm. Throws std::runtime_error.
  // `before_exec` runs in the new process, before it becomes the program.
  explicit CompilerProcess(void (*before_exec)() = nullptr);
  CompilerProcess(const CompilerProcess&) = delete;
  CompilerProcess& operator=(const CompilerProcess&) = delete;
  ~CompilerProcess();

  CompileOutcome compile(std::string_view source,
                         SourceLanguage language = SourceLanguage::javascript);

 private:
  Fd socket_;
  pid_t process_ = -1;
  uint64_t next_id_ = 1;
};

// One compiler for all tests of this program.
CompilerProcess& compiler();

}  // namespace skep
