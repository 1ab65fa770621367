#pragma once
// What came out of the trials, for a reader and for a program.

#include "roundtrip/trial.hpp"

#include <string>
#include <vector>

namespace limbeck::roundtrip {

// A line a folder and one in all; then the reasons of failures and of cases left out, the frequent ones first. A tool
// that is blind to a kind finds its second diff empty and its downgrade right: both are counted among the cases with a
// right upgrade, too.
[[nodiscard]] std::string to_table(const std::vector<Trial>& trials);

[[nodiscard]] std::string to_json(const std::vector<Trial>& trials);

}  // namespace limbeck::roundtrip
