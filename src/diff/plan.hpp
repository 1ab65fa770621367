#pragma once
// Schema x Schema -> what differs, and the SQL between the two, both ways. The downgrade is the plan of the same two
// schemas, exchanged. Pure: no database, no file.

#include "kinds/schema.hpp"
#include "sql/script.hpp"

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

// Both by value: renames are followed in `live`, names that the model leaves open are adopted in `desired`. Expressions
// must be settled (catalog/settle.hpp): they are compared as text. Throws Error where the way is barred: by objects
// that are not modelled and would have to be dropped or rebuilt (all of them are named), or by a cycle.
[[nodiscard]] Plan make_plan(Schema live, Schema desired);

// The steps of make_plan that go before comparison: the caller settles expressions between these and make_plan. Calling
// make_plan on the result changes nothing.
// Follows the renamed_from hints of `desired` in `live`; what was renamed.
struct Renamed {
  ObjectId was;
  ObjectId now;
  Object before;
  Object after;
};
std::vector<Renamed> follow_renames(Schema& live, const Schema& desired);
// Gives objects whose names the model leaves open the names of their live equals.
void adopt_names(Schema& desired, const Schema& live);

[[nodiscard]] Plan make_plan(const Schema& live, const Schema& desired, const std::vector<Renamed>& renamed);

}  // namespace limbeck::diff
