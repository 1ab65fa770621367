#pragma once
// The way from one schema to another, as it has to be gone where the two do not say all of it: values and rows that go
// from one object to another, objects that others take in. Copies a schema only if there is such a thing.

#include "kinds/schema.hpp"
#include "sql/script.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace limbeck {

class Passage {
 public:
  Passage(const Schema& from, const Schema& to) : from_(from), to_(to) {}

  [[nodiscard]] const Schema& from() const { return own_from_ ? *own_from_ : from_; }
  [[nodiscard]] const Schema& to() const { return own_to_ ? *own_to_ : to_; }
  Schema& change_from() { return own_from_ ? *own_from_ : own_from_.emplace(from_); }
  Schema& change_to() { return own_to_ ? *own_to_ : own_to_.emplace(to_); }
  [[nodiscard]] bool is_changed() const { return own_from_ || own_to_; }

  sql::Script before;  // what leads to from()
  // Indexes and keys of parts, by the part and the whole's index that took them in: their names.
  std::map<std::pair<QName, QName>, std::string> taken = {};

 private:
  const Schema& from_;
  const Schema& to_;
  std::optional<Schema> own_from_;
  std::optional<Schema> own_to_;
};

[[nodiscard]] Passage passage_between(const Schema& from, const Schema& to);

// Its parts. Columns that move between a base and its heirs: PostgreSQL would merge the base's new column with the
// heir's own, and would drop an heir's with the base's.
void follow_moved_columns(Passage& way);
// Rows of parts whose bounds change, of the default part, of parts that others replace.
void follow_moved_rows(Passage& way);
// Indexes and keys of parts that those of the whole take in.
void follow_taken_in(Passage& way);
// Parts that are dropped while foreign keys refer to the whole.
void follow_leaving_parts(Passage& way);
// What parts say of the indexes that they have from the whole.
void follow_attached_indexes(Passage& way);

}  // namespace limbeck
