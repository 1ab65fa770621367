#include "kinds/partition.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t oid = row.oid();
  const ObjectId* table = scope.find({"pg_class", oid, 0});
  if (table == nullptr) return;
  Partition found;
  found.table = {table->schema, table->name};
  found.parent = row.name();
  found.bounds = row.string();
  scope.add({"pg_inherits", oid, 0}, std::move(found));
}

}  // namespace

std::span<const CatalogQuery> Partition::queries() {
  static const CatalogQuery query{
      "SELECT i.inhrelid, pn.nspname, p.relname, pg_catalog.pg_get_expr(c.relpartbound, c.oid) "
      "FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace "
      "WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

ObjectId Partition::id() const {
  return {kind_name, table.schema, "", table.name, ""};
}

std::vector<Slot> Partition::slots() const {
  return {part_slot(parent)};
}

std::vector<Slot> Partition::references() const {
  std::vector<Slot> out{relation_slot(table), relation_slot(parent)};
  for (const QName& part : making.waits_for) out.push_back({kind_name, part.schema, "", part.name});
  return out;
}

void Partition::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  for (const std::string& text : making.before) script.add(text);
  script.add(fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", sql::name(parent), sql::name(table), bounds),
             {sql::hazard::may_fail,
              fmt::format("fails if a row of {} is outside of its bounds, or one of the default partition is inside",
                          table.name)});
}

void Partition::finish(sql::Script& script) const {
  for (const std::string& text : making.after) script.add(text);
}

void Partition::drop(sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} DETACH PARTITION {}", sql::name(parent), sql::name(table)));
  for (const std::string& text : leaving.after) script.add(text);
}

void Partition::rename(const Renaming& renaming) {
  rename_in(table, space::relation, renaming);
  rename_in(parent, space::relation, renaming);
}

void Partition::expressions(const ExpressionSink& sink) {
  // The others have no values that could be written in another way.
  if (!bounds.starts_with("FOR VALUES FROM") && !bounds.starts_with("FOR VALUES IN")) return;
  sink({&bounds, ExpressionUse::Shape::bounds, parent, ""});
}

std::string bounds_text(const grammar::PartitionOf& written, const Namer& namer) {
  if (written.clause == "from") {
    return fmt::format("{} ({}) {} ({})", namer.word("FOR VALUES FROM"), written.values, namer.word("TO"),
                       written.to_values);
  }
  if (written.clause == "in") return fmt::format("{} ({})", namer.word("FOR VALUES IN"), written.values);
  if (written.clause == "with") return fmt::format("{} ({})", namer.word("FOR VALUES WITH"), written.values);
  return namer.word("DEFAULT");
}

std::string bounds_text(const std::string& bounds, const Namer& namer) {
  const auto parsed = grammar::parse_partition_of("parent " + bounds);
  return parsed ? bounds_text(*parsed, namer) : bounds;
}

}  // namespace limbeck
