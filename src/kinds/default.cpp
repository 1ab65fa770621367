#include "kinds/default.hpp"

#include "grammar/expression.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <array>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("the default of {} has no `definition`", entry.key.value));
    return std::nullopt;
  }
  const auto parsed = grammar::parse_expression(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  Default loaded{{},
                 {place.schema, place.table},
                 entry.key.value,
                 resolve(*parsed, definition->text, 0, place.schema, scope),
                 place.parent == "view" ? std::nullopt : std::optional<BaseDefault>(BaseDefault{}),
                 place.parent == "view"};
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const std::uint32_t oid = row.oid();
  const std::uint32_t table = row.oid();
  const int number = row.number();
  const Address address{"pg_class", table, number};
  const ObjectId* column = scope.find(address);
  if (column == nullptr) return;
  Default found{{}, {column->schema, column->parent}, column->name, oid == 0 ? row.string() : row.definition(), {}};
  const std::string of_base = row.string();
  if (scope.is_inherited(address)) {
    found.base = BaseDefault{of_base};
  } else if (oid == 0) {
    return;
  }
  const bool repeats = found.base && found.expression == of_base;
  scope.add({"pg_attrdef", oid, oid == 0 ? number : 0}, std::move(found), repeats);
}

void read_of_view(Row& row, CatalogScope& scope) {
  const Address address{"pg_attrdef", row.oid(), 0};
  Default found;
  found.table = row.name();
  found.column = row.string();
  found.expression = row.definition();
  found.of_view = true;
  scope.add(address, std::move(found));
}

std::string prefix(const Default& of) {
  return fmt::format("ALTER {} {} ALTER COLUMN {} ", of.of_view ? "VIEW" : "TABLE", sql::name(of.table),
                     sql::name(of.column));
}

}  // namespace

std::span<const Section> Default::sections() {
  static const Section section{
      .name = "defaults",
      .parents = {"table", "foreign_table", "view"},
      .takes_definition = true,
      .load = load,
      .help =
          "Defaults of columns that a partition or heir has from its base, where they differ, `null` for none; and "
          "those of a view's columns."};
  return {&section, 1};
}

std::span<const CatalogQuery> Default::queries() {
  // A default has no column in it, so pg_get_expr needs no relation (documented: zero is sufficient) and opens none.
  // A column that comes from a base has a default of its own only where the base's says something else; where the base
  // has one and the column has none, NULL is its own.
  static const std::array<CatalogQuery, 2> queries{
      {{"WITH base AS (SELECT a.attrelid, a.attnum, pg_catalog.min(pg_catalog.pg_get_expr(d.adbin, 0)) AS value "
        "FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.inhrelid AND a.attnum > 0 "
        "AND a.attinhcount > 0 AND a.attgenerated = '' "
        "JOIN pg_catalog.pg_attribute b ON b.attrelid = i.inhparent AND b.attname = a.attname "
        "JOIN pg_catalog.pg_attrdef d ON d.adrelid = b.attrelid AND d.adnum = b.attnum GROUP BY 1, 2) "
        "SELECT d.oid, a.attrelid, a.attnum, pg_catalog.pg_get_expr(d.adbin, 0), base.value "
        "FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum "
        "JOIN pg_catalog.pg_class c ON c.oid = d.adrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "LEFT JOIN base ON base.attrelid = a.attrelid AND base.attnum = a.attnum "
        "WHERE a.attgenerated = '' AND n.nspname ~ $1 "
        "UNION ALL SELECT 0, base.attrelid, base.attnum, 'NULL', base.value FROM base "
        "JOIN pg_catalog.pg_class c ON c.oid = base.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_attrdef d "
        "WHERE d.adrelid = base.attrelid AND d.adnum = base.attnum)",
        read},
       {"SELECT d.oid, n.nspname, c.relname, a.attname, pg_catalog.pg_get_expr(d.adbin, 0) "
        "FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum "
        "JOIN pg_catalog.pg_class c ON c.oid = d.adrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind = 'v' AND n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
        "WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')",
        read_of_view}}};
  return queries;
}

ObjectId Default::id() const {
  return {kind_name, table.schema, table.name, column, ""};
}

// One of a column that comes from a base is overwritten when the base's is changed.
std::vector<Slot> Default::slots() const {
  if (base || of_view) return {};
  return {{space::base_default, table.schema, table.name, column}};
}

std::vector<Slot> Default::references() const {
  std::vector<Slot> out{of_view ? relation_slot(table) : column_slot(table, column)};
  if (base) out.push_back({space::base_default, table.schema, table.name, column});
  append_references(expression, {}, out);
  return out;
}

std::optional<ObjectId> Default::inline_parent() const {
  if (base || of_view) return std::nullopt;
  return container();
}

std::optional<ObjectId> Default::container() const {
  if (of_view) return ObjectId{"view", table.schema, "", table.name, ""};
  if (base) return ObjectId{"table", table.schema, "", table.name, ""};
  return ObjectId{"column", table.schema, table.name, column, ""};
}

void Default::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  const bool none = base && grammar::same_tokens(expression, "null");  // a stored NULL is another thing for pg_dump
  script.add(prefix(*this) + (none ? "DROP DEFAULT" : "SET DEFAULT " + expression));
}

void Default::drop(sql::Script& script) const {
  script.add(prefix(*this) + (base && !base->expression.empty() ? "SET DEFAULT " + base->expression : "DROP DEFAULT"));
}

Alteration Default::alter(const Default& now, const Hints& hints, sql::Script& script) const {
  now.create({}, hints, script);
  return Alteration::done(Effect::resized);
}

// PostgreSQL converts a default with its column only where it can cast the old text: it is set anew instead.
Reaction Default::react(Effect effect) const {
  if (base && effect != Effect::none) return Reaction::rebuild;
  return effect == Effect::none || effect == Effect::resized ? Reaction::keep : Reaction::rebuild;
}

void Default::rename(const Renaming& renaming) {
  rename_in_expression(expression, {}, renaming);
  if (base) rename_in_expression(base->expression, {}, renaming);
  rename_in(column, table, renaming);
  rename_in(table, space::relation, renaming);
}

void Default::expressions(const ExpressionSink& sink) {
  sink({&expression, ExpressionUse::Shape::default_value, table, column});
}

std::optional<Written> Default::written(const std::vector<Child>&, const Namer&) const {
  if (!base && !of_view) return std::nullopt;
  return Written{"defaults", column, expression, {}, of_view ? "view" : "table"};
}

}  // namespace limbeck
