#include "kinds/table.hpp"

#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "kinds/table_setting.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

std::string text_of(const Field& entry, std::string_view key) {
  const Field* found = entry.find(key);
  return found == nullptr ? "" : found->text.value;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  Table loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.unlogged = entry.flag("unlogged");
  loaded.method = text_of(entry, "access_method");
  if (loaded.method == "heap") loaded.method.clear();
  loaded.tablespace = text_of(entry, "tablespace");
  loaded.row_security = entry.flag("row_security");
  loaded.force_row_security = entry.flag("force_row_security");
  if (const Field* with = entry.find("with")) {
    for (const Field& item : with->items) loaded.parameters.emplace(item.key.value, item.text.value);
  }
  const ObjectId id = loaded.id();
  load_settings(entry, loaded.name, scope);
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_class", row.oid(), 0};
  Table found;
  found.name = row.name();
  found.unlogged = row.text() == "u";
  found.parameters = parameters_from(row.array());
  for (const auto& [key, value] : parameters_from(row.array())) found.parameters.emplace("toast." + key, value);
  found.method = row.string();
  found.tablespace = row.string();
  found.row_security = row.flag();
  found.force_row_security = row.flag();
  scope.add(address, std::move(found));
}

void add_row_security(const Table& table, std::string_view what, sql::Script& script) {
  script.add(fmt::format("ALTER TABLE {} {} ROW LEVEL SECURITY", sql::name(table.name), what));
}

}  // namespace

std::span<const Section> Table::sections() {
  static const Section section{
      .name = "table",
      .declares = {space::relation, space::type},
      .keys = {{"unlogged", Field::Type::flag, "Not written to the WAL: empty after a crash."},
               {"row_security", Field::Type::flag, "Policies decide which rows are seen: ENABLE ROW LEVEL SECURITY."},
               {"force_row_security", Field::Type::flag, "For the table's owner, too: FORCE ROW LEVEL SECURITY."},
               {"replica_identity", Field::Type::text, "\"full\", \"nothing\", \"using index NAME\" or \"default\"."},
               {"cluster_on", Field::Type::text, "The index that CLUSTER goes by."},
               {"access_method", Field::Type::text, "The table access method; heap where none is named."},
               {"tablespace", Field::Type::text, "The tablespace; the database's where none is named."},
               grants_key,
               {"with", Field::Type::table, "Storage parameters: { fillfactor = 70 }."}},
      .load = load,
      .help = "A table; its columns, constraints, indexes and triggers stand in tables of their own below it."};
  return {&section, 1};
}

std::span<const CatalogQuery> Table::queries() {
  // Ordinary tables that are neither partitions nor inherit: those are not modelled.
  static const CatalogQuery query{
      "SELECT c.oid, n.nspname, c.relname, c.relpersistence, c.reloptions, t.reloptions, nullif(am.amname, 'heap'), "
      "s.spcname, "
      "c.relrowsecurity, c.relforcerowsecurity "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam "
      "LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace "
      "WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND NOT c.relispartition AND c.reloftype = 0 AND n.nspname ~ "
      "$1 "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid) "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass "
      "AND e.objid = c.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Table::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

std::vector<Slot> Table::slots() const {
  return {relation_slot(name), {space::type, name.schema, "", name.name}};
}

std::vector<Slot> Table::references() const {
  return {{space::schema, "", "", name.schema}};
}

void Table::create(const std::vector<Child>& children, const Hints&, sql::Script& script) const {
  std::string text = fmt::format("CREATE {}TABLE {} (", unlogged ? "UNLOGGED " : "", sql::name(name));
  for (const Child& child : children) {
    text += &child == &children.front() ? "\n    " : ",\n    ";
    text += child.text;
  }
  text += children.empty() ? ")" : "\n)";
  if (!method.empty()) text += " USING " + sql::name(method);
  if (!parameters.empty()) text += " WITH " + parameter_list(parameters);
  if (!tablespace.empty()) text += " TABLESPACE " + sql::name(tablespace);
  script.add(std::move(text));
}

void Table::finish(sql::Script& script) const {
  if (row_security) add_row_security(*this, "ENABLE", script);
  if (force_row_security) add_row_security(*this, "FORCE", script);
}

void Table::rename_to(const Table& now, sql::Script& script) const {
  script.add(fmt::format("ALTER TABLE {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void Table::drop(sql::Script& script) const {
  script.add("DROP TABLE " + sql::name(name), {sql::hazard::data_loss, "drops the table with its rows"});
}

Alteration Table::alter(const Table& now, const Hints&, sql::Script& script) const {
  const std::string prefix = "ALTER TABLE " + sql::name(now.name);
  if (unlogged != now.unlogged) {
    script.add(prefix + (now.unlogged ? " SET UNLOGGED" : " SET LOGGED"),
               {sql::hazard::rewrite, "rewrites the table under an ACCESS EXCLUSIVE lock"});
  }
  if (method != now.method) {
    script.add(prefix + " SET ACCESS METHOD " + (now.method.empty() ? "heap" : sql::name(now.method)),
               {sql::hazard::rewrite, "rewrites the table under an ACCESS EXCLUSIVE lock"});
  }
  if (tablespace != now.tablespace) {
    script.add(prefix + " SET TABLESPACE " + (now.tablespace.empty() ? "pg_default" : sql::name(now.tablespace)),
               {sql::hazard::rewrite, "copies the table under an ACCESS EXCLUSIVE lock"});
  }
  alter_parameters(prefix, parameters, now.parameters, script);
  if (row_security != now.row_security) add_row_security(now, now.row_security ? "ENABLE" : "DISABLE", script);
  if (force_row_security != now.force_row_security) {
    add_row_security(now, now.force_row_security ? "FORCE" : "NO FORCE", script);
  }
  return Alteration::done();
}

void Table::rename(const Renaming& renaming) {
  rename_in(name, space::relation, renaming);
}

std::optional<Written> Table::written(const std::vector<Child>&, const Namer&) const {
  Written out{"table", name.name, "", {}};
  if (unlogged) out.items.push_back({"unlogged", {"true"}, Written::Item::Form::flag});
  if (!method.empty()) out.items.push_back({"access_method", {method}});
  if (!tablespace.empty()) out.items.push_back({"tablespace", {tablespace}});
  if (row_security) out.items.push_back({"row_security", {"true"}, Written::Item::Form::flag});
  if (force_row_security) out.items.push_back({"force_row_security", {"true"}, Written::Item::Form::flag});
  for (const auto& [key, value] : parameters) out.items.push_back({"with." + key, {value}});
  return out;
}

}  // namespace limbeck
