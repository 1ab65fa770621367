#pragma once
// Operations and renames become the changes that people and reports are told of.

#include "diff/plan.hpp"
#include "diff/step.hpp"

#include <vector>

namespace limbeck::diff {

// Both schemas are aligned.
[[nodiscard]] std::vector<Change> changes_of(const std::vector<Operation>& operations, const Renames& renames,
                                             const Schema& live, const Schema& desired);

// Tells each change which statements are about it. What is about an object that changes with its container (an index of
// a new table) is the container's.
void attribute(std::vector<Change>& changes, const Schema& live, const Schema& desired,
               const std::vector<std::vector<ObjectId>>& upgrade, const std::vector<std::vector<ObjectId>>& downgrade);

}  // namespace limbeck::diff
