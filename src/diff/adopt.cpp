// Names that a model leaves open: PostgreSQL chose them once, and what it chose is not a function of the model (a
// renamed table keeps the names of its constraints). This page knows the kinds that can be unnamed, and what else a
// silent model takes as it is.

#include "diff/plan.hpp"
#include "grammar/expression.hpp"
#include "kinds/grantable.hpp"
#include "sql/quote.hpp"

#include <algorithm>
#include <set>

namespace limbeck::diff {
namespace {

bool same_but_for_name(const Constraint& desired, const Constraint& live) {
  Constraint named = desired;
  named.name = live.name;
  named.not_valid = live.not_valid;
  if (!named.expression.empty() && grammar::same_tokens(named.expression, live.expression))
    named.expression = live.expression;
  return named == live;
}

// The new names, by the slots that are to be renamed.
using Renamings = std::vector<Renaming>;

void adopt_constraint(const ObjectId& id, const Constraint& constraint, const Schema& desired, const Schema& live,
                      std::set<ObjectId>& claimed, Renamings& renamings) {
  if (const auto* same = live.get<Constraint>(id); same != nullptr && same_but_for_name(constraint, *same)) {
    claimed.insert(id);
    return;
  }
  const ObjectId table{"table", constraint.table.schema, "", constraint.table.name, ""};
  for (const ObjectId& candidate : live.dependents(table)) {
    const auto* existing = live.get<Constraint>(candidate);
    if (existing == nullptr || existing->table != constraint.table || claimed.contains(candidate)) continue;
    // Another object of the model that has this name keeps it.
    if (desired.find(candidate) != nullptr || !same_but_for_name(constraint, *existing)) continue;
    claimed.insert(candidate);
    for (const Slot& slot : constraint.slots()) {
      if (slot.name == constraint.name && slot.space != space::key) renamings.push_back({slot, existing->name});
    }
    return;
  }
}

// Of the checks of one domain PostgreSQL numbers those that have no name: the text says which is which.
void adopt_domain_constraint(const DomainConstraint& constraint, const Schema& desired, const Schema& live,
                             std::set<ObjectId>& claimed, Renamings& renamings) {
  const auto same = [&](const DomainConstraint& existing) {
    return existing.domain == constraint.domain && grammar::same_tokens(existing.expression, constraint.expression);
  };
  const auto* at_home = live.get<DomainConstraint>(constraint.id());
  if (at_home != nullptr && same(*at_home)) {
    claimed.insert(constraint.id());
    return;
  }
  for (const ObjectId& candidate : live.dependents(*constraint.container())) {
    const auto* existing = live.get<DomainConstraint>(candidate);
    if (existing == nullptr || claimed.contains(candidate) || desired.find(candidate) != nullptr) continue;
    if (!same(*existing)) continue;
    claimed.insert(candidate);
    renamings.push_back({constraint.slots().front(), existing->name});
    return;
  }
}

void adopt_sequence(const Sequence& sequence, const Schema& desired, const Schema& live, Renamings& renamings) {
  const auto owner = sequence.container();
  if (!owner) return;
  for (const ObjectId& candidate : live.dependents(*owner)) {
    const auto* existing = live.get<Sequence>(candidate);
    if (existing == nullptr || existing->owner != sequence.owner || existing->name.schema != sequence.name.schema)
      continue;
    if (existing->name != sequence.name && desired.find(candidate) == nullptr) {
      renamings.push_back({sequence.slots().front(), existing->name.name});
    }
    return;
  }
}

// A schema public that was made again has lost the comment that it came with, and nobody said so: models that do not
// mention it take it either way.
void adopt_lost_comment(Schema& desired, const Schema& live) {
  for (const auto& [id, entry] : of_kind(live.objects(), Comment::kind_name)) {
    const auto& comment = std::get<Comment>(entry.object);
    if (comment.text.empty() && is_public_schema(comment.target) && desired.find(id) == nullptr) desired.add(entry);
  }
}

}  // namespace

void adopt_names(Schema& desired, const Schema& live) {
  adopt_lost_comment(desired, live);
  Renamings renamings;
  std::set<ObjectId> claimed;  // by those without a name; what has one keeps it
  for (const auto& [id, entry] : of_kind(desired.objects(), Constraint::kind_name)) {
    if (entry.unnamed) adopt_constraint(id, std::get<Constraint>(entry.object), desired, live, claimed, renamings);
  }
  for (const auto& [id, entry] : of_kind(desired.objects(), DomainConstraint::kind_name)) {
    if (entry.unnamed)
      adopt_domain_constraint(std::get<DomainConstraint>(entry.object), desired, live, claimed, renamings);
  }
  for (const auto& [id, entry] : of_kind(desired.objects(), Sequence::kind_name)) {
    if (entry.unnamed) adopt_sequence(std::get<Sequence>(entry.object), desired, live, renamings);
  }
  desired.rename(renamings);
  // The sequence of an identity column is part of the column: a model that does not name it leaves the usual name.
  for (const auto& [id, entry] : of_kind(live.objects(), Column::kind_name)) {
    const auto* existing = std::get_if<Column>(&entry.object);
    Entry* wanted = existing->identity ? desired.find(id) : nullptr;
    auto* column = wanted == nullptr ? nullptr : std::get_if<Column>(&wanted->object);
    if (column == nullptr || !column->identity) continue;
    if (column->identity->sequence == sql::object_name(column->table.name, column->name, "seq")) {
      column->identity->sequence = existing->identity->sequence;
    }
  }
}

}  // namespace limbeck::diff
