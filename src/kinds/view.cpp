#include "kinds/view.hpp"

#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const auto query = load_query(entry, place, View::kind_name, scope);
  if (!query) return std::nullopt;
  View loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.columns = load_names(entry, "names");
  loaded.parameters = load_parameters(entry);
  loaded.query = *query;
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_class", row.oid(), 0};
  View found;
  found.name = row.name();
  found.parameters = parameters_from(row.array());
  found.query = bare_query(row.definition());
  found.result = read_query_columns(row);
  found.keys = read_used_keys(row);
  scope.add(address, std::move(found));
}

void add_create(const View& view, std::string_view verb, sql::Script& script) {
  std::string text = fmt::format("{} VIEW {}", verb, sql::name(view.name));
  if (!view.columns.empty()) text += fmt::format(" ({})", sql::names(view.columns));
  if (!view.parameters.empty()) text += " WITH " + parameter_list(view.parameters);
  script.add(fmt::format("{} AS\n{}", text, view.query));
}

}  // namespace

std::span<const Section> View::sections() {
  static const Section section{
      .name = "view",
      .takes_definition = true,
      .declares = {space::relation, space::type},
      .keys = {grants_key,
               {"names", Field::Type::list, "Names of the columns, where the query does not give them."},
               {"with", Field::Type::table,
                "{ security_barrier = true, security_invoker = true, check_option = \"local\" }."}},
      .load = load,
      .help = "A view: its query. Triggers stand in a table of their own below it, and comments of its columns."};
  return {&section, 1};
}

std::span<const CatalogQuery> View::queries() {
  static const std::string sql = fmt::format(
      "SELECT c.oid, n.nspname, c.relname, c.reloptions, pg_catalog.pg_get_viewdef(c.oid), {}, {} "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND n.nspname ~ $1 "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass "
      "AND e.objid = c.oid AND e.deptype = 'e')",
      query_columns_sql,
      used_keys_sql(
          "SELECT 'pg_catalog.pg_rewrite'::regclass, w.oid FROM pg_catalog.pg_rewrite w WHERE w.ev_class = c.oid"));
  static const CatalogQuery query{sql, read};
  return {&query, 1};
}

ObjectId View::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

std::vector<Slot> View::slots() const {
  return {relation_slot(name), {space::type, name.schema, "", name.name}};
}

std::vector<Slot> View::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  append_query_references(query, out);
  out.insert(out.end(), keys.slots.begin(), keys.slots.end());
  return out;
}

void View::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  add_create(*this, "CREATE", script);
}

void View::rename_to(const View& now, sql::Script& script) const {
  script.add(fmt::format("ALTER VIEW {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void View::drop(sql::Script& script) const {
  script.add("DROP VIEW " + sql::name(name));
}

Alteration View::alter(const View& now, const Hints&, sql::Script& script) const {
  if (query == now.query && columns == now.columns) {
    alter_parameters("ALTER VIEW " + sql::name(now.name), parameters, now.parameters, script);
    return Alteration::done();
  }
  if (!result.begin(now.result)) return Alteration::replace();
  add_create(now, "CREATE OR REPLACE", script);
  return Alteration::done();
}

// ALTER TABLE changes no column's type, not even its length, under a view.
Reaction View::react(Effect effect) const {
  return effect == Effect::none ? Reaction::keep : Reaction::rebuild;
}

void View::rename(const Renaming& renaming) {
  rename_in(name, space::relation, renaming);
  rename_in_query(query, renaming);
  keys.rename(renaming);
}

void View::expressions(const ExpressionSink& sink) {
  sink({&query, ExpressionUse::Shape::query, {}, ""});
}

std::optional<Written> View::written(const std::vector<Child>&, const Namer&) const {
  Written out{"view", name.name, query, {}};
  if (!columns.empty()) out.items.push_back({"names", columns, Written::Item::Form::list});
  for (const auto& [key, value] : parameters) out.items.push_back({"with." + key, {value}});
  return out;
}

}  // namespace limbeck
