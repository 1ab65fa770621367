#include "kinds/typed_table.hpp"

#include "kinds/attribute.hpp"
#include "kinds/column.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t oid = row.oid();
  const ObjectId* table = scope.find({"pg_class", oid, 0});
  if (table == nullptr) return;
  TypedTable found;
  found.table = {table->schema, table->name};
  const auto* type = scope.get<Composite>({"pg_type", row.oid(), 0});
  if (type != nullptr) found.fields = type->fields;
  const std::uint32_t relation = row.oid();
  found.type = row.name();
  for (const int number : row.numbers()) {
    if (auto* column = scope.get<Column>({"pg_class", oid, number})) column->rows.of_type = true;
  }
  for (const int number : row.numbers()) {
    if (auto* attribute = scope.get<Attribute>({"pg_class", relation, number})) attribute->in_tables = true;
  }
  scope.add({"pg_class", oid, -1}, std::move(found));
}

}  // namespace

std::span<const CatalogQuery> TypedTable::queries() {
  static const CatalogQuery query{
      "SELECT c.oid, t.oid, t.typrelid, tn.nspname, t.typname, "
      "(SELECT pg_catalog.string_agg(a.attnum::text, ' ') FROM pg_catalog.pg_attribute a "
      "WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), "
      "(SELECT pg_catalog.string_agg(a.attnum::text, ' ') FROM pg_catalog.pg_attribute a "
      "WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_catalog.pg_type t ON t.oid = c.reloftype JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace "
      "WHERE c.relkind IN ('r', 'p') AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

std::vector<Slot> TypedTable::references() const {
  std::vector<Slot> out{relation_slot(table), {space::type, type.schema, "", type.name}};
  for (const CompositeField& field : fields) out.push_back(column_slot(table, field.name));
  return out;
}

void TypedTable::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} OF {}", sql::name(table), sql::name(type)));
}

void TypedTable::drop(sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} NOT OF", sql::name(table)));
}

void TypedTable::rename(const Renaming& renaming) {
  for (CompositeField& field : fields) {
    if (renaming.from == Slot{Attribute::kind_name, type.schema, type.name, field.name}) field.name = renaming.to;
    field.type.rename(renaming);
    rename_collation(field.collation, renaming);
  }
  rename_in(table, space::relation, renaming);
  rename_in(type, space::type, renaming);
}

void TypedTable::types(const TypeSink& sink) {
  for (CompositeField& field : fields) sink(field.type);
}

std::optional<Attachment> TypedTable::attachment(const Namer& namer) const {
  return Attachment{*container(), {"of", {namer(type)}}};
}

}  // namespace limbeck
