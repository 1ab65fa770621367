#include "kinds/index.hpp"

#include "kinds/attached_index.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "kinds/table.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace limbeck {
namespace {

Index index_from(const grammar::IndexDefinition& written, const QName& table, const std::string& name, const Text& text,
                 LoadScope* scope) {
  Index out;
  out.table = table;
  out.name = name;
  out.unique = written.unique;
  out.method = written.method.value_or("btree");
  for (const grammar::IndexKey& key : written.keys) out.keys.push_back(key_from(key, text, 0, table.schema, scope));
  out.include = to_names(written.include);
  out.nulls_not_distinct = written.nulls_not_distinct;
  out.parameters = written.with;
  out.tablespace = written.tablespace.value_or("");
  if (written.where) {
    out.where = scope == nullptr ? written.where->text : resolve(*written.where, text, 0, table.schema, *scope);
  }
  return out;
}

// The number of a key that is an expression, and its target.
void load_statistics(const Field& item, Index& index, LoadScope& scope) {
  const auto number_in = [](const std::string& text) {
    int number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  };
  const int key = number_in(item.key.value);
  const bool is_expression = key > 0 && static_cast<std::size_t>(key) <= index.keys.size() &&
                             index.keys[static_cast<std::size_t>(key) - 1].column.empty();
  if (!is_expression) scope.error(item.key, 0, "a statistics target is for the number of a key that is an expression");
  const int target = number_in(item.text.value);
  if (target < 0 || target > 10000) scope.error(item.text, 0, "a statistics target is a number from 0 to 10000");
  index.statistics.emplace(std::to_string(key), std::to_string(target));
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  if (entry.type == Field::Type::table && entry.find("of") != nullptr) return load_attached_index(entry, place, scope);
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("index {} has no `definition`", entry.key.value));
    return std::nullopt;
  }
  const auto parsed = grammar::parse_index(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  Index loaded = index_from(*parsed, {place.schema, place.table}, entry.key.value, definition->text, &scope);
  if (const Field* targets = entry.type == Field::Type::table ? entry.find("statistics") : nullptr) {
    for (const Field& item : targets->items) load_statistics(item, loaded, scope);
  }
  loaded.only = entry.type == Field::Type::table && entry.flag("only");
  if (place.parent == "materialized_view") loaded.relation_kind = "materialized view";
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

// pg_get_indexdef's text from USING on: what stands before it is known to the letter.
std::string_view definition_part(std::string_view printed, const Index& index) {
  for (const std::string_view only : {"", "ONLY "}) {
    const std::string head = fmt::format("CREATE {}INDEX {} ON {}{} ", index.unique ? "UNIQUE " : "",
                                         sql::name(index.name), only, sql::name(index.table));
    if (printed.starts_with(head)) return printed.substr(head.size());
  }
  return printed.substr(printed.find(" USING ") + 1);
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_class", row.oid(), 0};
  const std::uint32_t table = row.oid();
  const ObjectId* parent = scope.find({"pg_class", table, 0});
  if (parent == nullptr) return;
  Index found;
  found.table = {parent->schema, parent->name};
  found.relation_kind = parent->kind;
  found.name = row.string();
  found.unique = row.flag();
  found.method = row.string();
  found.nulls_not_distinct = row.flag();
  found.parameters = parameters_from(row.array());
  found.tablespace = row.string();
  const auto key_count = static_cast<std::size_t>(row.number());
  const std::vector<int> columns = row.numbers();
  const std::vector<int> options = row.numbers();
  found.invalid = !row.flag();
  const bool inherited = row.flag();
  found.of_whole.attached_to = row.name();
  found.only = row.flag();
  for (auto& [number, target] : parameters_from(row.array())) found.statistics.emplace(number, target);
  if (parent->kind == Table::kind_name) {
    const auto* of = scope.get<Table>({"pg_class", table, 0});
    found.of_whole.is_so = of != nullptr && of->partition_key;
  }
  if (!row.is_null()) {
    const std::string printed = row.definition();
    if (printed.empty()) throw ChangedMeanwhile();
    // With expressions, a predicate, or operator classes and collations that are not the usual ones.
    const auto parsed = grammar::parse_index(definition_part(printed, found));
    if (!parsed) return;  // stays not modelled
    Index complete = index_from(*parsed, found.table, found.name, {}, nullptr);
    complete.relation_kind = found.relation_kind;
    complete.unique = found.unique;
    complete.parameters = found.parameters;
    complete.tablespace = found.tablespace;
    complete.invalid = found.invalid;
    complete.statistics = found.statistics;
    complete.of_whole = found.of_whole;
    complete.only = found.only;
    scope.add(address, std::move(complete), inherited);
    return;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const ObjectId* column = scope.find({"pg_class", table, columns[i]});
    if (column == nullptr) return;
    if (i >= key_count) {
      found.include.push_back(column->name);
      continue;
    }
    IndexKey key;
    key.column = column->name;
    const int option = i < options.size() ? options[i] : 0;  // INDOPTION_DESC 1, INDOPTION_NULLS_FIRST 2
    key.descending = (option & 1) != 0;
    key.nulls_first = (option & 2) != 0;
    found.keys.push_back(std::move(key));
  }
  scope.add(address, std::move(found), inherited);
}

std::string definition(const Index& index, const Namer& namer) {
  std::string text = index.method == "btree" && !namer.home.empty()
                         ? key_list(index.keys, namer)
                         : namer.word("USING ") + sql::name(index.method) + " " + key_list(index.keys, namer);
  if (!index.include.empty()) text += fmt::format(" {} ({})", namer.word("INCLUDE"), sql::names(index.include));
  if (index.nulls_not_distinct) text += namer.word(" NULLS NOT DISTINCT");
  if (!index.parameters.empty()) text += namer.word(" WITH ") + parameter_list(index.parameters);
  if (!index.tablespace.empty()) text += namer.word(" TABLESPACE ") + sql::name(index.tablespace);
  if (!index.where.empty()) text += namer.word(" WHERE ") + index.where;
  return text;
}

// Only keys that are expressions have targets, and no names that a model knows.
void set_statistics(const Index& index, const std::string& key, const std::string& target, sql::Script& script) {
  script.add(fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}",
                         sql::name(QName{index.table.schema, index.name}), key, target));
}

}  // namespace

std::span<const Section> Index::sections() {
  static const Section section{
      .name = "indexes",
      .parents = {"table", "materialized_view"},
      .takes_definition = true,
      .declares = {space::relation},
      .keys = {{"statistics", Field::Type::table, "Statistics targets of keys that are expressions: { 2 = 500 }."},
               {"only", Field::Type::flag, "Made ON ONLY the whole: the parts have what they say themselves."},
               {"of", Field::Type::text, "The index or key of the whole that this one of a part is attached to."},
               {"with", Field::Type::table, "Storage parameters of an attached one, where they are its own."},
               {"tablespace", Field::Type::text, "The tablespace of an attached one, where it is its own."}},
      .load = load,
      .help = "Indexes of the table or materialized view: what stands after ON table, with `unique` first."};
  return {&section, 1};
}

std::span<const CatalogQuery> Index::queries() {
  // NULLS NOT DISTINCT is from PostgreSQL 15. An empty definition is one that was not found any more.
  static const auto query_with = [](std::string_view nulls_not_distinct) {
    return fmt::format(
        "SELECT i.indexrelid, i.indrelid, x.relname, i.indisunique, m.amname, "
        "{}, x.reloptions, s.spcname, i.indnkeyatts, "
        "i.indkey, "
        "i.indoption, i.indisvalid OR x.relkind = 'I', x.relispartition, wn.nspname, w.relname, "
        // Where it was made ON ONLY its table, some part has none.
        "x.relkind = 'I' AND NOT i.indisvalid AND {}, "
        "CASE WHEN i.indexprs IS NOT NULL THEN array(SELECT t.attnum || '=' || t.attstattarget FROM "
        "pg_catalog.pg_attribute t WHERE t.attrelid = i.indexrelid AND t.attstattarget >= 0) END, "
        "CASE WHEN i.indexprs IS NOT NULL OR i.indpred "
        "IS NOT NULL OR EXISTS ("
        "SELECT FROM ROWS FROM (pg_catalog.unnest(i.indclass::oid[]), pg_catalog.unnest(i.indcollation::oid[]), "
        "pg_catalog.unnest(i.indkey::int2[])) k(class, sort, number) "
        "LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = k.class "
        "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number "
        "WHERE NOT oc.opcdefault OR (k.sort <> 0 AND k.sort <> a.attcollation)) "
        "OR EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attoptions IS NOT NULL "
        "AND a.attoptions::text !~ '^\\{{pg_attver=[0-9]+\\}}$') "
        // The columns of a materialized view are no objects of their own.
        "OR EXISTS (SELECT FROM pg_catalog.pg_class t WHERE t.oid = i.indrelid AND t.relkind = 'm') "
        "THEN coalesce(pg_catalog.pg_get_indexdef(i.indexrelid), '') END "
        "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "
        "JOIN pg_catalog.pg_am m ON m.oid = x.relam JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace "
        "LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = nullif(x.reltablespace, 0) "
        "LEFT JOIN pg_catalog.pg_class w ON w.oid = CASE WHEN x.relispartition THEN "
        "pg_catalog.pg_partition_root(x.oid) END "
        "LEFT JOIN pg_catalog.pg_namespace wn ON wn.oid = w.relnamespace "
        "WHERE n.nspname ~ $1 AND x.relkind IN ('i', 'I') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint o "
        "WHERE o.conindid = i.indexrelid AND o.conrelid = i.indrelid AND o.contype IN ('p', 'u', 'x'))",
        nulls_not_distinct, is_on_only);
  };
  static const std::string old = query_with("false");
  static const std::string current = query_with("i.indnullsnotdistinct");
  static const std::array<CatalogQuery, 2> queries{
      {{.sql = old, .read = read, .before_major = 15}, {.sql = current, .read = read, .from_major = 15}}};
  return queries;
}

ObjectId Index::id() const {
  return {kind_name, table.schema, table.name, name, ""};
}

std::vector<Slot> Index::slots() const {
  std::vector<Slot> out{relation_slot({table.schema, name})};
  // A foreign key can lean on a plain unique index, but on none with expressions or a predicate.
  if (unique && where.empty()) {
    std::vector<std::string> columns;
    for (const IndexKey& key : keys) columns.push_back(key.column);
    if (std::find(columns.begin(), columns.end(), "") == columns.end()) {
      std::sort(columns.begin(), columns.end());
      out.push_back({space::key, table.schema, table.name, sql::names(columns)});
    }
  }
  return out;
}

std::vector<Slot> Index::references() const {
  std::vector<Slot> out{relation_slot(table)};
  for (const IndexKey& key : keys) key.append_references_to(table, out);
  for (const Name& column : include) out.push_back(column_slot(table, column));
  if (only || of_whole.made_only) out.push_back(part_slot(table));  // a later part would get one
  if (!where.empty()) append_references(where, table, out);
  return out;
}

void Index::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  sql::Statement& statement =
      script.add(fmt::format("CREATE {}INDEX {} ON {}{} {}", unique ? "UNIQUE " : "", sql::name(name),
                             only || of_whole.made_only ? "ONLY " : "", sql::name(table), definition(*this, {})));
  if (unique) {
    statement.hazards.push_back({sql::hazard::may_fail, fmt::format("fails if rows of {} are not unique", table.name)});
  }
}

void Index::finish(sql::Script& script) const {
  for (const auto& [number, target] : statistics) set_statistics(*this, number, target, script);
}

void Index::rename_to(const Index& now, sql::Script& script) const {
  script.add(fmt::format("ALTER INDEX {} RENAME TO {}", sql::name(QName{table.schema, name}), sql::name(now.name)));
}

void Index::drop(sql::Script& script) const {
  script.add("DROP INDEX " + sql::name(QName{table.schema, name}));
}

Alteration Index::alter(const Index& now, const Hints&, sql::Script& script) const {
  // What could not be built is built again; a downgrade does not break it again.
  if (invalid && !now.invalid) return Alteration::replace();
  if (of_whole.made_again) return Alteration::replace();
  Index same = now;
  same.invalid = invalid;
  if (!of_whole.is_so && !now.of_whole.is_so) same.parameters = parameters;
  same.statistics = statistics;
  same.tablespace = tablespace;
  if (only) same.only = true;  // the parts get theirs
  if (same != *this) return Alteration::replace();
  const std::string prefix = "ALTER INDEX " + sql::name(QName{now.table.schema, now.name});
  if (tablespace != now.tablespace) {
    script.add(prefix + " SET TABLESPACE " + (now.tablespace.empty() ? "pg_default" : sql::name(now.tablespace)));
  }
  alter_parameters(prefix, parameters, now.parameters, script);
  std::map<std::string, std::string> targets = now.statistics;
  for (const auto& [number, target] : statistics) targets.try_emplace(number, "-1");
  for (const auto& [number, target] : targets) {
    const auto was = statistics.find(number);
    if (was == statistics.end() || was->second != target) set_statistics(now, number, target, script);
  }
  return Alteration::done();
}

Reaction Index::react(Effect effect) const {
  if (effect == Effect::none || effect == Effect::resized) return Reaction::keep;
  const bool plain =
      where.empty() && std::all_of(keys.begin(), keys.end(), [](const IndexKey& key) { return key.is_plain(); });
  return effect == Effect::retyped && plain ? Reaction::keep : Reaction::rebuild;
}

void Index::rename(const Renaming& renaming) {
  QName own{table.schema, name};
  rename_in(own, space::relation, renaming);
  name = own.name;
  for (IndexKey& key : keys) key.rename(table, renaming);
  rename_in(include, table, renaming);
  rename_in_expression(where, table, renaming);
  rename_in(table, space::relation, renaming);
}

bool Index::is_plain() const {
  return std::all_of(keys.begin(), keys.end(), [](const IndexKey& key) { return key.is_usual(); });
}

void Index::expressions(const ExpressionSink& sink) {
  for (IndexKey& key : keys) {
    if (!key.expression.empty()) sink({&key.expression, ExpressionUse::Shape::condition, table, ""});
  }
  if (!where.empty()) sink({&where, ExpressionUse::Shape::condition, table, ""});
}

std::optional<Written> Index::written(const std::vector<Child>&, const Namer& namer) const {
  Written out{"indexes",
              name,
              (unique ? namer.word("UNIQUE ") : "") + definition(*this, namer),
              {},
              relation_kind == "table" ? "table" : "materialized_view"};
  if (only) out.items.push_back({"only", {"true"}, Written::Item::Form::flag});
  for (const auto& [number, target] : statistics) out.items.push_back({"statistics." + number, {target}});
  return out;
}

}  // namespace limbeck
