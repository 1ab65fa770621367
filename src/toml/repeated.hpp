#pragma once
// What a model says in a part or heir although its base says the same: PostgreSQL merges the two, and what is merged is
// none of the table's own (column, check), or no difference at all (default).

#include "toml/draft.hpp"

#include <vector>

namespace limbeck {

// Takes it out. A default that stays is told what it is without.
void drop_repeated(Drafts& drafts);

}  // namespace limbeck
