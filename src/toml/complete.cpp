#include "toml/complete.hpp"

#include "model/diagnostic.hpp"
#include "sql/quote.hpp"
#include "toml/repeated.hpp"
#include "toml/typed.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace limbeck {
namespace {

using grammar::ConstraintKind;

std::string shown(const QName& name) {
  return display_name({"", name.schema, "", name.name, ""});
}

// Constraints by table, each list in the order of the model.
std::map<QName, std::vector<Draft*>> constraints_by_table(Drafts& drafts) {
  std::map<QName, std::vector<Draft*>> out;
  for (Draft& draft : drafts) {
    if (const auto* constraint = std::get_if<Constraint>(&draft.object)) out[constraint->table].push_back(&draft);
  }
  return out;
}

Constraint& constraint_of(Draft* draft) {
  return std::get<Constraint>(draft->object);
}

// Whether both would be one index for PostgreSQL, which looks at neither the name nor at primary or unique.
bool same_index(Constraint a, const Constraint& b) {
  a.name = b.name;
  a.type = b.type;
  return a == b;
}

// An unnamed key goes where another says the same. A named unique constraint becomes the primary key that way.
void merge_keys(Drafts& drafts) {
  std::set<const Draft*> merged;
  for (auto& [table, constraints] : constraints_by_table(drafts)) {
    std::stable_partition(constraints.begin(), constraints.end(),
                          [](Draft* each) { return constraint_of(each).type == ConstraintKind::primary_key; });
    for (Draft* each : constraints) {
      if (!each->unnamed || !constraint_of(each).is_key()) continue;
      for (Draft* other : constraints) {
        if (other == each || merged.contains(other) || !constraint_of(other).is_key() ||
            !same_index(constraint_of(each), constraint_of(other))) {
          continue;
        }
        const bool both_primary = constraint_of(each).type == ConstraintKind::primary_key &&
                                  constraint_of(other).type == ConstraintKind::primary_key;
        // Of two unnamed ones the first stays: the primary key, if one of them is that.
        if (both_primary || (other->unnamed && constraint_of(each).type == ConstraintKind::primary_key)) continue;
        if (constraint_of(each).type == ConstraintKind::primary_key) {
          constraint_of(other).type = ConstraintKind::primary_key;
        }
        merged.insert(each);
        break;
      }
    }
  }
  if (merged.empty()) return;
  std::erase_if(drafts, [&](const Draft& draft) { return merged.contains(&draft); });
}

using PrimaryKeys = std::map<QName, std::vector<Name>>;

PrimaryKeys primary_keys(Drafts& drafts, LoadScope& scope) {
  PrimaryKeys out;
  for (const Draft& draft : drafts) {
    const auto* constraint = std::get_if<Constraint>(&draft.object);
    if (constraint == nullptr || constraint->type != ConstraintKind::primary_key) continue;
    if (!out.emplace(constraint->table, constraint->columns).second) {
      scope.error(draft.at, 0, fmt::format("table {} has two primary keys", shown(constraint->table)));
    }
  }
  for (Draft& draft : drafts) {
    auto* column = std::get_if<Column>(&draft.object);
    if (column == nullptr) continue;
    const auto key = out.find(column->table);
    if (key != out.end() && std::find(key->second.begin(), key->second.end(), column->name) != key->second.end()) {
      column->not_null = true;
    }
  }
  return out;
}

void fill_foreign_keys(Drafts& drafts, const PrimaryKeys& keys, bool whole, LoadScope& scope) {
  for (Draft& draft : drafts) {
    auto* constraint = std::get_if<Constraint>(&draft.object);
    if (constraint == nullptr || !constraint->references_to) continue;
    ForeignKey& to = *constraint->references_to;
    const std::string subject = fmt::format("foreign key of {}", shown(constraint->table));
    if (to.columns.empty()) {
      const auto key = keys.find(to.table);
      if (key == keys.end()) {
        if (!whole) continue;
        const bool declared = scope.declares({space::relation, to.table.schema, "", to.table.name});
        scope.error(draft.at, 0,
                    declared ? fmt::format("{}: the table {} has no primary key to refer to", subject, shown(to.table))
                             : fmt::format("{}: no model says what the primary key of {} is", subject, shown(to.table)),
                    fmt::format("write the columns: references {} (...)", sql::name(to.table)));
        continue;
      }
      to.columns = key->second;
    }
    if (to.columns.size() != constraint->columns.size()) {
      scope.error(draft.at, 0,
                  fmt::format("{}: {} of its columns refer to {} of {} ({})", subject, constraint->columns.size(),
                              to.columns.size(), shown(to.table), sql::names(to.columns)));
    }
  }
}

// The names that exist already for PostgreSQL when it chooses one (ChooseRelationName, ChooseConstraintName).
class Taken {
 public:
  void add(const Object& object) {
    for (const Slot& slot : slots_of(object)) {
      if (slot.space == space::relation) relations_.insert({slot.schema, slot.name});
      if (slot.space == space::constraint) constraints_.insert({slot.schema, slot.name});
    }
  }
  void add_relation(const QName& name) { relations_.insert(name); }
  [[nodiscard]] bool relation(const std::string& schema, const std::string& name) const {
    return relations_.contains({schema, name});
  }
  [[nodiscard]] bool constraint(const std::string& schema, const std::string& name) const {
    return constraints_.contains({schema, name});
  }

 private:
  std::set<QName> relations_;
  std::set<QName> constraints_;
};

// `usual`, or with 1, 2 ... behind it, cut to fit.
template <class IsTaken>
std::string free_name(const std::string& usual, const IsTaken& is_taken) {
  if (!is_taken(usual)) return usual;
  const std::size_t label = usual.rfind('_');
  for (int i = 1;; ++i) {
    std::string name = sql::object_name(usual.substr(0, label), "", usual.substr(label + 1) + std::to_string(i));
    if (!is_taken(name)) return name;
  }
}

void name_sequences(Drafts& drafts, Taken& taken) {
  for (Draft& draft : drafts) {
    if (auto* column = std::get_if<Column>(&draft.object); column != nullptr && column->identity) {
      std::string& name = column->identity->sequence;
      const std::string usual = sql::object_name(column->table.name, column->name, "seq");
      if (name.empty() || name == usual) {
        name = free_name(usual, [&](const std::string& each) { return taken.relation(column->table.schema, each); });
      }
      taken.add_relation({column->table.schema, name});
    }
    auto* sequence = std::get_if<Sequence>(&draft.object);
    if (sequence == nullptr || !draft.unnamed) continue;
    const QName before = sequence->name;
    sequence->name.name =
        free_name(before.name, [&](const std::string& each) { return taken.relation(before.schema, each); });
    taken.add(draft.object);
    if (sequence->name == before || !sequence->owner) continue;
    for (Draft& other : drafts) {
      auto* value = std::get_if<Default>(&other.object);
      if (value != nullptr && value->table == sequence->owner->table && value->column == sequence->owner->column &&
          value->expression == nextval(before)) {
        value->expression = nextval(sequence->name);
      }
    }
  }
}

// Checks, the primary key, other keys and exclusions, foreign keys: the order in which PostgreSQL chooses.
int naming_rank(ConstraintKind type) {
  switch (type) {
    case ConstraintKind::check:
      return 0;
    case ConstraintKind::primary_key:
      return 1;
    case ConstraintKind::unique:
      return 2;
    case ConstraintKind::exclusion:
      return 2;
    case ConstraintKind::foreign_key:
      break;
  }
  return 3;
}

void name_constraints(Drafts& drafts, Taken& taken) {
  for (auto& [table, constraints] : constraints_by_table(drafts)) {
    std::stable_sort(constraints.begin(), constraints.end(), [](Draft* a, Draft* b) {
      return naming_rank(constraint_of(a).type) < naming_rank(constraint_of(b).type);
    });
    for (Draft* draft : constraints) {
      if (!draft->unnamed) continue;
      Constraint& constraint = constraint_of(draft);
      const bool has_index = constraint.is_key() || constraint.type == ConstraintKind::exclusion;
      constraint.name = free_name(usual_name(constraint), [&](const std::string& each) {
        return taken.constraint(constraint.table.schema, each) ||
               (has_index && taken.relation(constraint.table.schema, each));
      });
      taken.add(draft->object);
    }
  }
}

void name_domain_constraints(Drafts& drafts, Taken& taken) {
  for (Draft& draft : drafts) {
    auto* constraint = std::get_if<DomainConstraint>(&draft.object);
    if (constraint == nullptr || !draft.unnamed) continue;
    constraint->name = free_name(
        constraint->name, [&](const std::string& each) { return taken.constraint(constraint->domain.schema, each); });
    taken.add(draft.object);
  }
}

}  // namespace

void complete(Drafts& drafts, bool whole, LoadScope& scope) {
  complete_typed_tables(drafts, scope);
  merge_keys(drafts);
  drop_repeated(drafts);
  const PrimaryKeys keys = primary_keys(drafts, scope);
  fill_foreign_keys(drafts, keys, whole, scope);
  Taken taken;
  for (const Draft& draft : drafts) {
    // The sequence of an identity column is named below.
    if (!draft.unnamed && !std::holds_alternative<Column>(draft.object)) taken.add(draft.object);
  }
  name_sequences(drafts, taken);
  name_constraints(drafts, taken);
  name_domain_constraints(drafts, taken);
}

}  // namespace limbeck
