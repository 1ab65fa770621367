#include "kinds/published_table.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace limbeck {
namespace {

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_publication_rel", row.oid(), 0};
  const ObjectId* publication = scope.find({"pg_publication", row.oid(), 0});
  const ObjectId* table = scope.find({"pg_class", row.oid(), 0});
  if (publication == nullptr || table == nullptr) return;
  PublishedTable found;
  found.publication = publication->name;
  found.table = {table->schema, table->name};
  found.columns = row.array();
  std::sort(found.columns.begin(), found.columns.end());
  found.where = row.string();
  scope.add(address, std::move(found));
}

}  // namespace

std::span<const CatalogQuery> PublishedTable::queries() {
  // Before PostgreSQL 15 there are no such columns: the names mean those of `none` then.
  static const CatalogQuery query{
      "SELECT r.oid, r.prpubid, r.prrelid, "
      "(SELECT pg_catalog.array_agg(a.attname::text) FROM pg_catalog.pg_attribute a "
      "WHERE a.attrelid = r.prrelid AND a.attnum > 0 AND a.attnum = ANY (r.attrs)), "
      "pg_catalog.pg_get_expr(r.qual, r.prrelid) "
      "FROM (SELECT x.oid, x.prpubid, x.prrelid, "
      "(SELECT prattrs FROM pg_catalog.pg_publication_rel y WHERE y.oid = x.oid)::pg_catalog.int2[] AS attrs, "
      "(SELECT prqual FROM pg_catalog.pg_publication_rel y WHERE y.oid = x.oid) AS qual "
      "FROM pg_catalog.pg_publication_rel x CROSS JOIN "
      "(SELECT NULL::pg_catalog.int2vector AS prattrs, NULL::pg_catalog.pg_node_tree AS prqual) none) r "
      "WHERE $1::text IS NOT NULL",
      read};
  return {&query, 1};
}

std::vector<Slot> PublishedTable::references() const {
  std::vector<Slot> out{{"publication", "", "", publication}, relation_slot(table)};
  for (const std::string& column : columns) out.push_back(column_slot(table, column));
  if (!where.empty()) append_references(where, table, out);
  return out;
}

std::string PublishedTable::inline_text(const std::vector<Child>&) const {
  std::string text = "TABLE " + sql::name(table);
  if (!columns.empty()) text += " (" + sql::names(columns) + ")";
  if (!where.empty()) text += " WHERE (" + where + ")";
  return text;
}

void PublishedTable::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("ALTER PUBLICATION {} ADD {}", sql::name(publication), inline_text({})));
}

void PublishedTable::drop(sql::Script& script) const {
  script.add(fmt::format("ALTER PUBLICATION {} DROP TABLE {}", sql::name(publication), sql::name(table)));
}

// A column that the condition uses cannot change its type at all.
Reaction PublishedTable::react(Effect effect) const {
  if (effect == Effect::rebuilt) return Reaction::rebuild;
  return effect == Effect::none || where.empty() ? Reaction::keep : Reaction::rebuild;
}

void PublishedTable::rename(const Renaming& renaming) {
  if (renaming.from == Slot{"publication", "", "", publication}) publication = renaming.to;
  rename_in(columns, table, renaming);
  std::sort(columns.begin(), columns.end());
  rename_in_expression(where, table, renaming);
  rename_in(table, space::relation, renaming);
}

void PublishedTable::expressions(const ExpressionSink& sink) {
  sink({&where, ExpressionUse::Shape::condition, table, ""});
}

}  // namespace limbeck
