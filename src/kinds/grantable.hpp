#pragma once
// Which privileges there are on which kinds of objects, and what PostgreSQL gives to everybody by itself.

#include "kinds/grant.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

struct Grantable {
  std::string_view word;                     // of GRANT ... ON
  std::vector<std::string_view> privileges;  // what ALL stands for, in PostgreSQL's order
  std::vector<std::string_view> of_columns;  // those that columns can have, too
  std::vector<std::string_view> later;       // from later versions on; ALL holds these as well there
  std::string_view everybody;                // what PUBLIC has by default (acldefault); empty: nothing
};

// Null for a kind without privileges.
[[nodiscard]] const Grantable* grantable(std::string_view kind);
[[nodiscard]] Grant::ByColumn default_privileges(const ObjectId& target, std::string_view grantee);
// The schema that is in every database, and that no model declares. PUBLIC may use it.
[[nodiscard]] bool is_public_schema(const ObjectId& target);

}  // namespace limbeck
