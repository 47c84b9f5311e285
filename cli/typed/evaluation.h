// Evaluation of typed text in a sealed worker: the worker's script, and what its positions mean.
#pragma once

#include <string>
#include <string_view>

#include "cli/typed/script_forms.h"
#include "proto/control_json.h"

namespace skep::cli {

// evaluation.js: a function of (forms, asMessage).
extern const std::string_view evaluation_script;

// Its URL, as a stack names it: a script that came without a file.
inline constexpr std::string_view evaluation_url = "https://skep.localhost/inline.js";

// The script of a worker that evaluates one text and prints its value, or posts it.
std::string evaluate_once(std::string_view text, bool as_message);

// The script of a worker that evaluates one message after another.
std::string evaluate_many();

control::Json forms_json(std::string_view text);

// Text from such a worker, as its user should see it: places in what was typed are "<typed>:1:5",
// and the frames of evaluation.js are left out.
std::string with_typed_places(std::string_view text);

}  // namespace skep::cli
