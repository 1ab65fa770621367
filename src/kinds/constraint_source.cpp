// Where constraints come from: the `constraints` section of model files, and pg_constraint.

#include "kinds/comment.hpp"
#include "kinds/constraint.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "kinds/table.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck {
namespace {

using grammar::ConstraintKind;
using grammar::ForeignKeyAction;

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("constraint {} has no `definition`", entry.key.value));
    return std::nullopt;
  }
  const auto parsed = grammar::parse_constraint(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  if (place.parent == foreign_section && parsed->kind != ConstraintKind::check) {
    scope.error(definition->text, 0, "a foreign table has no constraints but checks");
  }
  Constraint loaded =
      constraint_from(*parsed, {place.schema, place.table}, entry.key.value, "", definition->text, scope);
  loaded.only = entry.type == Field::Type::table && entry.flag("only");
  const ObjectId id = loaded.id();
  if (const Field* comment = entry.type == Field::Type::table ? entry.find("index_comment") : nullptr) {
    const bool has_index = loaded.is_key() || loaded.type == ConstraintKind::exclusion;
    if (!has_index) scope.error(comment->text, 0, "only keys and exclusion constraints have an index");
    ObjectId index = id;
    index.kind = key_index;
    if (!comment->text.value.empty()) scope.add(Comment{{}, index, comment->text.value}, comment->key);
  }
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

ForeignKeyAction action_from(std::string_view code) {  // pg_constraint.confdeltype
  switch (code.empty() ? 'a' : code.front()) {
    case 'r':
      return ForeignKeyAction::restrict;
    case 'c':
      return ForeignKeyAction::cascade;
    case 'n':
      return ForeignKeyAction::set_null;
    case 'd':
      return ForeignKeyAction::set_default;
    default:
      return ForeignKeyAction::no_action;
  }
}

std::vector<Name> column_names(std::uint32_t table, const std::vector<int>& numbers, CatalogScope& scope) {
  std::vector<Name> out;
  for (const int number : numbers) {
    if (const ObjectId* column = scope.find({"pg_class", table, number})) out.push_back(column->name);
  }
  return out;
}

void complete_exclusion(Constraint& found, const std::string& definition) {
  const auto parsed = grammar::parse_constraint(definition);
  if (!parsed) return;
  found.method = parsed->method.value_or("gist");
  for (const grammar::IndexKey& element : parsed->elements)
    found.elements.push_back(key_from(element, {}, 0, "", nullptr));
  if (parsed->where) found.where = parsed->where->text;
}

std::vector<int> array_numbers(Row& row) {
  std::vector<int> out;
  for (const std::string& each : row.array()) out.push_back(std::stoi(each));
  return out;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_constraint", row.oid(), 0};
  const std::uint32_t table = row.oid();
  const ObjectId* parent = scope.find({"pg_class", table, 0});
  if (parent == nullptr) return;
  Constraint found;
  found.table = {parent->schema, parent->name};
  const auto* of = scope.get<Table>({"pg_class", table, 0});
  found.of_whole.is_so = of != nullptr && of->partition_key;
  found.name = row.string();
  const std::string code = row.string();
  found.type = code == "p"   ? ConstraintKind::primary_key
               : code == "u" ? ConstraintKind::unique
               : code == "c" ? ConstraintKind::check
               : code == "f" ? ConstraintKind::foreign_key
                             : ConstraintKind::exclusion;
  found.deferrable = row.flag();
  found.initially_deferred = row.flag();
  found.not_valid = !row.flag();
  found.no_inherit = row.flag() && code == "c";
  const std::vector<int> key = array_numbers(row);
  // conkey of a check lists the columns that it uses, which its expression says.
  if (code == "p" || code == "u" || code == "f") found.columns = column_names(table, key, scope);
  found.expression = code == "c" ? row.definition() : row.string();
  const std::string definition = code == "x" ? row.definition() : row.string();
  // Of the index below it.
  const std::vector<int> index_columns = row.numbers();
  const auto keys = static_cast<std::size_t>(row.number());
  found.nulls_not_distinct = row.flag();
  found.parameters = parameters_from(row.array());
  found.tablespace = row.string();
  if (code == "p" || code == "u" || code == "x") {
    found.include =
        column_names(table,
                     {index_columns.begin() + static_cast<std::ptrdiff_t>(std::min(keys, index_columns.size())),
                      index_columns.end()},
                     scope);
  }
  if (code == "x") complete_exclusion(found, definition);
  ForeignKey to;
  to.table = row.name();
  const bool managed = row.flag();
  const std::uint32_t referred = row.oid();
  if (managed && scope.find({"pg_class", referred, 0}) == nullptr) return;  // to a table that is not modelled
  const std::vector<int> referred_columns = array_numbers(row);
  to.columns = to_names(row.array());
  if (managed) to.columns = column_names(referred, referred_columns, scope);
  const std::string match = row.string();
  to.match = match == "f" ? "full" : match == "p" ? "partial" : "";
  to.on_update = action_from(row.text());
  to.on_delete = action_from(row.text());
  to.on_delete_columns = column_names(table, array_numbers(row), scope);
  found.not_enforced = !row.flag();
  if (found.not_enforced) found.not_valid = false;  // nothing was ever checked
  found.temporal = row.flag() && code != "x";
  if (code == "f") found.references_to = std::move(to);
  const bool inherited = row.flag();
  found.of_whole.attached_to = row.name();
  found.only = row.flag();
  scope.add(address, std::move(found), inherited);
}

}  // namespace

Constraint constraint_from(const grammar::ConstraintDefinition& written, const QName& table, const std::string& name,
                           const std::string& column, const Text& text, LoadScope& scope) {
  Constraint out;
  out.table = table;
  out.type = written.kind;
  out.columns = to_names(written.columns);
  if (out.columns.empty() && !column.empty() && written.kind != ConstraintKind::check) out.columns = {column};
  out.include = to_names(written.include);
  out.nulls_not_distinct = written.nulls_not_distinct;
  out.parameters = written.with;
  out.tablespace = written.tablespace.value_or("");
  if (written.expression) out.expression = resolve(*written.expression, text, 0, table.schema, scope);
  out.no_inherit = written.no_inherit;
  if (written.references) {
    ForeignKey to;
    to.table = resolve(*written.references, space::relation, table.schema, scope);
    to.columns = to_names(written.referenced_columns);
    to.match = written.match.value_or("");
    if (to.match == "simple") to.match.clear();
    to.on_delete = written.on_delete.value_or(ForeignKeyAction::no_action);
    to.on_update = written.on_update.value_or(ForeignKeyAction::no_action);
    to.on_delete_columns = to_names(written.on_delete_columns);
    out.references_to = std::move(to);
  }
  if (written.kind == ConstraintKind::exclusion) out.method = written.method.value_or("gist");
  for (const grammar::IndexKey& element : written.elements) {
    out.elements.push_back(key_from(element, text, 0, table.schema, &scope));
  }
  if (written.where) out.where = resolve(*written.where, text, 0, table.schema, scope);
  out.initially_deferred = written.deferrability.initially_deferred.value_or(false);
  out.deferrable = written.deferrability.deferrable.value_or(out.initially_deferred);
  out.not_enforced = written.not_enforced;
  out.not_valid = written.not_valid && !written.not_enforced;
  out.temporal = written.temporal;
  out.name = !name.empty() ? name : written.name ? *written.name : usual_name(out);
  return out;
}

std::span<const Section> Constraint::sections() {
  static const Section section{
      .name = "constraints",
      .parents = {"table", foreign_section},
      .takes_definition = true,
      .keys = {{"index_comment", Field::Type::text, "The comment of the index below the constraint."},
               {"only", Field::Type::flag, "Made ON ONLY the whole: the parts have what they say themselves."}},
      .load = load,
      .help = "Named constraints of the table: what stands after CONSTRAINT name."};
  return {&section, 1};
}

std::span<const CatalogQuery> Constraint::queries() {
  // A check is printed as pg_get_constraintdef does, without the words around it. Not NULL constraints (contype n, from
  // PostgreSQL 18) are attributes of columns; those of triggers (t) belong to the trigger.
  // What most rows have not is looked up for NULL, which costs nothing, and not for what a condition then rejects.
  static const auto with = [](std::string_view nulls_not_distinct, std::string_view columns_to_set,
                              std::string_view enforced, std::string_view temporal) {
    return fmt::format(
        "SELECT o.oid, o.conrelid, o.conname, o.contype, o.condeferrable, o.condeferred, o.convalidated, "
        "o.connoinherit, "
        "o.conkey, CASE WHEN o.contype = 'c' THEN pg_catalog.pg_get_expr(o.conbin, o.conrelid) END, "
        "CASE WHEN o.contype = 'x' THEN pg_catalog.pg_get_constraintdef(o.oid) END, "
        "i.indkey, i.indnkeyatts, {}, x.reloptions, "
        "s.spcname, "
        "fn.nspname, fc.relname, fn.nspname ~ $1, o.confrelid, o.confkey, "
        "CASE WHEN o.contype = 'f' AND fn.nspname !~ $1 THEN array(SELECT a.attname::text FROM "
        "pg_catalog.unnest(o.confkey) WITH ORDINALITY "
        "k(n, o) "
        "JOIN pg_catalog.pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.n ORDER BY k.o) END, "
        "o.confmatchtype, o.confupdtype, o.confdeltype, "
        "{}, {}, {}, o.conparentid <> 0 OR o.coninhcount > 0, wn.nspname, w.relname, "
        "coalesce(x.relkind = 'I' AND NOT i.indisvalid AND {}, false) "
        "FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_namespace n ON n.oid = o.connamespace "
        "LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = CASE WHEN o.contype IN ('p', 'u', 'x') THEN o.conindid END "
        "LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "
        "LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = nullif(x.reltablespace, 0) "
        "LEFT JOIN pg_catalog.pg_class w ON w.oid = CASE WHEN x.relispartition THEN "
        "pg_catalog.pg_partition_root(x.oid) END "
        "LEFT JOIN pg_catalog.pg_namespace wn ON wn.oid = w.relnamespace "
        "LEFT JOIN pg_catalog.pg_class fc ON fc.oid = nullif(o.confrelid, 0) "
        "LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace "
        // A foreign key to a partitioned table has copies for its parts.
        "WHERE o.conrelid <> 0 AND o.contype IN ('p', 'u', 'c', 'f', 'x') AND n.nspname ~ $1 "
        "AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint a WHERE a.oid = nullif(o.conparentid, 0) "
        "AND a.conrelid = o.conrelid) ORDER BY o.oid",
        nulls_not_distinct, columns_to_set, enforced, temporal, is_on_only);
  };
  static const std::string of_14 = with("false", "NULL", "true", "false");
  static const std::string of_15 = with("i.indnullsnotdistinct", "o.confdelsetcols", "true", "false");
  static const std::string of_18 = with("i.indnullsnotdistinct", "o.confdelsetcols", "o.conenforced", "o.conperiod");
  static const std::array<CatalogQuery, 3> queries{{{.sql = of_14, .read = read, .before_major = 15},
                                                    {.sql = of_15, .read = read, .from_major = 15, .before_major = 18},
                                                    {.sql = of_18, .read = read, .from_major = 18}}};
  return queries;
}

std::optional<Written> Constraint::written(const std::vector<Child>&, const Namer& namer) const {
  Written out{"constraints", name, definition(namer), {}};
  if (only) out.items.push_back({"only", {"true"}, Written::Item::Form::flag});
  return out;
}

}  // namespace limbeck
