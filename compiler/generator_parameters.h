// Makes the parameters of generators be read when they are called.
//
// By the standard a generator's default values and patterns are evaluated at the call, and only its
// body waits for next(). swc moves them into the body. So a generator that has such parameters gets
// a first statement, `yield "…";`, that is not the author's; after lowering, the helper of the
// generator around it becomes one that runs up to there at once (`_ts_gen_eager`, see
// sandbox/library/generator.js).
//
// The statement is only put in where the line ends behind the opening bracket of the body, or
// behind an empty body, so that no line and no column that counts moves; other generators that
// stand on one line stay as swc makes them.
#pragma once

#include <string>
#include <string_view>

namespace skep {

// The source with such statements, or the same text. It may be marked wrongly where the text only
// looks like a generator: if it does not parse, take the source itself.
std::string mark_generator_bodies(std::string_view source);

// Renames the helper around each mark of swc's output. The names have the same length.
std::string start_marked_generators(std::string code);

}  // namespace skep
