#pragma once
// The tables whose primary key a query relies on, where it groups by the key and names other columns (pg_depend). They
// follow from the query and the tables, so they are never compared.

#include "kinds/scope.hpp"

#include <string>
#include <vector>

namespace limbeck {

namespace space {
inline constexpr std::string_view primary_key = "primary key";  // scope: table; no name: a table has one
}

struct UsedKeys {
  std::vector<Slot> slots;
  bool operator==(const UsedKeys&) const { return true; }
  void rename(const Renaming& renaming);
};

// An expression of the select list that gives them as an array; `users` are rows of pg_depend's classid and objid.
[[nodiscard]] std::string used_keys_sql(std::string_view users);
[[nodiscard]] UsedKeys read_used_keys(Row& row);

}  // namespace limbeck
