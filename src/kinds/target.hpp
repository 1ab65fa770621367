#pragma once
// What comments and grants stand on: any object, by its id.

#include "kinds/kind.hpp"

#include <string>

namespace limbeck {

// The name of a top-level object as COMMENT ON and GRANT ... ON say it: "public.f(integer)".
[[nodiscard]] std::string target_name(const ObjectId& target);
// Follows a renaming of the object itself, of its table, or of a type of its arguments.
void rename_target(ObjectId& target, const Renaming& renaming);

}  // namespace limbeck
