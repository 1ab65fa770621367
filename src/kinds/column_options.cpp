#include "kinds/column_options.hpp"

#include "grammar/foreign.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "kinds/table.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("the options of {} have no `definition`", entry.key.value));
    return std::nullopt;
  }
  const auto parsed = grammar::parse_foreign_options(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  ColumnOptions loaded{{}, {place.schema, place.table}, entry.key.value, *parsed, {true}};
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t table = row.oid();
  const Address address{"pg_class", table, row.number()};
  const ObjectId* column = scope.find(address);
  if (column == nullptr) return;
  ColumnOptions found{
      {}, {column->schema, column->parent}, column->name, options_from(row.array()), {scope.is_inherited(address)}};
  scope.add({"pg_attribute", table, address.sub}, std::move(found));
}

void alter_options(const ColumnOptions& of, const ForeignOptions& was, const ForeignOptions& now, sql::Script& script) {
  script.add(fmt::format("ALTER FOREIGN TABLE {} ALTER COLUMN {}{}", sql::name(of.table), sql::name(of.column),
                         options_change(was, now)));
}

}  // namespace

std::span<const Section> ColumnOptions::sections() {
  static const Section section{.name = "column_options",
                               .parents = {foreign_section},
                               .takes_definition = true,
                               .load = load,
                               .help = "Options of columns that a partition or heir has from its base."};
  return {&section, 1};
}

std::span<const CatalogQuery> ColumnOptions::queries() {
  static const CatalogQuery query{
      "SELECT a.attrelid, a.attnum, a.attfdwoptions FROM pg_catalog.pg_attribute a "
      "JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE a.attfdwoptions IS NOT NULL AND NOT a.attisdropped AND c.relkind = 'f' AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

std::vector<Slot> ColumnOptions::references() const {
  return {relation_slot(table), column_slot(table, column)};
}

std::optional<ObjectId> ColumnOptions::container() const {
  if (of_base.it_is) return ObjectId{Table::kind_name, table.schema, "", table.name, ""};
  return ObjectId{"column", table.schema, table.name, column, ""};
}

std::optional<ObjectId> ColumnOptions::inline_parent() const {
  if (of_base.it_is) return std::nullopt;
  return container();
}

std::string ColumnOptions::inline_text(const std::vector<Child>&) const {
  return options_clause(options).substr(1);
}

void ColumnOptions::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  alter_options(*this, {}, options, script);
}

void ColumnOptions::drop(sql::Script& script) const {
  alter_options(*this, options, {}, script);
}

Alteration ColumnOptions::alter(const ColumnOptions& now, const Hints&, sql::Script& script) const {
  alter_options(now, options, now.options, script);
  return Alteration::done();
}

void ColumnOptions::rename(const Renaming& renaming) {
  rename_in(column, table, renaming);
  rename_in(table, space::relation, renaming);
}

std::optional<Written> ColumnOptions::written(const std::vector<Child>&, const Namer& namer) const {
  if (!of_base.it_is) return std::nullopt;
  const std::string text = options_clause(options, namer.word("OPTIONS"));
  return Written{"column_options", column, text.substr(1), {}, foreign_section};
}

}  // namespace limbeck
