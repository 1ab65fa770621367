#pragma once
// Whether what the objects of models name is there.

#include "kinds/scope.hpp"
#include "toml/draft.hpp"
#include "toml/filter.hpp"
#include "toml/names.hpp"

#include <vector>

namespace limbeck {

// Errors for names in objects of which it is certain that a model must declare them: the schema that an object stands
// in; the columns of keys, indexes, constraints and triggers; a foreign key's table, if it stands in a schema of the
// models, its columns and their key; the column that owns a sequence. Types and functions may come from an extension,
// and names in expressions are PostgreSQL's to judge.
// It changes no draft: only access to expressions is for both, reading and writing.
void check_names(Drafts& drafts, bool whole, const DeclaredNames& names, const Filter& filter, LoadScope& scope);

}  // namespace limbeck
