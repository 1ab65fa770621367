#include "kinds/view_column.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  ViewColumn loaded;
  loaded.view_kind = place.parent == "view" ? "view" : "materialized view";
  loaded.view = {place.schema, place.table};
  loaded.name = entry.key.value;
  const ObjectId id = loaded.id();
  // A column that says nothing is none: the loader adds the comment.
  if (const Field* comment = entry.find("comment"); comment == nullptr || comment->text.value.empty()) return id;
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t view = row.oid();
  const ObjectId* parent = scope.find({"pg_class", view, 0});
  if (parent == nullptr) return;
  const int number = row.number();
  ViewColumn found;
  found.view_kind = parent->kind;
  found.view = {parent->schema, parent->name};
  found.name = row.string();
  scope.add({"pg_class", view, number}, std::move(found));
}

}  // namespace

std::span<const Section> ViewColumn::sections() {
  static const Section section{.name = "columns",
                               .parents = {"view", "materialized_view"},
                               .load = load,
                               .help = "Comments of the view's columns: { comment = \"...\" }."};
  return {&section, 1};
}

std::span<const CatalogQuery> ViewColumn::queries() {
  static const CatalogQuery query{
      "SELECT a.attrelid, a.attnum, a.attname FROM pg_catalog.pg_attribute a "
      "JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = a.attrelid "
      "AND d.objsubid = a.attnum "
      "WHERE c.relkind IN ('v', 'm') AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

ObjectId ViewColumn::id() const {
  return {kind_name, view.schema, view.name, name, ""};
}

std::vector<Slot> ViewColumn::references() const {
  return {relation_slot(view)};
}

void ViewColumn::drop(sql::Script& script) const {
  script.add(fmt::format("COMMENT ON COLUMN {}.{} IS NULL", sql::name(view), sql::name(name)));
}

void ViewColumn::rename(const Renaming& renaming) {
  rename_in(view, space::relation, renaming);
}

std::optional<Written> ViewColumn::written(const std::vector<Child>&, const Namer&) const {
  return Written{"columns", name, "", {}, view_kind == "view" ? "view" : "materialized_view"};
}

}  // namespace limbeck
