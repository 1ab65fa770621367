#include "kinds/publication.hpp"

#include "grammar/publication.hpp"
#include "kinds/expression.hpp"
#include "kinds/published_table.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace limbeck {
namespace {

const std::set<std::string>& all_operations() {
  static const std::set<std::string> all{"insert", "update", "delete", "truncate"};
  return all;
}

// "insert, update"; nothing if one of them is none.
std::optional<std::set<std::string>> operations_from(std::string_view list) {
  std::set<std::string> out;
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    list.remove_prefix(std::min(item.size() + 1, list.size()));
    const std::size_t first = item.find_first_not_of(' ');
    if (first == std::string_view::npos) continue;
    out.emplace(item.substr(first, item.find_last_not_of(' ') + 1 - first));
  }
  if (!std::includes(all_operations().begin(), all_operations().end(), out.begin(), out.end())) return std::nullopt;
  return out;
}

std::string operation_list(const std::set<std::string>& operations) {
  std::vector<std::string> in_order;
  for (const char* each : {"insert", "update", "delete", "truncate"}) {
    if (operations.contains(each)) in_order.emplace_back(each);
  }
  return sql::join(in_order);
}

void take_parameter(Publication& into, const std::string& key, const std::string& value, const Text& text,
                    LoadScope& scope) {
  if (key == "publish") {
    if (const auto operations = operations_from(value)) {
      into.publish = *operations;
    } else {
      scope.error(text, 0, "a publication can publish insert, update, delete, truncate", "publish = 'insert, update'");
    }
  } else if (key == "publish_via_partition_root") {
    into.via_root = value == "true" || value == "on" || value == "1";
    if (!into.via_root && value != "false" && value != "off" && value != "0") {
      scope.error(text, 0, "publish_via_partition_root is true or false");
    }
  } else if (key == "publish_generated_columns") {
    into.generated = value == "none" ? "" : value;
  } else {
    scope.error(text, 0, fmt::format("a publication has no parameter `{}`", key),
                "known are: publish, publish_via_partition_root, publish_generated_columns");
  }
}

std::optional<ObjectId> load(const Field& entry, const Place&, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  const Text text = definition == nullptr ? Text{"", entry.key.file, entry.key.at} : definition->text;
  const auto parsed = grammar::parse_publication(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Publication loaded;
  loaded.name = entry.key.value;
  loaded.all_tables = parsed->all_tables;
  loaded.schemas = {parsed->schemas.begin(), parsed->schemas.end()};
  for (const auto& [key, value] : parsed->with) take_parameter(loaded, key, value, text, scope);
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  for (const grammar::PublishedTableUse& use : parsed->tables) {
    PublishedTable table;
    table.publication = entry.key.value;
    // It stands in no schema: the search path says where its tables are.
    table.table = resolve(use.table, space::relation, "public", scope);
    table.columns = use.columns;
    std::sort(table.columns.begin(), table.columns.end());
    if (use.where) table.where = resolve(*use.where, text, 0, table.table.schema, scope);
    scope.add(std::move(table), entry.key);
  }
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_publication", row.oid(), 0};
  Publication found;
  found.name = row.string();
  found.all_tables = row.flag();
  found.publish.clear();
  for (const char* each : {"insert", "update", "delete", "truncate"}) {
    if (row.flag()) found.publish.insert(each);
  }
  found.via_root = row.flag();
  found.generated = row.string();
  const std::vector<std::string> schemas = row.array();
  found.schemas = {schemas.begin(), schemas.end()};
  scope.add(address, std::move(found));
}

// The parameters that are not what CREATE PUBLICATION gives by itself.
std::map<std::string, std::string> parameters(const Publication& publication) {
  std::map<std::string, std::string> out;
  if (publication.publish != all_operations()) out.emplace("publish", operation_list(publication.publish));
  if (publication.via_root) out.emplace("publish_via_partition_root", "true");
  if (!publication.generated.empty()) out.emplace("publish_generated_columns", publication.generated);
  return out;
}

std::string list_of(const std::map<std::string, std::string>& parameters) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : parameters) parts.push_back(key + " = " + sql::literal(value));
  return "(" + sql::join(parts) + ")";
}

std::string schema_list(const std::set<std::string>& schemas) {
  return "TABLES IN SCHEMA " + sql::names(std::vector<std::string>(schemas.begin(), schemas.end()));
}

std::string definition(const Publication& publication, const std::vector<Child>& tables, const Namer& namer) {
  std::vector<std::string> members;
  if (publication.all_tables) members.push_back(namer.word("ALL TABLES"));
  for (const Child& table : tables) members.push_back(table.text);
  if (!publication.schemas.empty()) members.push_back(schema_list(publication.schemas));
  std::vector<std::string> parts;
  if (!members.empty()) parts.push_back(namer.word("FOR ") + sql::join(members));
  const auto with = parameters(publication);
  if (!with.empty()) parts.push_back(namer.word("WITH ") + list_of(with));
  return sql::join(parts, " ");
}

}  // namespace

std::span<const Section> Publication::sections() {
  static const Section section{.name = "publication",
                               .takes_definition = true,
                               .outside_schemas = true,
                               .load = load,
                               .help = "A publication: what stands after the name in CREATE PUBLICATION."};
  return {&section, 1};
}

std::span<const CatalogQuery> Publication::queries() {
  // PostgreSQL 14 has no pg_publication_namespace; pg_depend says the same.
  static const CatalogQuery query{
      "SELECT p.oid, p.pubname, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, "
      "coalesce((to_jsonb(p) ->> 'pubviaroot')::boolean, false), "
      "CASE to_jsonb(p) ->> 'pubgencols' WHEN 's' THEN 'stored' END, s.names "
      "FROM pg_catalog.pg_publication p CROSS JOIN LATERAL (SELECT pg_catalog.array_agg(n.nspname::text) "
      "FROM pg_catalog.pg_depend a JOIN pg_catalog.pg_depend b ON b.classid = a.classid AND b.objid = a.objid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = b.refobjid AND b.refclassid = 'pg_catalog.pg_namespace'::regclass "
      "WHERE a.classid = pg_catalog.to_regclass('pg_catalog.pg_publication_namespace') "
      "AND a.refclassid = 'pg_catalog.pg_publication'::regclass AND a.refobjid = p.oid) s(names) "
      "WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest(s.names) name WHERE name !~ $1) "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_class c ON c.oid = r.prrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid AND n.nspname !~ $1) "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_publication'::regclass AND e.objid = p.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

std::vector<Slot> Publication::references() const {
  std::vector<Slot> out;
  for (const std::string& schema : schemas) out.push_back({space::schema, "", "", schema});
  return out;
}

void Publication::create(const std::vector<Child>& children, const Hints&, sql::Script& script) const {
  const std::string text = definition(*this, children, {});
  script.add(fmt::format("CREATE PUBLICATION {}{}{}", sql::name(name), text.empty() ? "" : " ", text));
}

void Publication::rename_to(const Publication& now, sql::Script& script) const {
  script.add(fmt::format("ALTER PUBLICATION {} RENAME TO {}", sql::name(name), sql::name(now.name)));
}

void Publication::drop(sql::Script& script) const {
  script.add("DROP PUBLICATION " + sql::name(name),
             {sql::hazard::data_loss, "subscribers miss what changes from now on"});
}

Alteration Publication::alter(const Publication& now, const Hints&, sql::Script& script) const {
  if (all_tables != now.all_tables) return Alteration::replace();
  const std::string prefix = "ALTER PUBLICATION " + sql::name(now.name);
  const auto without = [](const std::set<std::string>& these, const std::set<std::string>& those) {
    std::set<std::string> out;
    std::set_difference(these.begin(), these.end(), those.begin(), those.end(), std::inserter(out, out.end()));
    return out;
  };
  if (const auto gone = without(schemas, now.schemas); !gone.empty()) {
    script.add(prefix + " DROP " + schema_list(gone));
  }
  if (const auto added = without(now.schemas, schemas); !added.empty()) {
    script.add(prefix + " ADD " + schema_list(added));
  }
  std::map<std::string, std::string> set;
  if (publish != now.publish) set.emplace("publish", operation_list(now.publish));
  if (via_root != now.via_root) set.emplace("publish_via_partition_root", now.via_root ? "true" : "false");
  if (generated != now.generated) {
    set.emplace("publish_generated_columns", now.generated.empty() ? "none" : now.generated);
  }
  if (!set.empty()) script.add(prefix + " SET " + list_of(set));
  return Alteration::done();
}

void Publication::rename(const Renaming& renaming) {
  if (renaming.from == Slot{kind_name, "", "", name}) name = renaming.to;
  if (renaming.from.space == space::schema && schemas.erase(renaming.from.name) > 0) schemas.insert(renaming.to);
}

std::optional<Written> Publication::written(const std::vector<Child>& children, const Namer&) const {
  return Written{"publication", name, definition(*this, children, Namer{"public", {}}), {}};
}

}  // namespace limbeck
