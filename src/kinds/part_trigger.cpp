#include "kinds/part_trigger.hpp"

#include "kinds/expression.hpp"
#include "kinds/firing.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t oid = row.oid();
  const ObjectId* table = scope.find({"pg_class", row.oid(), 0});
  if (table == nullptr) return;
  PartTrigger found;
  found.table = {table->schema, table->name};
  found.name = row.string();
  found.enabled = firing_from(row.text());
  found.of_whole = firing_from(row.text());
  scope.add({"pg_trigger", oid, 0}, std::move(found));
}

// ONLY this table's: those of its parts say so themselves.
void set_firing(const PartTrigger& trigger, const std::string& enabled, sql::Script& script) {
  script.add(fmt::format("ALTER TABLE ONLY {} {} TRIGGER {}", sql::name(trigger.table), firing_verb(enabled),
                         sql::name(trigger.name)));
}

}  // namespace

std::span<const CatalogQuery> PartTrigger::queries() {
  static const CatalogQuery query{
      "WITH RECURSIVE copies AS (SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, t.tgenabled AS of_whole "
      "FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid AND c.relkind = 'p' "
      "WHERE t.tgparentid = 0 AND NOT t.tgisinternal UNION ALL "
      "SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, w.of_whole FROM copies w "
      "JOIN pg_catalog.pg_trigger t ON t.tgparentid = w.oid) "
      "SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, t.of_whole FROM copies t "
      "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE t.tgenabled <> t.of_whole AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

std::vector<Slot> PartTrigger::references() const {
  return {relation_slot(table), {space::trigger, table.schema, table.name, name}};
}

void PartTrigger::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  set_firing(*this, enabled, script);
}

void PartTrigger::drop(sql::Script& script) const {
  set_firing(*this, of_whole, script);
}

Alteration PartTrigger::alter(const PartTrigger& now, const Hints&, sql::Script& script) const {
  set_firing(now, now.enabled, script);
  return Alteration::done();
}

Reaction PartTrigger::react(Effect effect) const {
  return effect == Effect::rebuilt || effect == Effect::refilled ? Reaction::rebuild : Reaction::keep;
}

void PartTrigger::rename(const Renaming& renaming) {
  if (renaming.from == Slot{space::trigger, table.schema, table.name, name}) name = renaming.to;
  rename_in(table, space::relation, renaming);
}

std::optional<Written> PartTrigger::written(const std::vector<Child>&, const Namer&) const {
  return Written{"triggers", name, "", {{"enabled", {enabled.empty() ? "origin" : enabled}}}};
}

}  // namespace limbeck
