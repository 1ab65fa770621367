// A constraint's SQL. Its model syntax and catalog query are in constraint_source.cpp.

#include "kinds/constraint.hpp"

#include "kinds/expression.hpp"
#include "kinds/used_keys.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

namespace limbeck {
namespace {

using grammar::ConstraintKind;
using grammar::ForeignKeyAction;

std::string_view action_words(ForeignKeyAction action) {
  switch (action) {
    case ForeignKeyAction::no_action:
      return "NO ACTION";
    case ForeignKeyAction::restrict:
      return "RESTRICT";
    case ForeignKeyAction::cascade:
      return "CASCADE";
    case ForeignKeyAction::set_null:
      return "SET NULL";
    case ForeignKeyAction::set_default:
      break;
  }
  return "SET DEFAULT";
}

Slot key_slot(const QName& table, std::vector<Name> columns) {
  std::sort(columns.begin(), columns.end());
  return {space::key, table.schema, table.name, sql::names(columns)};
}

// The last of a temporal constraint's columns has a word before or after it.
std::string column_list(const Constraint& of, const std::vector<Name>& columns, const Namer& namer) {
  if (!of.temporal || columns.empty()) return "(" + sql::names(columns) + ")";
  const std::string before = of.references_to ? namer.word("PERIOD ") : "";
  const std::string after = of.references_to ? "" : namer.word(" WITHOUT OVERLAPS");
  const std::vector<Name> first(columns.begin(), columns.end() - 1);
  return fmt::format("({}{}{}{}{})", sql::names(first), first.empty() ? "" : ", ", before, sql::name(columns.back()),
                     after);
}

std::string foreign_key(const Constraint& of, const Namer& namer) {
  const ForeignKey& to = *of.references_to;
  std::string text = fmt::format("{} {} {} {}", namer.word("FOREIGN KEY"), column_list(of, of.columns, namer),
                                 namer.word("REFERENCES"), namer(to.table));
  if (!to.columns.empty()) text += " " + column_list(of, to.columns, namer);
  if (!to.match.empty()) text += namer.word(" MATCH ") + namer.word(to.match == "full" ? "FULL" : "PARTIAL");
  if (to.on_update != ForeignKeyAction::no_action)
    text += namer.word(fmt::format(" ON UPDATE {}", action_words(to.on_update)));
  if (to.on_delete != ForeignKeyAction::no_action)
    text += namer.word(fmt::format(" ON DELETE {}", action_words(to.on_delete)));
  if (!to.on_delete_columns.empty()) text += " (" + sql::names(to.on_delete_columns) + ")";
  return text;
}

}  // namespace

ObjectId Constraint::id() const {
  return {kind_name, table.schema, table.name, name, ""};
}

bool Constraint::is_key() const {
  return type == ConstraintKind::primary_key || type == ConstraintKind::unique;
}

std::vector<Slot> Constraint::slots() const {
  std::vector<Slot> out{{space::constraint, table.schema, table.name, name}};
  if (is_key() || type == ConstraintKind::exclusion) out.push_back(relation_slot({table.schema, name}));
  if (is_key() && !deferrable) out.push_back(key_slot(table, columns));
  if (type == ConstraintKind::primary_key) out.push_back({space::primary_key, table.schema, table.name, ""});
  return out;
}

std::vector<Slot> Constraint::references() const {
  std::vector<Slot> out{relation_slot(table)};
  for (const Name& column : columns) out.push_back(column_slot(table, column));
  for (const Name& column : include) out.push_back(column_slot(table, column));
  if (only || of_whole.made_only) out.push_back(part_slot(table));  // a later part would get one
  if (!expression.empty()) append_references(expression, table, out);
  if (!where.empty()) append_references(where, table, out);
  for (const IndexKey& element : elements) element.append_references_to(table, out);
  if (references_to) {
    out.push_back(relation_slot(references_to->table));
    for (const Name& column : references_to->columns) out.push_back(column_slot(references_to->table, column));
    out.push_back(key_slot(references_to->table, references_to->columns));
  }
  return out;
}

// A foreign key may need a table that comes later, and NOT VALID means nothing inside CREATE TABLE.
std::optional<ObjectId> Constraint::inline_parent() const {
  if (references_to || not_valid || only || of_whole.made_only) return std::nullopt;
  return ObjectId{"table", table.schema, "", table.name, ""};
}

std::string Constraint::definition(const Namer& namer) const {
  std::string text;
  switch (type) {
    case ConstraintKind::primary_key:
      text = fmt::format("{} {}", namer.word("PRIMARY KEY"), column_list(*this, columns, namer));
      break;
    case ConstraintKind::unique:
      text = fmt::format("{}{} {}", namer.word("UNIQUE"), nulls_not_distinct ? namer.word(" NULLS NOT DISTINCT") : "",
                         column_list(*this, columns, namer));
      break;
    case ConstraintKind::check:
      text = fmt::format("{} ({})", namer.word("CHECK"), expression);
      break;
    case ConstraintKind::foreign_key:
      text = foreign_key(*this, namer);
      break;
    case ConstraintKind::exclusion:
      text = fmt::format("{} {} {}", namer.word("EXCLUDE USING"), sql::name(method), key_list(elements, namer));
      break;
  }
  if (!include.empty()) text += fmt::format(" {} ({})", namer.word("INCLUDE"), sql::names(include));
  if (!parameters.empty()) text += " " + namer.word("WITH") + " " + parameter_list(parameters);
  if (!tablespace.empty()) text += " " + namer.word("USING INDEX TABLESPACE") + " " + sql::name(tablespace);
  if (!where.empty()) text += fmt::format(" {} ({})", namer.word("WHERE"), where);
  if (no_inherit) text += namer.word(" NO INHERIT");
  if (deferrable) text += namer.word(" DEFERRABLE");
  if (initially_deferred) text += namer.word(" INITIALLY DEFERRED");
  if (not_enforced) text += namer.word(" NOT ENFORCED");
  if (not_valid) text += namer.word(" NOT VALID");
  return text;
}

std::string Constraint::inline_text(const std::vector<Child>&) const {
  return "CONSTRAINT " + sql::name(name) + " " + definition({});
}

void Constraint::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  sql::Statement& statement = script.add(fmt::format(
      "ALTER TABLE {}{} ADD {}", only || of_whole.made_only ? "ONLY " : "", sql::name(table), inline_text({})));
  if (!not_valid && !not_enforced) {
    statement.hazards.push_back({sql::hazard::may_fail, fmt::format("fails if rows of {} violate it", table.name)});
  }
}

void Constraint::rename_to(const Constraint& now, sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", sql::name(now.table), sql::name(name),
                         sql::name(now.name)));
}

void Constraint::drop(sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", sql::name(table), sql::name(name)));
}

Alteration Constraint::alter(const Constraint& now, const Hints&, sql::Script& script) const {
  if (of_whole.made_again) return Alteration::replace();
  Constraint same = now;
  if (only) same.only = true;  // the parts get theirs
  same.not_valid = not_valid;
  if (references_to) {
    same.not_enforced = not_enforced;
    same.deferrable = deferrable;
    same.initially_deferred = initially_deferred;
  }
  if (is_key() && !of_whole.is_so && !now.of_whole.is_so) same.parameters = parameters;
  if (same != *this || (!not_valid && now.not_valid)) return Alteration::replace();
  if (references_to && (deferrable != now.deferrable || initially_deferred != now.initially_deferred)) {
    script.add(fmt::format("ALTER TABLE {} ALTER CONSTRAINT {} {}", sql::name(now.table), sql::name(now.name),
                           !now.deferrable          ? "NOT DEFERRABLE"
                           : now.initially_deferred ? "DEFERRABLE INITIALLY DEFERRED"
                                                    : "DEFERRABLE INITIALLY IMMEDIATE"));
  }
  if (not_enforced != now.not_enforced) {
    sql::Statement& statement =
        script.add(fmt::format("ALTER TABLE {} ALTER CONSTRAINT {} {}", sql::name(now.table), sql::name(now.name),
                               now.not_enforced ? "NOT ENFORCED" : "ENFORCED"));
    if (!now.not_enforced) {
      statement.hazards.push_back({sql::hazard::may_fail, fmt::format("fails if rows of {} violate it", table.name)});
    }
  } else if (not_valid && !now.not_valid) {
    script.add(fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", sql::name(now.table), sql::name(now.name)),
               {sql::hazard::may_fail, fmt::format("fails if rows of {} violate it", table.name)});
  }
  if (is_key()) {
    alter_parameters("ALTER INDEX " + sql::name(QName{now.table.schema, now.name}), parameters, now.parameters, script);
  }
  return Alteration::done();
}

// PostgreSQL rebuilds keys with their columns, and checks too where only a length changed; a check that was parsed
// against another type, and a foreign key whose two sides change one after the other, it can't.
Reaction Constraint::react(Effect effect) const {
  if (effect == Effect::none || effect == Effect::resized) return Reaction::keep;
  if (effect == Effect::retyped && is_key()) return Reaction::keep;
  return Reaction::rebuild;
}

void Constraint::rename(const Renaming& renaming) {
  if (renaming.from == Slot{space::constraint, table.schema, table.name, name}) name = renaming.to;
  rename_in(columns, table, renaming);
  rename_in(include, table, renaming);
  rename_in_expression(expression, table, renaming);
  rename_in_expression(where, table, renaming);
  for (IndexKey& element : elements) element.rename(table, renaming);
  if (references_to) {
    rename_in(references_to->columns, references_to->table, renaming);
    rename_in(references_to->on_delete_columns, table, renaming);
    rename_in(references_to->table, space::relation, renaming);
  }
  rename_in(table, space::relation, renaming);
}

bool Constraint::is_plain() const {
  return std::all_of(elements.begin(), elements.end(), [](const IndexKey& key) { return key.is_usual(); });
}

void Constraint::expressions(const ExpressionSink& sink) {
  if (!expression.empty()) sink({&expression, ExpressionUse::Shape::condition, table, ""});
  if (!where.empty()) sink({&where, ExpressionUse::Shape::condition, table, ""});
  for (IndexKey& element : elements) {
    if (!element.expression.empty()) sink({&element.expression, ExpressionUse::Shape::condition, table, ""});
  }
}

std::string usual_name(const Constraint& constraint) {
  const std::string& table = constraint.table.name;
  const auto joined = [](const std::vector<Name>& columns) { return sql::join(columns, "_"); };
  std::vector<Name> with_include = constraint.columns;
  with_include.insert(with_include.end(), constraint.include.begin(), constraint.include.end());
  switch (constraint.type) {
    case ConstraintKind::primary_key:
      return sql::object_name(table, "", "pkey");
    case ConstraintKind::unique:
      return sql::object_name(table, joined(with_include), "key");
    case ConstraintKind::foreign_key:
      return sql::object_name(table, joined(constraint.columns), "fkey");
    case ConstraintKind::exclusion: {
      std::vector<Name> parts;
      for (const IndexKey& element : constraint.elements)
        parts.push_back(element.column.empty() ? Name("expr") : element.column);
      return sql::object_name(table, joined(parts), "excl");
    }
    case ConstraintKind::check:
      break;
  }
  // The column counts only if the expression uses exactly one (rule R40).
  std::vector<Slot> used;
  append_references(constraint.expression, constraint.table, used);
  std::set<std::string> columns;
  for (const Slot& slot : used) {
    if (slot.space == space::column) columns.insert(slot.name);
  }
  return sql::object_name(table, columns.size() == 1 ? *columns.begin() : "", "check");
}

}  // namespace limbeck
