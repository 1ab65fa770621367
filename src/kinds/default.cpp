#include "kinds/default.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t oid = row.oid();
  const std::uint32_t table = row.oid();
  const int number = row.number();
  const ObjectId* column = scope.find({"pg_class", table, number});
  if (column == nullptr) return;
  scope.add({"pg_attrdef", oid, 0}, Default{{}, {column->schema, column->parent}, column->name, row.string()});
}

std::string prefix(const Default& of) {
  return fmt::format("ALTER TABLE {} ALTER COLUMN {} ", sql::name(of.table), sql::name(of.column));
}

}  // namespace

std::span<const CatalogQuery> Default::queries() {
  // A default has no column in it, so pg_get_expr needs no relation (documented: zero is sufficient) and opens none.
  static const CatalogQuery query{
      "SELECT d.oid, d.adrelid, d.adnum, pg_catalog.pg_get_expr(d.adbin, 0) FROM pg_catalog.pg_attrdef d "
      "JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum "
      "JOIN pg_catalog.pg_class c ON c.oid = d.adrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE a.attgenerated = '' AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

ObjectId Default::id() const {
  return {kind_name, table.schema, table.name, column, ""};
}

std::vector<Slot> Default::references() const {
  std::vector<Slot> out{column_slot(table, column)};
  append_references(expression, {}, out);
  return out;
}

std::optional<ObjectId> Default::container() const {
  return ObjectId{"column", table.schema, table.name, column, ""};
}

void Default::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(prefix(*this) + "SET DEFAULT " + expression);
}

void Default::drop(sql::Script& script) const {
  script.add(prefix(*this) + "DROP DEFAULT");
}

Alteration Default::alter(const Default& now, const Hints& hints, sql::Script& script) const {
  now.create({}, hints, script);
  return Alteration::done();
}

// PostgreSQL converts a default with its column only where it can cast the old text: it is set anew instead.
Reaction Default::react(Effect effect) const {
  return effect == Effect::retyped || effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep;
}

void Default::rename(const Renaming& renaming) {
  rename_in_expression(expression, {}, renaming);
  rename_in(column, table, renaming);
  rename_in(table, space::relation, renaming);
}

void Default::expressions(const ExpressionSink& sink) {
  sink({&expression, ExpressionUse::Shape::default_value, table, column});
}

}  // namespace limbeck
