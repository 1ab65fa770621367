#pragma once
// What the database holds beyond the kinds that limbeck models: everything is listed, and what no kind has claimed is
// not modelled (rule R38). A new kind needs no change here.

#include "kinds/schema.hpp"
#include "kinds/scope.hpp"
#include "pg/connection.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace limbeck::catalog {

// $1 is the regular expression of the managed schemas.
[[nodiscard]] std::string_view inventory_query();
// `find` gives the modelled object of an address; one without a name for limbeck's own tables. Asks the server to
// describe what is left over, and what that depends on.
[[nodiscard]] std::vector<Unmodelled> unmodelled_objects(const pg::Result& inventory,
                                                         const std::function<const ObjectId*(const Address&)>& find,
                                                         pg::Connection& connection);

}  // namespace limbeck::catalog
