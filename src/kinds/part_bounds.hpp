#pragma once
// Which rows are within the bounds of a part, as a condition.

#include "kinds/partition.hpp"
#include "kinds/table.hpp"

#include <optional>
#include <string>

namespace limbeck {

// Nothing for the default part, and where the key has an operator class of its own.
[[nodiscard]] std::optional<std::string> condition_of(const Partition& part, const Table& whole);

}  // namespace limbeck
