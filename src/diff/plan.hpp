#pragma once
// Schema x Schema -> what differs, and the SQL between the two, both ways. The downgrade is the plan of the same two
// schemas, exchanged. Pure: no database, no file.

#include "kinds/schema.hpp"
#include "sql/script.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::diff {

struct Change {
  std::string_view verb;  // "added", "removed", "changed", "renamed"
  ObjectId id;            // of a renamed object the new one
  std::string was;        // of a renamed object its old name
};

// "added column 'public.customers.email_verified'"
[[nodiscard]] std::string to_text(const Change& change);

struct Plan {
  std::vector<Change> changes;  // what belongs to an added or removed object is left out
  sql::Script upgrade;          // from live to desired
  sql::Script downgrade;        // and back
  [[nodiscard]] bool empty() const { return changes.empty(); }
};

// What was renamed, and under which names others knew it.
struct Renamed {
  ObjectId was;
  ObjectId now;
  Object before;
  Object after;
  std::vector<Renaming> names;  // in the order in which they were followed
};

// Makes the two comparable. Follows the renamed_from hints of `desired` in `live`; gives objects whose names the model
// leaves open the names of their live equals; and has expressions compared by `settle` (catalog/settle.hpp), which is
// given both schemas under the names that the database has now, since a server knows no others.
std::vector<Renamed> align(Schema& live, Schema& desired,
                           const std::function<void(Schema& desired, const Schema& live)>& settle);

// The steps of align.
std::vector<Renamed> follow_renames(Schema& live, const Schema& desired);
void adopt_names(Schema& desired, const Schema& live);

// Expects aligned schemas: expressions are compared as text. Throws Error where the way up is barred, by objects that
// are not modelled and would have to be dropped or rebuilt (all of them are named), or by a cycle.
[[nodiscard]] Plan make_plan(const Schema& live, const Schema& desired, const std::vector<Renamed>& renamed);

}  // namespace limbeck::diff
