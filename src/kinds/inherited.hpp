#pragma once
// What a table has from its bases is no object, since whatever is done to the base is done to it. Where a table stops
// or begins to be an heir or a part, it is one on one side and must be compared on both.

#include "kinds/schema.hpp"

#include <string>
#include <utility>
#include <vector>

namespace limbeck {

[[nodiscard]] std::vector<ObjectId> tables_with_other_bases(const Schema& live, const Schema& desired);

// Makes objects of it, in both schemas, for every such table. `live` knows what it inherits from the catalog; of
// `desired` it is what the table has to have before it is attached. What it has under another name, indexes, is to be
// renamed in `live`.
[[nodiscard]] std::vector<std::pair<ObjectId, std::string>> include_inherited(Schema& live, Schema& desired);

// Of columns that are objects of their own now, defaults, comments and what is said of them are their own, too.
void own_what_is_said(Schema& schema, const ObjectId& table);

}  // namespace limbeck
