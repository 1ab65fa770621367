// Where columns come from: the `columns` section of model files, and pg_attribute.

#include "kinds/column.hpp"
#include "kinds/column_options.hpp"
#include "kinds/constraint.hpp"
#include "kinds/default.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "kinds/sequence.hpp"
#include "kinds/table.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace limbeck {
namespace {

Identity identity_from(const grammar::IdentityClause& written, const Column& column, const Text& text,
                       LoadScope& scope) {
  Identity out;
  out.always = written.always;
  const bool sequence_type =
      column.type.text == "smallint" || column.type.text == "integer" || column.type.text == "bigint";
  if (!sequence_type) scope.error(text, 0, "an identity column is smallint, integer or bigint");
  out.options = options_from(written.options, sequence_type ? column.type.text : "bigint", text, scope);
  out.sequence = written.options.sequence_name ? written.options.sequence_name->parts.back()
                                               : sql::object_name(column.table.name, column.name, "seq");
  return out;
}

// The sequence that `serial` stands for, and the default that calls it.
void add_serial(const Column& column, const Text& at, LoadScope& scope) {
  const QName name{column.table.schema, sql::object_name(column.table.name, column.name, "seq")};
  scope.add(
      Sequence{{}, name, SequenceOptions::defaults(column.type.text), OwningColumn{column.table, column.name}, false},
      at, {}, true);
  scope.add(Default{{}, column.table, column.name, nextval(name)}, at);
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

Column column_from(const grammar::ColumnDefinition& written, const Field& entry, const QName& table, const Text& text,
                   LoadScope& scope) {
  Column out;
  out.table = table;
  out.name = entry.key.value;
  out.type = resolve(written.type, text, 0, table.schema, scope);
  if (written.collation) out.collation = resolve_collation(*written.collation, table.schema, scope);
  out.not_null = written.not_null || written.identity || written.type.is_serial();
  if (written.identity) out.identity = identity_from(*written.identity, out, text, scope);
  if (written.generated) {
    out.generated =
        Generated{resolve(written.generated->expression, text, 0, table.schema, scope), written.generated->stored};
  }
  if (written.storage) out.storage = upper(*written.storage);
  if (written.compression && *written.compression != "default") out.compression = *written.compression;
  return out;
}

// What needs the rows is refused where they are elsewhere.
void check_foreign(const grammar::ColumnDefinition& written, const Field& entry, const Text& text, LoadScope& scope) {
  for (const grammar::ConstraintDefinition& each : written.constraints) {
    if (each.kind == grammar::ConstraintKind::check) continue;
    scope.error(text, each.offset, "a foreign table has no constraints but checks");
  }
  for (const std::string_view key : {"using", "backfill"}) {
    if (const Field* found = entry.find(key)) {
      scope.error(found->key, 0, fmt::format("`{}` is not for foreign tables: their rows are elsewhere", key));
    }
  }
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("column {} has no `definition`", entry.key.value),
                "definition = \"integer not null\"");
    return std::nullopt;
  }
  const QName table{place.schema, place.table};
  const Text& text = definition->text;
  const auto parsed = grammar::parse_column(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Column loaded = column_from(*parsed, entry, table, text, scope);
  loaded.rows.elsewhere = place.parent == foreign_section;
  if (loaded.rows.elsewhere) check_foreign(*parsed, entry, text, scope);
  if (parsed->options) {
    if (!loaded.rows.elsewhere) scope.error(text, 0, "only the columns of foreign tables have options");
    scope.add(ColumnOptions{{}, table, loaded.name, *parsed->options, {}}, entry.key);
  }
  load_column_keys(entry, table, loaded.statistics, loaded.parameters, hints, scope);
  if (parsed->type.is_serial()) {
    if (parsed->default_value) scope.error(text, parsed->default_value->offset, "a serial column has its own default");
    add_serial(loaded, entry.key, scope);
  } else if (parsed->default_value) {
    std::string value = resolve_value(*parsed->default_value, parsed->type, loaded.type, text, table.schema, scope);
    if (!value.empty()) scope.add(Default{{}, table, loaded.name, std::move(value)}, entry.key);
  }
  for (const grammar::ConstraintDefinition& inline_constraint : parsed->constraints) {
    scope.add(constraint_from(inline_constraint, table, "", loaded.name, text, scope), entry.key, {},
              !inline_constraint.name);
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read_column(Row& row, CatalogScope& scope) {
  const std::uint32_t table = row.oid();
  const int number = row.number();
  const ObjectId* parent = scope.find({"pg_class", table, 0});
  if (parent == nullptr || parent->kind != "table") return;
  Column found;
  found.table = {parent->schema, parent->name};
  found.rows.elsewhere = scope.get<Table>({"pg_class", table, 0})->foreign.has_value();
  found.name = row.string();
  found.type = read_type(row);
  found.collation = read_collation(row);
  found.not_null = row.flag();
  const std::string identity = row.string();
  if (!identity.empty()) found.identity = Identity{identity == "a", "", {}};
  const std::string generated = row.string();
  const std::string expression = generated.empty() ? row.string() : row.definition();
  if (!generated.empty()) found.generated = Generated{expression, generated == "s"};
  found.storage = storage_word(row.text());
  const std::string compression = row.string();
  found.compression = compression == "p" ? "pglz" : compression == "l" ? "lz4" : "";
  if (!row.is_null()) {
    found.statistics = row.number();
  } else {
    row.text();
  }
  for (auto& [key, value] : parameters_from(row.array())) {
    // Others are the server's private details (pg_attver).
    if (key == "n_distinct" || key == "n_distinct_inherited") found.parameters.emplace(key, value);
  }
  scope.add({"pg_class", table, number}, std::move(found), row.flag());
}

void read_identity(Row& row, CatalogScope& scope) {
  const std::uint32_t table = row.oid();
  auto* column = scope.get<Column>({"pg_class", table, row.number()});
  if (column == nullptr || !column->identity) return;
  column->identity->sequence = row.string();
  column->identity->options = options_from(row);
}

}  // namespace

void load_column_keys(const Field& entry, const QName& table, std::optional<int>& statistics,
                      StorageParameters& parameters, Hints& hints, LoadScope& scope) {
  if (const Field* target_of = entry.find("statistics")) {
    const std::string& digits = target_of->text.value;
    int target = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), target);
    if (target < 0 || target > 10000)
      scope.error(target_of->text, 0, "a statistics target is a number from 0 to 10000");
    statistics = target;
  }
  if (const Field* with = entry.find("with")) {
    for (const Field& item : with->items) parameters.emplace(item.key.value, item.text.value);
  }

  const auto expression = [&](std::string_view key) -> std::string {
    const Field* found = entry.find(key);
    if (found == nullptr) return "";
    const auto parsed = grammar::parse_expression(found->text.value);
    if (!parsed) {
      scope.error(found->text, parsed.error());
      return "";
    }
    return resolve(*parsed, found->text, 0, table.schema, scope);
  };
  hints.using_expression = expression("using");
  hints.backfill = expression("backfill");
}

std::string storage_word(std::string_view code) {
  switch (code.empty() ? ' ' : code.front()) {
    case 'p':
      return "PLAIN";
    case 'e':
      return "EXTERNAL";
    case 'x':
      return "EXTENDED";
    case 'm':
      return "MAIN";
    default:
      return "";
  }
}

std::span<const Section> Column::sections() {
  static const Section section{
      .name = "columns",
      .parents = {"table", foreign_section},
      .takes_definition = true,
      .declares = {space::column},
      .keys = {{"using", Field::Type::text, "The expression of a type change: ALTER COLUMN TYPE ... USING."},
               {"backfill", Field::Type::text,
                "The value of existing rows when the column is added or becomes NOT NULL."},
               {"statistics", Field::Type::number, "The statistics target."},
               {"with", Field::Type::table, "n_distinct and n_distinct_inherited."}},
      .load = load,
      .help = "The table's columns in their order: what stands after the name in CREATE TABLE."};
  return {&section, 1};
}

std::span<const CatalogQuery> Column::queries() {
  static const std::string identities = fmt::format(
      "SELECT d.refobjid, d.refobjsubid, c.relname, {} FROM pg_catalog.pg_sequence s "
      "JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.objsubid = "
      "0 "
      "AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'i' WHERE n.nspname ~ $1",
      sequence_option_columns);
  // Types by format_type, under the empty search_path of the session; the name of the type, or of an array's element.
  static const std::array<CatalogQuery, 2> queries{{
      {"SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), en.nspname, "
       "e.typname, "
       "cn.nspname, co.collname, a.attnotnull, a.attidentity, a.attgenerated, "
       "CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END, "
       "CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, a.attcompression, "
       "nullif(a.attstattarget, -1), a.attoptions, "
       // One that stands in both is merged; it is the table's own only where it says more than the base.
       "CASE WHEN a.attinhcount > 0 THEN NOT a.attislocal OR c.relispartition OR EXISTS ("
       "SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_attribute b ON b.attrelid = i.inhparent "
       "AND b.attname = a.attname WHERE i.inhrelid = a.attrelid AND a.attidentity = '' "
       "AND (a.attnotnull, a.attstorage, a.attcompression, a.attgenerated) = "
       "(b.attnotnull, b.attstorage, b.attcompression, b.attgenerated) "
       "AND a.attstattarget IS NOT DISTINCT FROM b.attstattarget) ELSE false END "
       "FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
       "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
       "JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE "
       "t.oid END "
       "JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace "
       "LEFT JOIN pg_catalog.pg_collation co ON co.oid = CASE WHEN a.attcollation <> t.typcollation THEN "
       "a.attcollation END "
       "LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace "
       "LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = CASE WHEN a.attgenerated <> '' THEN a.attrelid END "
       "AND d.adnum = a.attnum "
       "WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND n.nspname ~ $1 ORDER BY "
       "a.attrelid, "
       "a.attnum",
       read_column},
      {identities, read_identity},
  }};
  return queries;
}

std::optional<Written> Column::written(const std::vector<Child>& children, const Namer& namer) const {
  Written out{"columns", name, "", {}};
  const bool serial = adopts(children) && std::any_of(children.begin(), children.end(),
                                                      [](const Child& child) { return child.kind == "sequence"; });
  std::string of_server;
  for (const Child& child : children) {
    if (child.kind == ColumnOptions::kind_name) of_server = namer.word(" OPTIONS") + child.text.substr(7);
  }
  if (serial) {
    out.definition = type.text == "integer" ? "serial" : type.text == "bigint" ? "bigserial" : "smallserial";
    out.definition += of_server;
  } else {
    out.definition = type.written(namer) + of_server;
    if (!storage.empty()) out.definition += namer.word(" STORAGE ") + namer.word(storage);
    if (!compression.empty()) out.definition += namer.word(" COMPRESSION ") + compression;
    if (!collation.empty()) out.definition += namer.word(" COLLATE ") + collation;
    if (not_null && !identity) out.definition += namer.word(" NOT NULL");
    for (const Child& child : children) {
      if (child.kind == "default") out.definition += namer.word(" DEFAULT") + child.text.substr(7);
    }
  }
  if (generated) {
    out.definition += fmt::format(" {} ({}) {}", namer.word("GENERATED ALWAYS AS"), generated->expression,
                                  namer.word(generated->stored ? "STORED" : "VIRTUAL"));
  }
  if (identity) {
    out.definition +=
        namer.word(identity->always ? " GENERATED ALWAYS AS IDENTITY" : " GENERATED BY DEFAULT AS IDENTITY");
    std::string options = namer.word(identity->options.clause());
    if (identity->sequence != sql::object_name(table.name, name, "seq")) {
      options = namer.word("SEQUENCE NAME ") + sql::name(QName{table.schema, identity->sequence}) +
                (options.empty() ? "" : " " + options);
    }
    if (!options.empty()) out.definition += " (" + options + ")";
  }
  if (statistics) out.items.push_back({"statistics", {std::to_string(*statistics)}});
  for (const auto& [key, value] : parameters) out.items.push_back({"with." + key, {value}});
  return out;
}

}  // namespace limbeck
