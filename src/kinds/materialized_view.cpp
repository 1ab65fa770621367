#include "kinds/materialized_view.hpp"

#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

std::string text_of(const Field& entry, std::string_view key) {
  const Field* found = entry.type == Field::Type::table ? entry.find(key) : nullptr;
  return found == nullptr ? "" : found->text.value;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const auto query = load_query(entry, place, MaterializedView::kind_name, scope);
  if (!query) return std::nullopt;
  MaterializedView loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.columns = load_names(entry, "names");
  loaded.method = text_of(entry, "access_method");
  if (loaded.method == "heap") loaded.method.clear();
  loaded.tablespace = text_of(entry, "tablespace");
  loaded.parameters = load_parameters(entry);
  loaded.query = *query;
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_class", row.oid(), 0};
  MaterializedView found;
  found.name = row.name();
  found.method = row.string();
  found.tablespace = row.string();
  found.parameters = parameters_from(row.array());
  found.query = bare_query(row.definition());
  found.result = read_query_columns(row);
  found.keys = read_used_keys(row);
  scope.add(address, std::move(found));
}

}  // namespace

std::span<const Section> MaterializedView::sections() {
  static const Section section{
      .name = "materialized_view",
      .takes_definition = true,
      .declares = {space::relation, space::type},
      .keys = {grants_key,
               {"names", Field::Type::list, "Names of the columns, where the query does not give them."},
               {"access_method", Field::Type::text, "The table access method; heap where none is named."},
               {"tablespace", Field::Type::text, "The tablespace; the database's where none is named."},
               {"with", Field::Type::table, "Storage parameters: { fillfactor = 70 }."}},
      .load = load,
      .help = "A materialized view: its query. Indexes stand in a table of their own below it."};
  return {&section, 1};
}

std::span<const CatalogQuery> MaterializedView::queries() {
  static const std::string sql = fmt::format(
      "SELECT c.oid, n.nspname, c.relname, nullif(m.amname, 'heap'), s.spcname, c.reloptions, "
      "pg_catalog.pg_get_viewdef(c.oid), {}, {} "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace "
      "WHERE c.relkind = 'm' AND n.nspname ~ $1 "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass "
      "AND e.objid = c.oid AND e.deptype = 'e')",
      query_columns_sql,
      used_keys_sql(
          "SELECT 'pg_catalog.pg_rewrite'::regclass, w.oid FROM pg_catalog.pg_rewrite w WHERE w.ev_class = c.oid"));
  static const CatalogQuery query{sql, read};
  return {&query, 1};
}

ObjectId MaterializedView::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

std::vector<Slot> MaterializedView::slots() const {
  return {relation_slot(name), {space::type, name.schema, "", name.name}};
}

std::vector<Slot> MaterializedView::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  append_query_references(query, out);
  out.insert(out.end(), keys.slots.begin(), keys.slots.end());
  return out;
}

void MaterializedView::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  std::string text = "CREATE MATERIALIZED VIEW " + sql::name(name);
  if (!columns.empty()) text += fmt::format(" ({})", sql::names(columns));
  if (!method.empty()) text += " USING " + sql::name(method);
  if (!parameters.empty()) text += " WITH " + parameter_list(parameters);
  if (!tablespace.empty()) text += " TABLESPACE " + sql::name(tablespace);
  script.add(fmt::format("{} AS\n{}", text, query)).without_rows = "\nWITH NO DATA";
}

void MaterializedView::rename_to(const MaterializedView& now, sql::Script& script) const {
  script.add(fmt::format("ALTER MATERIALIZED VIEW {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

// Its rows are made again from its query: nothing is lost for good.
void MaterializedView::drop(sql::Script& script) const {
  script.add("DROP MATERIALIZED VIEW " + sql::name(name));
}

Alteration MaterializedView::alter(const MaterializedView& now, const Hints&, sql::Script& script) const {
  if (query != now.query || columns != now.columns || method != now.method) return Alteration::replace();
  const std::string prefix = "ALTER MATERIALIZED VIEW " + sql::name(now.name);
  if (tablespace != now.tablespace) {
    script.add(prefix + " SET TABLESPACE " + (now.tablespace.empty() ? "pg_default" : sql::name(now.tablespace)),
               {sql::hazard::rewrite, "rewrites the materialized view under an ACCESS EXCLUSIVE lock"});
  }
  alter_parameters(prefix, parameters, now.parameters, script);
  return Alteration::done();
}

Reaction MaterializedView::react(Effect effect) const {
  return effect == Effect::none ? Reaction::keep : Reaction::rebuild;
}

void MaterializedView::rename(const Renaming& renaming) {
  rename_in(name, space::relation, renaming);
  rename_in_query(query, renaming);
  keys.rename(renaming);
}

void MaterializedView::expressions(const ExpressionSink& sink) {
  sink({&query, ExpressionUse::Shape::query, {}, ""});
}

std::optional<Written> MaterializedView::written(const std::vector<Child>&, const Namer&) const {
  Written out{"materialized_view", name.name, query, {}};
  if (!columns.empty()) out.items.push_back({"names", columns, Written::Item::Form::list});
  if (!method.empty()) out.items.push_back({"access_method", {method}});
  if (!tablespace.empty()) out.items.push_back({"tablespace", {tablespace}});
  for (const auto& [key, value] : parameters) out.items.push_back({"with." + key, {value}});
  return out;
}

}  // namespace limbeck
