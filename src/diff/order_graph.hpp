#pragma once
// Which steps wait for which.

#include "diff/step.hpp"

#include <cstddef>
#include <set>
#include <vector>

namespace limbeck::diff {

using Place = std::size_t;  // of a step

// For each step those that run before it. With `whole`, what waits for the drop of a part waits for the drop of the
// whole (of a table for that of its foreign key), so that one statement can do for both, and what is only sounder goes
// first, too. Two tables that refer to each other make a cycle of that.
[[nodiscard]] std::vector<std::set<Place>> waits_between(const std::vector<Step>& steps, const Schema& from,
                                                         const Schema& to, bool whole);

}  // namespace limbeck::diff
