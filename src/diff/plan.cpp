#include "diff/plan.hpp"

#include "diff/step.hpp"
#include "kinds/passage.hpp"
#include "model/error.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace limbeck::diff {
namespace {

sql::Script script_of(const std::vector<Operation>& operations, const Schema& from, const Schema& to) {
  return fold(order(expand(operations, from, to), from, to));
}

sql::Script script_between(const Schema& from, const Schema& to, const std::vector<Operation>& operations) {
  Passage way = passage_between(from, to);
  if (!way.is_changed()) return script_of(operations, from, to);
  sql::Script script = std::move(way.before);
  script.append(script_of(diff(way.from(), way.to()), way.from(), way.to()));
  return script;
}

// Where objects that limbeck does not model, or a circle, bar the way back, the upgrade is still right: the downgrade
// says so and fails before it touches anything.
sql::Script downgrade_between(const Schema& from, const Schema& to) {
  try {
    return script_between(from, to, diff(from, to));
  } catch (const Error& barred) {
    sql::Script script;
    script.add(
        "DO " + sql::dollar_quoted("BEGIN RAISE EXCEPTION USING MESSAGE = " + sql::literal(barred.what()) + "; END"),
        {sql::hazard::irreversible, "this downgrade has to be written by hand"});
    return script;
  }
}

// Whether the object's container comes or goes with it, so that its own change says nothing new.
bool goes_with_container(const Operation& operation, const std::vector<ObjectId>& whole) {
  const Entry& entry = operation.now != nullptr ? *operation.now : *operation.was;
  const auto container = std::visit([](const auto& each) { return each.container(); }, entry.object);
  return container && std::binary_search(whole.begin(), whole.end(), *container);
}

std::vector<Change> changes_of(const std::vector<Operation>& operations, const Renames& renames) {
  std::vector<ObjectId> added;
  std::vector<ObjectId> removed;
  for (const Operation& operation : operations) {
    if (operation.was == nullptr) added.push_back(operation.id());
    if (operation.now == nullptr) removed.push_back(operation.id());
  }
  std::sort(added.begin(), added.end());
  std::sort(removed.begin(), removed.end());
  std::vector<Change> changes;
  for (const Renamed& each : renames) changes.push_back({"renamed", each.now, display_name(each.was)});
  for (const Operation& operation : operations) {
    if (operation.was == nullptr && goes_with_container(operation, added)) continue;
    if (operation.now == nullptr && goes_with_container(operation, removed)) continue;
    const std::string_view verb = operation.was == nullptr ? "added" : operation.now == nullptr ? "removed" : "changed";
    changes.push_back({verb, operation.id(), ""});
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return std::pair{rank_of(a.id.kind), a.id} < std::pair{rank_of(b.id.kind), b.id};
  });
  return changes;
}

// What the models leave out is dropped. What they use cannot be left out, even where the loader could not know that:
// a schema that an extension stands in, a function that a view calls.
void require_what_is_used(const Schema& desired, const std::vector<Operation>& operations) {
  Diagnostics diagnostics;
  for (const Operation& operation : operations) {
    if (operation.now != nullptr) continue;
    const ObjectId dropped = operation.id();
    for (const Slot& slot : slots_of(operation.was->object)) {
      const bool certain = slot.space == space::relation || slot.space == space::type ||
                           slot.space == space::function || slot.space == space::schema;
      if (!certain || !desired.resolve(slot).empty()) continue;
      for (const ObjectId& user : desired.referring(slot)) {
        diagnostics.push_back({Severity::error,
                               fmt::format("{} '{}' uses {} '{}', which no model declares: it would be dropped",
                                           user.kind, display_name(user), dropped.kind, display_name(dropped)),
                               desired.find(user)->where,
                               {},
                               "declare it; `limbeck inspect` shows how it is written"});
      }
    }
  }
  if (!diagnostics.empty()) throw Error(std::move(diagnostics), "the models use what they do not declare");
}

}  // namespace

std::string to_text(const Change& change) {
  const std::string name = display_name(change.id);
  if (change.verb == "renamed") {
    if (change.was == name) return fmt::format("renamed values of {} '{}'", change.id.kind, name);
    return fmt::format("renamed {} '{}' to '{}'", change.id.kind, change.was, name);
  }
  return fmt::format("{} {} '{}'", change.verb, change.id.kind, name);
}

sql::Script creation_script(const Schema& schema) {
  const Schema nothing;
  return script_of(diff(nothing, schema), nothing, schema);
}

Plan make_plan(const Schema& live, Schema desired, const Renames& renames) {
  Plan plan;
  const std::vector<Operation> up = diff(live, desired);
  require_what_is_used(desired, up);
  plan.changes = changes_of(up, renames);
  append_renames(renames, plan.upgrade);
  plan.upgrade.append(script_between(live, desired, up));
  desired.unmodelled = live.unmodelled;  // no plan changes them
  plan.downgrade = downgrade_between(desired, live);
  append_renames_back(renames, plan.downgrade);
  return plan;
}

}  // namespace limbeck::diff
