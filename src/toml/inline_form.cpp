#include "toml/inline_form.hpp"

#include "sql/quote.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace limbeck {
namespace {

using grammar::ConstraintKind;

// The only column that the constraint is about.
std::optional<std::string> column_of(const Constraint& constraint) {
  if (constraint.type != ConstraintKind::check) {
    if (constraint.columns.size() != 1) return std::nullopt;
    return constraint.columns.front();
  }
  std::set<std::string> columns;
  for (const Slot& slot : constraint.references()) {
    if (slot.space == space::column) columns.insert(slot.name);
  }
  if (columns.size() != 1) return std::nullopt;
  return *columns.begin();
}

// SQL's column constraints have no INCLUDE, and NOT VALID is for ALTER TABLE.
bool fits_a_column(const Constraint& constraint) {
  return constraint.type != ConstraintKind::exclusion && constraint.include.empty() && constraint.parameters.empty() &&
         constraint.tablespace.empty() && !constraint.not_valid && !constraint.only;
}

// Keys of one table that PostgreSQL would merge if one of them had no name.
bool would_merge(const Constraint& constraint, const std::vector<const Constraint*>& all) {
  return constraint.is_key() && std::any_of(all.begin(), all.end(), [&](const Constraint* other) {
           if (other == &constraint || !other->is_key()) return false;
           Constraint same = *other;
           same.name = constraint.name;
           same.type = constraint.type;
           return same == constraint;
         });
}

}  // namespace

std::map<ObjectId, std::vector<InlineConstraint>> inline_constraints(const Schema& schema) {
  std::map<QName, std::vector<const Constraint*>> by_table;
  std::map<std::pair<std::string, std::string>, std::set<ObjectId>> holders;  // of a name, constraint or relation
  std::set<ObjectId> commented;
  for (const auto& [id, entry] : schema.objects()) {
    if (const auto* constraint = std::get_if<Constraint>(&entry.object))
      by_table[constraint->table].push_back(constraint);
    if (const auto* comment = std::get_if<Comment>(&entry.object)) commented.insert(*comment->container());
    for (const Slot& slot : slots_of(entry.object)) {
      if (slot.space == space::constraint || slot.space == space::relation)
        holders[{slot.schema, slot.name}].insert(id);
    }
  }
  std::map<ObjectId, std::vector<InlineConstraint>> out;
  for (auto& [table, constraints] : by_table) {
    std::stable_sort(constraints.begin(), constraints.end(),
                     [](const Constraint* a, const Constraint* b) { return a->type < b->type; });
    for (const Constraint* constraint : constraints) {
      const std::optional<std::string> column = column_of(*constraint);
      if (!column || !fits_a_column(*constraint) || constraint->name != usual_name(*constraint) ||
          holders[{table.schema, constraint->name}].size() != 1 || commented.contains(constraint->id()) ||
          would_merge(*constraint, constraints)) {
        continue;
      }
      ObjectId at{Column::kind_name, table.schema, table.name, *column, ""};
      if (schema.find(at) == nullptr) continue;
      out[std::move(at)].push_back({constraint->id(), constraint->type == ConstraintKind::primary_key});
    }
  }
  return out;
}

std::string inline_definition(const Constraint& constraint, const Namer& namer) {
  std::string text = constraint.definition(namer);
  if (constraint.type == ConstraintKind::check) return text;
  const std::string columns = " (" + sql::names(constraint.columns) + ")";
  if (const std::size_t at = text.find(columns); at != std::string::npos) text.erase(at, columns.size());
  const std::string head = namer.word("FOREIGN KEY ");
  return text.starts_with(head) ? text.substr(head.size()) : text;
}

}  // namespace limbeck
