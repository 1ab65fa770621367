#pragma once
// Extended statistics.

#include "grammar/definition.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

// `(ndistinct, mcv) on a, (b + c), lower(d) from t`: what stands after the name in CREATE STATISTICS.
struct StatisticsDefinition {
  std::vector<std::string> kinds;  // empty: all of them
  std::vector<std::string> columns;
  std::vector<Expression> expressions;  // without the parentheses around them
  QualifiedName table;
};

[[nodiscard]] Parsed<StatisticsDefinition> parse_statistics(std::string_view text);

}  // namespace limbeck::grammar
