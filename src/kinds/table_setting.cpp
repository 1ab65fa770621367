#include "kinds/table_setting.hpp"

#include "grammar/table_setting.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

constexpr std::string_view replica_identity = "replica_identity";
constexpr std::string_view cluster_on = "cluster_on";

void read(Row& row, CatalogScope& scope) {
  const ObjectId* parent = scope.find({"pg_class", row.oid(), 0});
  if (parent == nullptr || parent->kind != "table") return;
  TableSetting found;
  found.table = {parent->schema, parent->name};
  found.key = row.flag() ? cluster_on : replica_identity;
  found.index = row.string();
  if (found.index.empty()) found.word = row.text() == "f" ? "FULL" : "NOTHING";
  scope.add({"pg_index", 0, 0}, std::move(found));
}

// What stands after ALTER TABLE.
std::string action(const TableSetting& setting) {
  if (setting.key == cluster_on) return "CLUSTER ON " + sql::name(setting.index);
  return "REPLICA IDENTITY " + (setting.index.empty() ? setting.word : "USING INDEX " + sql::name(setting.index));
}

}  // namespace

void load_settings(const Field& entry, const QName& table, LoadScope& scope) {
  if (const Field* field = entry.find(replica_identity)) {
    if (const auto parsed = grammar::parse_replica_identity(field->text.value); !parsed) {
      scope.error(field->text, parsed.error());
    } else if (!parsed->is_default) {
      const std::string word = parsed->full ? "FULL" : parsed->index.empty() ? "NOTHING" : "";
      scope.add(TableSetting{{}, table, replica_identity, parsed->index, word}, field->key);
    }
  }
  if (const Field* field = entry.find(cluster_on)) {
    if (const auto parsed = grammar::parse_name(field->text.value); !parsed) {
      scope.error(field->text, parsed.error());
    } else {
      scope.add(TableSetting{{}, table, cluster_on, *parsed, ""}, field->key);
    }
  }
}

std::span<const CatalogQuery> TableSetting::queries() {
  static const CatalogQuery query{
      "SELECT i.indrelid, w.clustered, x.relname, NULL FROM pg_catalog.pg_index i "
      "JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace "
      "CROSS JOIN (VALUES (true), (false)) w(clustered) "
      "WHERE n.nspname ~ $1 AND CASE WHEN w.clustered THEN i.indisclustered ELSE i.indisreplident END "
      "UNION ALL SELECT c.oid, false, NULL, c.relreplident FROM pg_catalog.pg_class c "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE n.nspname ~ $1 AND c.relkind IN ('r', 'p') AND c.relreplident IN ('f', 'n')",
      read};
  return {&query, 1};
}

std::vector<Slot> TableSetting::references() const {
  std::vector<Slot> out{relation_slot(table)};
  if (!index.empty()) out.push_back(relation_slot({table.schema, index}));
  return out;
}

void TableSetting::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} {}", sql::name(table), action(*this)));
}

void TableSetting::drop(sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} {}", sql::name(table),
                         key == cluster_on ? "SET WITHOUT CLUSTER" : "REPLICA IDENTITY DEFAULT"));
}

Alteration TableSetting::alter(const TableSetting& now, const Hints& hints, sql::Script& script) const {
  now.create({}, hints, script);
  return Alteration::done();
}

void TableSetting::rename(const Renaming& renaming) {
  QName own{table.schema, index};
  rename_in(own, space::relation, renaming);
  index = own.name;
  rename_in(table, space::relation, renaming);
}

std::optional<Attachment> TableSetting::attachment(const Namer& namer) const {
  const std::string text = key == cluster_on ? sql::name(index)
                           : index.empty()   ? namer.word(word)
                                             : namer.word("USING INDEX ") + sql::name(index);
  return Attachment{*container(), {std::string(key), {text}}};
}

}  // namespace limbeck
