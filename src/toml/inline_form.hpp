#pragma once
// Which constraints of a schema the definition of a column can hold: those of one column that read back with the name
// they have.

#include "kinds/schema.hpp"

#include <map>
#include <string>
#include <vector>

namespace limbeck {

struct InlineConstraint {
  ObjectId constraint;
  bool primary_key = false;
};

// By column: its constraints in the order in which a person writes them. A constraint with a comment has no place
// there.
[[nodiscard]] std::map<ObjectId, std::vector<InlineConstraint>> inline_constraints(const Schema& schema);

// "primary key", "references public.t (id)": the definition without the column that it stands at.
[[nodiscard]] std::string inline_definition(const Constraint& constraint, const Namer& namer);

}  // namespace limbeck
