#pragma once
// The indexes of parts that are attached to those of the whole: which of them say something, and what PostgreSQL calls
// those that do not.

#include "kinds/schema.hpp"
#include "model/storage_parameters.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

// Makes objects of it where `schema` is of a catalog, anew after renames.
void complete_attached_indexes(Schema& schema);

// Where a model is silent and PostgreSQL had to put a number behind the usual name, it may stay there.
void adopt_numbered_indexes(Schema& desired, const Schema& live);

// An index, or a constraint that has one, with what of it is not its definition.
struct IndexOfWhole {
  QName table;
  QName name;
  bool only = false;
  StorageParameters parameters;
  std::string tablespace;
};
[[nodiscard]] std::optional<IndexOfWhole> index_of_whole(const Object& object);

// That one; what it is attached to, if anything; and what a part says of it.
[[nodiscard]] QName attached_to(const Object& object);
[[nodiscard]] ObjectId attached_index_id(const QName& part, const QName& whole);

// The same for a part, under the name that PostgreSQL chooses if nothing else has it.
[[nodiscard]] Object usual_for_part(const Object& whole, const QName& part);
// With what the part says of it.
[[nodiscard]] Object applied_to(const AttachedIndex& own, const Object& whole);
// False if PostgreSQL could choose another name, even where the usual one is free.
[[nodiscard]] bool has_certain_name(const Object& index);

// Something of the whole that an entry of a part is about.
struct SaidOfWhole {
  QName part;
  QName index;
  std::string trigger;  // or this
};
[[nodiscard]] std::optional<SaidOfWhole> said_of_whole(const Object& object);

// The parts of a table that have indexes.
[[nodiscard]] std::map<QName, std::vector<QName>> parts_with_indexes(const Schema& schema);

}  // namespace limbeck
