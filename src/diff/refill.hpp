#pragma once
// The rows of a table that is made again: what of the old one goes into the new one, and the statements that take it
// there.

#include "kinds/schema.hpp"
#include "sql/script.hpp"

#include <functional>

namespace limbeck::diff {

// Asks everything in the table, before and after, its own and what it has from bases, for its share.
void collect_members(const ObjectId& table, const Schema& from, const Schema& to,
                     const std::function<bool(const ObjectId&)>& is_converted, Refill& refill);

// INSERT INTO the new table what is in the old one.
[[nodiscard]] sql::Script rows_script(const TypeSwap& swap);

}  // namespace limbeck::diff
