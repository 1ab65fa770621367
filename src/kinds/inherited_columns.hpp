#pragma once
// What heirs and parts say of the columns of their bases, from the catalog or implied by a model.

#include "kinds/schema.hpp"

namespace limbeck {

// Makes objects of it where `schema` is of a catalog, and completes those of models with what the bases say.
void complete_heir_columns(Schema& schema);

}  // namespace limbeck
