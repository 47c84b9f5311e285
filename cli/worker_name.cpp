#include "cli/worker_name.h"

#include <charconv>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/json_member.h"
#include "cli/worker_list.h"
#include "proto/suggestion.h"

namespace skep::cli {

uint64_t find_worker(ControlClient& client, const std::string& word) {
  uint64_t id = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
  if (error == std::errc() && end == word.data() + word.size() && id != 0) return id;
  const Json workers = list_workers(client);
  std::vector<uint64_t> found;
  std::vector<std::string> names;
  for (const Json& worker : workers) {
    names.push_back(text_of(worker, "name"));
    if (!word.empty() && names.back() == word) found.push_back(number_of(worker, "worker"));
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    const std::vector<std::string_view> known(names.begin(), names.end());
    throw CommandFailure(ExitStatus::not_found, fmt::format("there is no worker \"{}\".{}", word,
                                                            did_you_mean(word, known)));
  }
  throw CommandFailure(ExitStatus::not_found,
                       fmt::format("\"{}\" is the name of several workers; give one of their ids: "
                                   "{}",
                                   word, fmt::join(found, ", ")));
}

}  // namespace skep::cli
