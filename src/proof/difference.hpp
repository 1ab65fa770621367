#pragma once
// Where a schema that was reached is not the one that was expected, PostgreSQL being the judge of texts.

#include "catalog/scratch.hpp"
#include "kinds/schema.hpp"
#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace limbeck::proof {

struct Difference {
  ObjectId id;
  std::string expected;  // as SQL; empty: not there
  std::string reached;
  [[nodiscard]] std::string to_text() const;  // "index 'public.ix' is missing"
};

// `connection` is to the database of the schema that was reached.
[[nodiscard]] std::vector<Difference> differences(const Schema& expected, const Schema& reached,
                                                  pg::Connection& connection, catalog::Scratch& scratch,
                                                  const std::vector<std::string>& search_path);

}  // namespace limbeck::proof
