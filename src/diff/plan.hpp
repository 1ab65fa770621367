#pragma once
// Schema x Schema -> what differs, and the SQL between the two, both ways. The downgrade is the plan of the same two
// schemas, exchanged. Pure: no database, no file.

#include "diff/attributed_script.hpp"
#include "kinds/schema.hpp"
#include "model/source.hpp"
#include "sql/script.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::diff {

struct Change {
  std::string_view verb;  // "added", "removed", "changed", "renamed"
  ObjectId id;            // of a renamed object the new one
  std::string was;        // of a renamed object its old name
  // Where the models say it; of what they do not have, where its container stands. File empty: nowhere.
  SourceRange where = {};
  // What a model says of it: the definition, and keys with their values. Empty: it is not there, or has nothing to say.
  std::string before = {};
  std::string after = {};
  // The statements that are about it, or about what comes and goes with it.
  std::vector<std::size_t> upgrade = {};
  std::vector<std::size_t> downgrade = {};
};

// "added column 'public.customers.email_verified'"
[[nodiscard]] std::string to_text(const Change& change);

// What makes all of a schema where nothing is. Throws Error where there is no order (a cycle).
[[nodiscard]] sql::Script creation_script(const Schema& schema);

struct Plan {
  std::vector<Change> changes;  // what belongs to an added or removed object is left out
  sql::Script upgrade;          // from live to desired
  sql::Script downgrade;        // and back
  [[nodiscard]] bool empty() const { return changes.empty(); }
};

// What was renamed, and under which names others knew it. Labels are those of an enum, under its new name.
struct Renamed {
  ObjectId was;
  ObjectId now;
  Object before;  // under the new names of what contains it
  Object after;
  std::vector<Renaming> names;
  std::vector<Renaming> labels;
};

// In the order of kinds, so that what contains others goes before them. Renames of one kind happen all at once: one can
// take the name that another gives up.
using Renames = std::vector<Renamed>;

using Settle = std::function<void(Schema& desired, const Schema& live)>;

// Makes the two comparable. Follows the renamed_from hints of `desired` in `live`; gives objects whose names the model
// leaves open the names of their live equals; and has expressions compared by `settle` (catalog/settle.hpp), which is
// given both schemas under the names that the database has now, since a server knows no others.
Renames align(Schema& live, Schema& desired, const Settle& settle);

// The statements of the renames, and of taking them back.
void append_renames(const Renames& renames, AttributedScript& script);
void append_renames_back(const Renames& renames, AttributedScript& script);

// The steps of align.
Renames follow_renames(Schema& live, const Schema& desired);
void adopt_names(Schema& desired, const Schema& live);

// Expects aligned schemas: expressions are compared as text. Throws Error where the way up is barred, by objects that
// are not modelled and would have to be dropped or rebuilt (all of them are named), or by a cycle.
[[nodiscard]] Plan make_plan(const Schema& live, Schema desired, const Renames& renames);

}  // namespace limbeck::diff
