#include "kinds/heir_column.hpp"

#include "grammar/definition.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string storage_of(const Column& column) {
  return column.storage.empty() ? usual_storage(column.type) : column.storage;
}

std::string compression_of(const Column& column) {
  return column.compression.empty() ? "default" : column.compression;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  HeirColumn loaded;
  loaded.table = {place.schema, place.table};
  loaded.name = entry.key.value;
  loaded.rows.elsewhere = place.parent == foreign_section;
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition != nullptr) {
    const auto parsed = grammar::parse_inherited_column(definition->text.value);
    if (!parsed) {
      scope.error(definition->text, parsed.error());
      return std::nullopt;
    }
    loaded.not_null = parsed->not_null;
    loaded.storage = upper(parsed->storage.value_or(""));
    loaded.compression = parsed->compression.value_or("");
  }
  load_column_keys(entry, loaded.table, loaded.statistics, loaded.parameters, hints, scope);
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

}  // namespace

bool HeirColumn::says_something() const {
  return not_null || !storage.empty() || !compression.empty() || statistics || !parameters.empty();
}

HeirColumn HeirColumn::between(const Column& base, const Column& own) {
  HeirColumn out;
  out.table = own.table;
  out.name = own.name;
  out.not_null = own.not_null;
  out.storage = storage_of(own);
  out.compression = compression_of(own);
  out.statistics = own.statistics;
  out.parameters = own.parameters;
  out.rows = own.rows;
  out.complete(base);
  return out;
}

Column HeirColumn::applied_to(const Column& base_column) const {
  Column out = base_column;
  out.table = table;
  out.not_null = out.not_null || not_null;
  if (!storage.empty()) out.storage = storage == usual_storage(out.type) ? "" : storage;
  if (!compression.empty()) out.compression = compression == "default" ? "" : compression;
  out.statistics = statistics;
  out.parameters = parameters;
  out.rows = rows;
  return out;
}

void HeirColumn::complete(const Column& base_column) {
  base = {base_column.not_null, storage_of(base_column), compression_of(base_column)};
  if (base.not_null) not_null = false;
  if (storage == base.storage) storage.clear();
  if (compression == base.compression) compression.clear();
}

std::span<const Section> HeirColumn::sections() {
  static const Section section{
      .name = "inherited",
      .parents = {"table", foreign_section},
      .takes_definition = true,
      .keys = {{"backfill", Field::Type::text, "The value of existing rows when the column becomes NOT NULL."},
               {"statistics", Field::Type::number, "The statistics target."},
               {"with", Field::Type::table, "n_distinct and n_distinct_inherited."}},
      .load = load,
      .help =
          "Columns that a partition or heir has from its base, for what is its own: not null, storage, compression."};
  return {&section, 1};
}

std::vector<Slot> HeirColumn::references() const {
  std::vector<Slot> out{relation_slot(table), column_slot(table, name)};
  // What a base says of it reaches down.
  for (const QName& each : base_tables.names) out.push_back({kind_name, each.schema, each.name, name});
  return out;
}

void HeirColumn::create(const std::vector<Child>&, const Hints& hints, sql::Script& script) const {
  HeirColumn none;
  none.table = table;
  none.name = name;
  none.base = base;
  none.alter(*this, hints, script);
}

void HeirColumn::drop(sql::Script& script) const {
  HeirColumn none;
  none.table = table;
  none.name = name;
  none.base = base;
  alter(none, {}, script);
}

// Statements for the base have changed what this table has: they reach down for NOT NULL and storage, not for
// compression.
Alteration HeirColumn::alter(const HeirColumn& now, const Hints& hints, sql::Script& script) const {
  const std::string prefix = fmt::format("ALTER TABLE {} ALTER COLUMN {}", sql::name(now.table), sql::name(now.name));
  if (now.not_null && (!not_null || base.not_null != now.base.not_null)) {
    Column column;
    column.table = now.table;
    column.name = now.name;
    column.rows = now.rows;
    set_not_null(column, hints, script);
  } else if (not_null && !now.not_null && !now.base.not_null) {
    script.add(prefix + " DROP NOT NULL");
  }
  const auto effective = [](const std::string& own, const std::string& of_base) { return own.empty() ? of_base : own; };
  const std::string wanted = effective(now.storage, now.base.storage);
  const std::string had = base.storage != now.base.storage ? now.base.storage : effective(storage, base.storage);
  if (wanted != had) script.add(prefix + " SET STORAGE " + wanted);
  const std::string compressed = effective(now.compression, now.base.compression);
  if (compressed != effective(compression, base.compression)) script.add(prefix + " SET COMPRESSION " + compressed);
  const std::string alone =
      fmt::format("ALTER TABLE ONLY {} ALTER COLUMN {}", sql::name(now.table), sql::name(now.name));
  if (statistics != now.statistics) {
    script.add(fmt::format("{} SET STATISTICS {}", alone, now.statistics.value_or(-1)));
  }
  alter_parameters(prefix, parameters, now.parameters, script);
  return Alteration::done();
}

// A new type has its own storage and compression.
Reaction HeirColumn::react(Effect effect) const {
  if (effect == Effect::none) return Reaction::keep;
  const bool is_reset = !storage.empty() || !compression.empty();
  return effect == Effect::rebuilt || effect == Effect::refilled || is_reset ? Reaction::rebuild : Reaction::keep;
}

void HeirColumn::rename(const Renaming& renaming) {
  rename_in(name, table, renaming);
  rename_in(table, space::relation, renaming);
  for (QName& each : base_tables.names) rename_in(each, space::relation, renaming);
}

std::optional<Written> HeirColumn::written(const std::vector<Child>&, const Namer& namer) const {
  Written out{"inherited", name, "", {}};
  const auto say = [&](const std::string& text) { out.definition += (out.definition.empty() ? "" : " ") + text; };
  if (not_null) say(namer.word("NOT NULL"));
  if (!storage.empty()) say(namer.word("STORAGE ") + namer.word(storage));
  if (!compression.empty()) say(namer.word("COMPRESSION ") + compression);
  if (statistics) out.items.push_back({"statistics", {std::to_string(*statistics)}});
  for (const auto& [key, value] : parameters) out.items.push_back({"with." + key, {value}});
  return out;
}

}  // namespace limbeck
