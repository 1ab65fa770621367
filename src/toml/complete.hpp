#pragma once
// What SQL leaves unsaid in a model, filled in as PostgreSQL would.

#include "kinds/scope.hpp"
#include "toml/draft.hpp"

#include <vector>

namespace limbeck {

// The columns of a primary key are NOT NULL. A foreign key without columns refers to the primary key of its table.
// Unnamed keys that say the same as another one of the table are dropped (transformIndexConstraints in
// parse_utilcmd.c). Unnamed constraints and sequences get the name that PostgreSQL would choose (rule R40). `whole`:
// every entry of the models was loaded, so that what is not there is missing.
void complete(Drafts& drafts, bool whole, LoadScope& scope);

}  // namespace limbeck
