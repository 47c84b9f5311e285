// The lines of `top`: the same on a full screen and printed once.
#pragma once

#include <string>
#include <vector>

#include "cli/show/text_table.h"
#include "cli/top/top_model.h"

namespace skep::cli {

// What the daemon is: its version, age and own memory.
std::string top_title(const std::string& daemon, const control::Json& stats);
std::string top_summary(const TopTotals& totals);

// Every column, the titles first.
TextTable top_table(const std::vector<TopRow>& rows);

control::Json top_json(const TopRow& row);
control::Json top_json(const TopTotals& totals);

}  // namespace skep::cli
