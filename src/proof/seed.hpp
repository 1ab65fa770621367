#pragma once
// Made-up rows in every table of a scratch database, by what their columns and constraints ask for. Best effort: a
// table that refuses them stays empty, and is named.

#include "kinds/schema.hpp"
#include "pg/connection.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace limbeck::proof {

// How many rows a table gets. Two full ones and one with nothing but what must be there; one full one; none.
enum class Amount { all, one, none };

struct Seeds {
  std::set<QName> filled;
  std::map<QName, std::string> refused;  // took no row, though it was offered some; why
};

// `amounts`: of tables that are to get less than all.
[[nodiscard]] Seeds seed(pg::Connection& connection, const std::map<QName, Amount>& amounts,
                         const std::vector<QName>& left_out);

}  // namespace limbeck::proof
