#pragma once
// What heirs and parts say of the columns of their bases, from the catalog or implied by a model.

#include "kinds/schema.hpp"

#include <optional>
#include <string>

namespace limbeck {

// Makes objects of it where `schema` is of a catalog, and completes those of models with what the bases say.
void complete_heir_columns(Schema& schema);

// What the whole says of the triggers that parts say something of; who says the same says nothing.
void complete_part_triggers(Schema& schema);

// A column as the table has it, its own or from its bases.
[[nodiscard]] std::optional<Column> column_of(const Schema& schema, const QName& table, const std::string& name);

}  // namespace limbeck
