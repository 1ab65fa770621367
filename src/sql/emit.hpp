#pragma once
// Script -> the sections of a revision file: statements are grouped into units, one transaction each, and printed with
// their hazards beside them.

#include "sql/script.hpp"

#include <string>
#include <vector>

namespace limbeck::sql {

struct Unit {
  bool transaction = true;
  std::string sql;  // the finished text: comments, statements, semicolons
};

// What must be committed before others can use it (enum values) stands in units of its own.
[[nodiscard]] std::vector<Unit> units_of(const Script& script);

}  // namespace limbeck::sql
