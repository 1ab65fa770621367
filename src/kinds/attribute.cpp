#include "kinds/attribute.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

// The composite's own section has read it: here the loader learns what a comment belongs to.
std::optional<ObjectId> load(const Field& entry, const Place& place, Hints&, LoadScope&) {
  return ObjectId{Attribute::kind_name, place.schema, place.table, entry.key.value, ""};
}

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t relation = row.oid();
  auto* composite = scope.get<Composite>({"pg_class", relation, 0});
  if (composite == nullptr) return;
  const int number = row.number();
  CompositeField field;
  field.name = row.string();
  field.type = read_type(row);
  field.collation = read_collation(row);
  composite->fields.push_back(field);
  scope.add({"pg_class", relation, number}, Attribute{{}, composite->name, std::move(field)});
}

}  // namespace

std::span<const Section> Attribute::sections() {
  static const Section section{.name = "attributes",
                               .parents = {"composite"},
                               .takes_definition = true,
                               .load = load,
                               .help = "The attributes in their order: the type, and COLLATE."};
  return {&section, 1};
}

std::span<const CatalogQuery> Attribute::queries() {
  static const CatalogQuery query{
      "SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), en.nspname, e.typname, "
      "cn.nspname, co.collname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
      "JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE "
      "t.oid END JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace "
      "LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation "
      "LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace "
      "WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname ~ $1 ORDER BY a.attrelid, a.attnum",
      read};
  return {&query, 1};
}

void Attribute::rename_to(const Attribute& now, sql::Script& script) const {
  script.add(fmt::format("ALTER TYPE {} RENAME ATTRIBUTE {} TO {}{}", sql::name(now.composite), sql::name(field.name),
                         sql::name(now.field.name), in_tables && now.in_tables ? " CASCADE" : ""));
}

void Attribute::rename(const Renaming& renaming) {
  if (renaming.from == Slot{kind_name, composite.schema, composite.name, field.name}) field.name = renaming.to;
  rename_in(composite, space::type, renaming);
  field.type.rename(renaming);
  rename_collation(field.collation, renaming);
}

std::optional<Written> Attribute::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"attributes", field.name, field.definition(namer), {}, "composite"};
}

}  // namespace limbeck
