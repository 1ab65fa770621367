#include "diff/plan.hpp"

#include "diff/changes.hpp"
#include "diff/step.hpp"
#include "kinds/passage.hpp"
#include "model/error.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace limbeck::diff {
namespace {

AttributedScript script_of(const std::vector<Operation>& operations, const Schema& from, const Schema& to) {
  return fold(order(expand(operations, from, to), from, to));
}

AttributedScript script_between(const Schema& from, const Schema& to, const std::vector<Operation>& operations) {
  Passage way = passage_between(from, to);
  if (!way.is_changed()) return script_of(operations, from, to);
  AttributedScript script;
  script.append(std::move(way.before), {});
  script.append(script_of(diff(way.from(), way.to()), way.from(), way.to()));
  return script;
}

// Where objects that limbeck does not model, or a circle, bar the way back, the upgrade is still right: the downgrade
// says so and fails before it touches anything.
AttributedScript downgrade_between(const Schema& from, const Schema& to) {
  try {
    return script_between(from, to, diff(from, to));
  } catch (const Error& barred) {
    sql::Script script;
    script.add(
        "DO " + sql::dollar_quoted("BEGIN RAISE EXCEPTION USING MESSAGE = " + sql::literal(barred.what()) + "; END"),
        {sql::hazard::irreversible, "this downgrade has to be written by hand"});
    AttributedScript out;
    out.append(std::move(script), {});
    return out;
  }
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

sql::Script creation_script(const Schema& schema) {
  const Schema nothing;
  return script_of(diff(nothing, schema), nothing, schema).script;
}

Plan make_plan(const Schema& live, Schema desired, const Renames& renames) {
  Plan plan;
  const std::vector<Operation> up = diff(live, desired);
  require_what_is_used(desired, up);
  AttributedScript upgrade;
  append_renames(renames, upgrade);
  upgrade.append(script_between(live, desired, up));
  desired.unmodelled = live.unmodelled;  // no plan changes them
  AttributedScript downgrade = downgrade_between(desired, live);
  append_renames_back(renames, downgrade);
  plan.changes = changes_of(up, renames, live, desired);
  attribute(plan.changes, live, desired, upgrade.about, downgrade.about);
  plan.upgrade = std::move(upgrade.script);
  plan.downgrade = std::move(downgrade.script);
  return plan;
}

}  // namespace limbeck::diff
