#pragma once
// The referee where pg_dump is too old for the server: the schema as entries like those of a dump, read from the
// catalog with PostgreSQL's own functions. It shares nothing with what limbeck reads. Weaker than pg_dump: nothing can
// be restored from it, so texts of expressions are compared without their parentheses and casts where they differ with
// them.

#include "pg/connection.hpp"
#include "support/dump.hpp"

namespace limbeck::testing {

[[nodiscard]] Dump catalog_dump(pg::Connection& connection);

// The same without parentheses, casts and blanks: what printing once more may change in an expression.
[[nodiscard]] Dump without_casts(Dump dump);

}  // namespace limbeck::testing
