#pragma once
// What a view and a materialized view have in common: a query, and the columns that it gives.

#include "kinds/scope.hpp"
#include "model/storage_parameters.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limbeck {

// The columns of a query's result: name and format_type. Empty where nobody has asked PostgreSQL. They follow from the
// query, so they are never compared.
struct QueryColumns {
  std::vector<std::pair<std::string, std::string>> columns;
  bool operator==(const QueryColumns&) const { return true; }
  // Whether `now` has these columns first: CREATE OR REPLACE VIEW adds columns at the end and changes none.
  [[nodiscard]] bool begin(const QueryColumns& now) const;
};

// The select list that gives a relation's columns, as two arrays, for QueryColumns; `c` is its pg_class
// row.
inline constexpr std::string_view query_columns_sql =
    "(SELECT pg_catalog.array_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a "
    "WHERE a.attrelid = c.oid AND a.attnum > 0), "
    "(SELECT pg_catalog.array_agg(pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) "
    "FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)";
[[nodiscard]] QueryColumns read_query_columns(Row& row);

// pg_get_viewdef's text without the blanks and the semicolon around it.
[[nodiscard]] std::string bare_query(std::string_view printed);

// The query of a model's entry with its names qualified; nothing, and an error said, if there is none or it is wrong.
[[nodiscard]] std::optional<std::string> load_query(const Field& entry, const Place& place, std::string_view kind,
                                                    LoadScope& scope);
// A list of names: `columns = ["a", "b"]`.
[[nodiscard]] std::vector<std::string> load_names(const Field& entry, std::string_view key);
// `with = { ... }`
[[nodiscard]] StorageParameters load_parameters(const Field& entry);

}  // namespace limbeck
