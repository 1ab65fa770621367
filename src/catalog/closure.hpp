#pragma once
// The part of a schema that some of its objects need to be built.

#include "kinds/schema.hpp"

#include <vector>

namespace limbeck::catalog {

// `ids`, what they refer to, and so on. Tables come with their columns and keys; of what else stands on a table only
// what is referred to. Extensions, operators and the like are always there: nothing says who uses them.
[[nodiscard]] Schema closure(const Schema& schema, const std::vector<ObjectId>& ids);

}  // namespace limbeck::catalog
