#include "kinds/inheritance.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t oid = row.oid();
  const int number = row.number();
  const ObjectId* table = scope.find({"pg_class", oid, 0});
  if (table == nullptr) return;
  Inheritance found;
  found.table = {table->schema, table->name};
  found.parent = row.name();
  scope.add({"pg_inherits", oid, number}, std::move(found));
}

}  // namespace

std::span<const CatalogQuery> Inheritance::queries() {
  static const CatalogQuery query{
      "SELECT i.inhrelid, i.inhseqno, pn.nspname, p.relname "
      "FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace "
      "WHERE NOT c.relispartition AND c.relkind IN ('r', 'f') AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

ObjectId Inheritance::id() const {
  return {kind_name, table.schema, table.name, parent.schema == table.schema ? parent.name : Name(sql::name(parent)),
          ""};
}

std::vector<Slot> Inheritance::references() const {
  return {relation_slot(table), relation_slot(parent)};
}

std::string Inheritance::inline_text(const std::vector<Child>&) const {
  return sql::name(parent);
}

void Inheritance::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} INHERIT {}", sql::name(table), sql::name(parent)));
}

void Inheritance::drop(sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} NO INHERIT {}", sql::name(table), sql::name(parent)));
}

void Inheritance::rename(const Renaming& renaming) {
  rename_in(table, space::relation, renaming);
  rename_in(parent, space::relation, renaming);
}

}  // namespace limbeck
