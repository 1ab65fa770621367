#pragma once
// What SQL leaves unsaid in a model, filled in as PostgreSQL would; and whether what the models name is there.

#include "kinds/scope.hpp"
#include "toml/draft.hpp"
#include "toml/names.hpp"

#include <vector>

namespace limbeck {

// The columns of a primary key are NOT NULL. A foreign key without columns refers to the primary key of its table.
// Unnamed keys that say the same as another one of the table are dropped (transformIndexConstraints in
// parse_utilcmd.c). Unnamed constraints and sequences get the name that PostgreSQL would choose (rule R40). `whole`:
// every entry of the models was loaded, so that what is not there is missing.
void complete(std::vector<Draft>& drafts, bool whole, LoadScope& scope);

// Errors for names in objects of which it is certain that a model must declare them: the schema that an object stands
// in; the columns of keys, indexes, constraints and triggers; a foreign key's table, if it stands in a schema of the
// models, its columns and their key; the column that owns a sequence. Types and functions may come from an extension,
// and names in expressions are PostgreSQL's to judge.
void check_names(const std::vector<Draft>& drafts, bool whole, const DeclaredNames& names, LoadScope& scope);

}  // namespace limbeck
