#pragma once
// Tables of a composite type.

#include "kinds/scope.hpp"
#include "toml/draft.hpp"

namespace limbeck {

// They have the columns of their type, in its order; the model writes those of which it says more.
void complete_typed_tables(Drafts& drafts, LoadScope& scope);

}  // namespace limbeck
