#pragma once
// Live database -> Schema. A fixed number of set-based queries in one round trip, in one read-only snapshot.

#include "kinds/schema.hpp"
#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace limbeck::catalog {

struct IntrospectOptions {
  std::vector<std::string> schemas = {"*"};  // names or globs (* and ?) of the managed schemas
  std::vector<QName> excluded;               // limbeck's own tables
};

// The globs as a regular expression of PostgreSQL's that matches whole names, and no schema of the system's.
[[nodiscard]] std::string managed_schemas(const std::vector<std::string>& globs);

// Objects of kinds that limbeck does not model are listed in Schema::unmodelled. Throws Error (connection, error).
[[nodiscard]] Schema introspect(pg::Connection& connection, const IntrospectOptions& options = {});

}  // namespace limbeck::catalog
