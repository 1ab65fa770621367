#pragma once
// Who may see and do what: policies, and the privileges of a grant.

#include "grammar/expression.hpp"
#include "grammar/parsed.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

// `as restrictive for select to a, b using (expr) with check (expr)`: all of CREATE POLICY after ON table.
struct PolicyDefinition {
  bool restrictive = false;
  std::string command = "all";     // "all", "select", "insert", "update", "delete"
  std::vector<std::string> roles;  // "public" stands for everybody; empty: not written
  std::optional<Expression> using_condition;
  std::optional<Expression> check;
};

// `select, insert (a, b) with grant option; usage`: what GRANT says before ON. WITH GRANT OPTION is for its whole part.
struct PrivilegeUse {
  std::string word;                  // in small letters; "all"
  std::vector<std::string> columns;  // empty: the object itself
  bool grantable = false;
  std::size_t offset = 0;
};

[[nodiscard]] Parsed<PolicyDefinition> parse_policy(std::string_view text);
// Nothing for `none`.
[[nodiscard]] Parsed<std::vector<PrivilegeUse>> parse_privileges(std::string_view text);

}  // namespace limbeck::grammar
