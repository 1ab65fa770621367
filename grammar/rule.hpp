#pragma once
// Rules, and the commands that they run.

#include "grammar/expression.hpp"
#include "grammar/parsed.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

// `on insert where (new.a > 0) do instead (insert into b values (new.a); delete from c)`: what stands after AS in
// CREATE RULE; TO and the table may be there.
struct RuleDefinition {
  std::string event;  // "insert", "update", "delete"
  std::optional<Expression> condition;
  bool instead = false;
  std::vector<Expression> commands;  // none: NOTHING
};

[[nodiscard]] Parsed<RuleDefinition> parse_rule(std::string_view text);
// A rule's condition, or one of its commands: tokenised only, as a query is.
[[nodiscard]] Parsed<Expression> parse_command(std::string_view text);

}  // namespace limbeck::grammar
