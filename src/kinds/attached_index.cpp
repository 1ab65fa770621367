#include "kinds/attached_index.hpp"

#include "grammar/definition.hpp"
#include "kinds/expression.hpp"
#include "kinds/partition.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

QName relation_of(const AttachedIndex& index, const std::string& name) {
  return {index.table.schema, name};
}

std::string renaming_of(const AttachedIndex& index, const std::string& from, const std::string& to) {
  return fmt::format("ALTER INDEX {} RENAME TO {}", sql::name(relation_of(index, from)), sql::name(to));
}

// Finds the index by what it is, since nobody knows which number PostgreSQL has put behind its name. What has the
// wanted name was named by PostgreSQL, too, and gets the other's.
std::string renaming_by_place(const AttachedIndex& index) {
  const std::string name = sql::literal(index.name);
  const std::string aside = sql::literal(sql::object_name(index.name, "", "_old"));
  const auto rename = [&](std::string_view from, std::string_view to) {
    return fmt::format("EXECUTE pg_catalog.format('ALTER INDEX %I.%I RENAME TO %I', {}, {}, {});",
                       sql::literal(index.table.schema), from, to);
  };
  return "DO " +
         sql::dollar_quoted(fmt::format(
             "\nDECLARE\n  found text := (SELECT c.relname FROM pg_catalog.pg_partition_tree({}) t\n"
             "    JOIN pg_catalog.pg_index i ON i.indexrelid = t.relid JOIN pg_catalog.pg_class c ON c.oid = t.relid\n"
             "    WHERE i.indrelid = {}::pg_catalog.regclass);\n"
             "  taken boolean := pg_catalog.to_regclass({}) IS NOT NULL;\n"
             "BEGIN\n  IF found = {} THEN RETURN; END IF;\n  IF taken THEN {} END IF;\n  {}\n"
             "  IF taken THEN {} END IF;\nEND",
             sql::literal(sql::name(index.whole)), sql::literal(sql::name(index.table)),
             sql::literal(sql::name(relation_of(index, index.name))), name, rename(name, aside), rename("found", name),
             rename(aside, "found")));
}

}  // namespace

std::optional<ObjectId> load_attached_index(const Field& entry, const Place& place, LoadScope& scope) {
  const Field& of = *entry.find("of");
  if (const Field* definition = entry.find("definition")) {
    scope.error(definition->text, 0, "the index that it is `of` says what it is", "take `definition` out, or `of`");
  }
  const auto parsed = grammar::parse_qualified(of.text.value);
  if (!parsed) {
    scope.error(of.text, parsed.error());
    return std::nullopt;
  }
  AttachedIndex loaded;
  loaded.table = {place.schema, place.table};
  loaded.whole = resolve(*parsed, space::relation, place.schema, scope);
  loaded.name = entry.key.value;
  loaded.only = entry.flag("only");
  if (const Field* with = entry.find("with")) {
    loaded.parameters.emplace();
    for (const Field& item : with->items) loaded.parameters->emplace(item.key.value, item.text.value);
  }
  if (const Field* tablespace = entry.find("tablespace")) loaded.tablespace = tablespace->text.value;
  if (const Field* targets = entry.find("statistics")) {
    for (const Field& item : targets->items) loaded.statistics.emplace(item.key.value, item.text.value);
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key);
  return id;
}

ObjectId AttachedIndex::id() const {
  return {kind_name, table.schema, table.name, whole.schema == table.schema ? whole.name : Name(sql::name(whole)), ""};
}

std::vector<Slot> AttachedIndex::slots() const {
  return {relation_slot(relation_of(*this, name))};
}

std::vector<Slot> AttachedIndex::references() const {
  std::vector<Slot> out{relation_slot(table), relation_slot(whole)};
  for (const QName& part : way.parts) {
    out.push_back({Partition::kind_name, part.schema, "", part.name});
    out.push_back({kind_name, part.schema, part.name, id().name});
  }
  return out;
}

void AttachedIndex::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  AttachedIndex before = *this;
  before.parameters.reset();
  before.tablespace.reset();
  before.statistics.clear();
  if (!way.statements.empty()) {
    script.append(way.statements);
  } else if (!way.is_certain) {
    script.add(renaming_by_place(*this));
  } else if (way.called != name) {
    script.add(renaming_of(*this, way.called, name));
  }
  before.alter_storage(*this, script);
}

void AttachedIndex::drop(sql::Script& script) const {
  if (way.usual.empty()) return;
  AttachedIndex after = *this;
  after.name = way.usual;
  after.parameters.reset();
  after.tablespace.reset();
  after.statistics.clear();
  alter(after, {}, script);
}

void AttachedIndex::alter_storage(const AttachedIndex& now, sql::Script& script) const {
  const std::string prefix = "ALTER INDEX " + sql::name(relation_of(now, now.name));
  const std::string had = tablespace.value_or(way.tablespace);
  const std::string wanted = now.tablespace.value_or(now.way.tablespace);
  if (had != wanted) script.add(prefix + " SET TABLESPACE " + (wanted.empty() ? "pg_default" : sql::name(wanted)));
  if (!now.way.is_whole) {  // PostgreSQL changes none there
    alter_parameters(prefix, parameters.value_or(way.parameters), now.parameters.value_or(now.way.parameters), script);
  }
  std::map<std::string, std::string> targets = now.statistics;
  for (const auto& [number, target] : statistics) targets.try_emplace(number, "-1");
  for (const auto& [number, target] : targets) {
    const auto was = statistics.find(number);
    if (was != statistics.end() && was->second == target) continue;
    script.add(fmt::format("{} ALTER COLUMN {} SET STATISTICS {}", prefix, number, target));
  }
}

// Whether it is made again because it is to be attached to no index of a part any more, attaching.cpp decides.
Alteration AttachedIndex::alter(const AttachedIndex& now, const Hints&, sql::Script& script) const {
  if (name != now.name) script.add(renaming_of(now, name, now.name));
  alter_storage(now, script);
  return Alteration::done();
}

// It goes with the whole's, and comes with it.
Reaction AttachedIndex::react(Effect effect) const {
  return effect == Effect::rebuilt || effect == Effect::refilled ? Reaction::rebuild : Reaction::keep;
}

void AttachedIndex::rename(const Renaming& renaming) {
  QName own = relation_of(*this, name);
  rename_in(own, space::relation, renaming);
  name = own.name;
  rename_in(whole, space::relation, renaming);
  rename_in(table, space::relation, renaming);
}

std::optional<Written> AttachedIndex::written(const std::vector<Child>&, const Namer& namer) const {
  Written out{"indexes", name, "", {{"of", {namer(whole)}}}};
  if (only) out.items.push_back({"only", {"true"}, Written::Item::Form::flag});
  if (parameters) {
    for (const auto& [key, value] : *parameters) out.items.push_back({"with." + key, {value}});
  }
  if (tablespace) out.items.push_back({"tablespace", {*tablespace}});
  for (const auto& [number, target] : statistics) out.items.push_back({"statistics." + number, {target}});
  return out;
}

}  // namespace limbeck
