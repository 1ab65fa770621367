#pragma once
// What became of the rows of a scratch database: whether they are all there, and hold what they held, in columns that
// nothing was to change. Tables and columns are known by the catalog's own numbers, so that renames do no harm.

#include "history/revision.hpp"
#include "kinds/schema.hpp"
#include "pg/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limbeck::proof {

struct KeptColumn {
  int number = 0;
  std::string name;
  std::uint32_t type = 0;
  int modifier = -1;
  bool not_null = false;
  bool is_plain = false;  // of PostgreSQL's own types, and not generated
};

struct KeptTable {
  std::uint32_t oid = 0;
  QName name;
  bool in_tree = false;     // it has bases, heirs or parts: rows go from one to another
  bool is_watched = false;  // by triggers or rules, which may change what they like
  std::vector<KeptColumn> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
};

using Rows = std::vector<KeptTable>;

// Of all tables, each for itself: none of partitioned ones.
[[nodiscard]] Rows read_rows(pg::Connection& connection);

// What is lost or changed, a line each, though no statement of the sections says so: by a `-- hazard DATA_LOSS` line
// above one that names the table, or, of values, by being more than the definition of an object.
[[nodiscard]] std::vector<std::string> losses(const Rows& before, const Rows& after,
                                              const std::vector<const history::Section*>& sections);

}  // namespace limbeck::proof
