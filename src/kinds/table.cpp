#include "kinds/table.hpp"

#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/inheritance.hpp"
#include "kinds/partition.hpp"
#include "kinds/scope.hpp"
#include "kinds/server.hpp"
#include "kinds/table_setting.hpp"
#include "kinds/typed_table.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace limbeck {
namespace {

std::string text_of(const Field& entry, std::string_view key) {
  const Field* found = entry.find(key);
  return found == nullptr ? "" : found->text.value;
}

PartitionKey key_from(const grammar::PartitionKey& written, const Text& text, const std::string& home,
                      LoadScope* scope) {
  PartitionKey out{written.strategy, {}};
  for (const grammar::IndexKey& key : written.keys) out.keys.push_back(key_from(key, text, 0, home, scope));
  return out;
}

// Its part of another table; nothing if it says none, or has an error.
std::optional<Partition> load_partition(const Field& entry, const QName& table, LoadScope& scope) {
  const Field* of = entry.find("partition_of");
  if (of == nullptr) return std::nullopt;
  const auto parsed = grammar::parse_partition_of(of->text.value);
  if (!parsed) {
    scope.error(of->text, parsed.error());
    return std::nullopt;
  }
  return Partition{{}, table, resolve(parsed->parent, space::relation, table.schema, scope), bounds_text(*parsed, {})};
}

std::vector<QName> load_bases(const Field& entry, const QName& table, LoadScope& scope) {
  const Field* list = entry.find("inherits");
  if (list == nullptr) return {};
  if (entry.find("partition_of") != nullptr) {
    scope.error(list->key, 0, fmt::format("table {} is a partition, which cannot inherit from others", table.name));
  }
  std::vector<QName> out;
  for (const Field& item : list->items) {
    const auto parsed = grammar::parse_qualified(item.text.value);
    if (!parsed) {
      scope.error(item.text, parsed.error());
      continue;
    }
    QName base = resolve(*parsed, space::relation, table.schema, scope);
    if (std::find(out.begin(), out.end(), base) != out.end()) {
      scope.error(item.text, 0, fmt::format("table {} inherits twice from {}", table.name, base.name));
      continue;
    }
    out.push_back(std::move(base));
  }
  return out;
}

// What makes it a part of another table or an heir.
void load_place_among_others(const Field& entry, Table& loaded, LoadScope& scope) {
  loaded.base_tables.names = load_bases(entry, loaded.name, scope);
  for (const QName& base : loaded.base_tables.names) {
    scope.add(Inheritance{{}, loaded.name, base}, entry.find("inherits")->key);
  }
  if (const auto partition = load_partition(entry, loaded.name, scope)) {
    loaded.base_tables = {{partition->parent}, true};
    scope.add(*partition, entry.find("partition_of")->key);
  }
}

// The composite type that it is of.
void load_type(const Field& of, const Table& table, LoadScope& scope) {
  const auto parsed = grammar::parse_qualified(of.text.value);
  if (!parsed) {
    scope.error(of.text, parsed.error());
  } else if (!table.base_tables.names.empty()) {
    scope.error(of.key, 0, fmt::format("table {} cannot be of a type and have a base", table.name.name));
  } else {
    scope.add(TypedTable{{}, table.name, resolve(*parsed, space::type, table.name.schema, scope), {}}, of.key);
  }
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
  if (const Field* by = entry.find("partition_by")) {
    const auto parsed = grammar::parse_partition_key(by->text.value);
    if (parsed) {
      loaded.partition_key = key_from(*parsed, by->text, place.schema, &scope);
    } else {
      scope.error(by->text, parsed.error());
    }
  }
  load_place_among_others(entry, loaded, scope);
  if (const Field* of = entry.find("of")) load_type(*of, loaded, scope);
  const ObjectId id = loaded.id();
  load_settings(entry, loaded.name, scope);
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

std::optional<ObjectId> load_foreign(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  Table loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.foreign = ForeignSource{text_of(entry, "server"), {}};
  if (loaded.foreign->server.empty()) {
    scope.error(entry.key, 0, fmt::format("foreign table {} has no `server`", entry.key.value), "server = \"archive\"");
    return std::nullopt;
  }
  if (const Field* options = entry.find("options")) {
    for (const Field& item : options->items) loaded.foreign->options.emplace(item.key.value, item.text.value);
  }
  load_place_among_others(entry, loaded, scope);
  ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  id.kind = foreign_table;
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
  const std::string key = row.string();
  if (!key.empty()) {
    const auto parsed = grammar::parse_partition_key(key);
    if (!parsed) return;  // stays not modelled
    found.partition_key = key_from(*parsed, {}, "", nullptr);
  }
  if (!row.is_null()) {
    found.foreign = ForeignSource{row.string(), options_from(row.array())};
  } else {
    row.text();
    row.text();
  }
  found.base_tables.as_partition = row.flag();
  const std::vector<std::string> schemas = row.array();
  const std::vector<std::string> names = row.array();
  for (std::size_t i = 0; i < names.size(); ++i) found.base_tables.names.push_back({schemas[i], names[i]});
  scope.add(address, std::move(found));
}

std::vector<std::string> texts_of(std::string_view kind, const std::vector<Child>& children) {
  std::vector<std::string> out;
  for (const Child& child : children) {
    if (child.kind == kind) out.push_back(child.text);
  }
  return out;
}

void add_row_security(const Table& table, std::string_view what, sql::Script& script) {
  script.add(fmt::format("ALTER TABLE {} {} ROW LEVEL SECURITY", sql::name(table.name), what));
}

// The table is renamed away, made, filled and dropped.
TypeSwap swap_of(const Table& was, const Table& now) {
  TypeSwap swap = swap_away(now.name, "TABLE");
  swap.with_members = true;
  swap.old_rows = (was.partition_key ? "" : "ONLY ") + sql::name(QName{now.name.schema, swap.old_name});
  Refill& refill = swap.refill.emplace();
  refill.hazards.push_back(
      {sql::hazard::rewrite, fmt::format("copies {} under an ACCESS EXCLUSIVE lock", now.name.name)});
  if (now.partition_key) {
    refill.hazards.push_back(
        {sql::hazard::may_fail, fmt::format("fails if no part of {} takes a row of it", now.name.name)});
  }
  // The owner has to see all rows, and to write them.
  if (was.force_row_security) add_row_security(now, "NO FORCE", refill.begin);
  if (now.force_row_security) {
    add_row_security(now, "NO FORCE", refill.before);
    add_row_security(now, "FORCE", refill.end);
  }
  return swap;
}

}  // namespace

std::span<const Section> Table::sections() {
  static const Key partition_of{
      "partition_of", Field::Type::text,
      "The table that it is a part of, and of which rows: t for values from (1) to (10), t default."};
  static const Key inherits{"inherits", Field::Type::list, "The tables that it inherits from."};
  static const std::array<Section, 2> sections{
      {{.name = "table",
        .declares = {space::relation, space::type},
        .keys = {{"unlogged", Field::Type::flag, "Not written to the WAL: empty after a crash."},
                 {"row_security", Field::Type::flag, "Policies decide which rows are seen: ENABLE ROW LEVEL SECURITY."},
                 {"force_row_security", Field::Type::flag, "For the table's owner, too: FORCE ROW LEVEL SECURITY."},
                 {"replica_identity", Field::Type::text, "\"full\", \"nothing\", \"using index NAME\" or \"default\"."},
                 {"cluster_on", Field::Type::text, "The index that CLUSTER goes by."},
                 {"access_method", Field::Type::text, "The table access method; heap where none is named."},
                 {"tablespace", Field::Type::text, "The tablespace; the database's where none is named."},
                 grants_key,
                 {"with", Field::Type::table, "Storage parameters: { fillfactor = 70 }."},
                 {"partition_by", Field::Type::text, "How its rows are divided: range (created_at), list, hash."},
                 {"of", Field::Type::text, "The composite type that it is of, which has its columns."},
                 partition_of,
                 inherits},
        .load = load,
        .help = "A table; its columns, constraints, indexes and triggers stand in tables of their own below it."},
       {.name = foreign_section,
        .declares = {space::relation, space::type},
        .keys = {{"server", Field::Type::text, "The server that has its rows."},
                 {"options", Field::Type::table, "What the wrapper wants to know: { schema_name = \"app\" }."},
                 grants_key,
                 partition_of,
                 inherits},
        .load = load_foreign,
        .help = "A foreign table; its columns, checks and triggers stand in tables of their own below it."}}};
  return sections;
}

std::span<const CatalogQuery> Table::queries() {
  static const CatalogQuery query{
      "SELECT c.oid, n.nspname, c.relname, c.relpersistence, c.reloptions, t.reloptions, nullif(am.amname, 'heap'), "
      "s.spcname, "
      "c.relrowsecurity, c.relforcerowsecurity, "
      "CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END, fs.srvname, ft.ftoptions, "
      "c.relispartition, b.schemas, b.names "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam "
      "LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace "
      "LEFT JOIN pg_catalog.pg_foreign_table ft ON ft.ftrelid = c.oid "
      "LEFT JOIN pg_catalog.pg_foreign_server fs ON fs.oid = ft.ftserver "
      "LEFT JOIN (SELECT i.inhrelid, pg_catalog.array_agg(pn.nspname ORDER BY i.inhseqno) AS schemas, "
      "pg_catalog.array_agg(p.relname ORDER BY i.inhseqno) AS names FROM pg_catalog.pg_inherits i "
      "JOIN pg_catalog.pg_class p ON p.oid = i.inhparent AND p.relkind IN ('r', 'p', 'f') "
      "JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace GROUP BY i.inhrelid) b ON b.inhrelid = c.oid "
      "WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND n.nspname ~ $1 "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass "
      "AND e.objid = c.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Table::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

std::vector<Slot> Table::slots() const {
  std::vector<Slot> out{relation_slot(name), {space::type, name.schema, "", name.name}};
  if (base_tables.as_partition) out.push_back(part_slot(base_tables.names.front()));
  return out;
}

std::vector<Slot> Table::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  for (const QName& base : base_tables.names) out.push_back(relation_slot(base));
  if (partition_key) {
    // Its columns need the table, not the other way round.
    for (const IndexKey& key : partition_key->keys) append_references(key.expression, {}, out);
  }
  if (foreign) out.push_back({Server::kind_name, "", "", foreign->server});
  return out;
}

std::string PartitionKey::definition(const Namer& namer) const {
  std::string words = strategy;
  for (char& c : words) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return namer.word(words) + " " + key_list(keys, namer);
}

void Table::create(const std::vector<Child>& children, const Hints&, sql::Script& script) const {
  for (const std::string& text : making.before) script.add(text);
  const std::vector<std::string> bounds = texts_of(Partition::kind_name, children);
  const std::vector<std::string> parents = texts_of(Inheritance::kind_name, children);
  std::string inside;
  for (const Child& child : children) {
    if (child.kind == Partition::kind_name || child.kind == Inheritance::kind_name) continue;
    inside += (inside.empty() ? "\n    " : ",\n    ") + child.text;
  }
  std::string text = fmt::format("CREATE {}TABLE {}",
                                 foreign    ? "FOREIGN "
                                 : unlogged ? "UNLOGGED "
                                            : "",
                                 sql::name(name));
  if (!bounds.empty()) text += " PARTITION OF " + sql::name(base_tables.names.front());
  if (!inside.empty()) {
    text += " (" + inside + "\n)";
  } else if (bounds.empty()) {
    text += " ()";
  }
  if (!bounds.empty()) text += " " + bounds.front();
  if (!parents.empty()) text += " INHERITS (" + sql::join(parents) + ")";
  if (partition_key) text += " PARTITION BY " + partition_key->definition({});
  if (foreign) text += " SERVER " + sql::name(foreign->server) + options_clause(foreign->options);
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
  script.add(fmt::format("ALTER {}TABLE {} RENAME TO {}", foreign ? "FOREIGN " : "", sql::name(name),
                         sql::name(now.name.name)));
}

void Table::drop(sql::Script& script) const {
  if (foreign) {
    script.add("DROP FOREIGN TABLE " + sql::name(name));  // the server keeps the rows
    return;
  }
  for (const std::string& text : leaving.before) script.add(text);
  script.add("DROP TABLE " + sql::name(name), {sql::hazard::data_loss, "drops the table with its rows"});
}

Alteration Table::alter(const Table& now, const Hints&, sql::Script& script) const {
  if (foreign || now.foreign) {
    if (!foreign || !now.foreign || foreign->server != now.foreign->server) return Alteration::replace();
    script.add("ALTER FOREIGN TABLE " + sql::name(now.name) + options_change(foreign->options, now.foreign->options));
    return Alteration::done();
  }
  if (partition_key != now.partition_key) return Alteration::remake(swap_of(*this, now));
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

std::optional<TypeSwap> Table::remade(const Table& now, const std::vector<TypeSwap>&) const {
  TypeSwap swap = swap_of(*this, now);
  if (!base_tables.as_partition) return swap;
  // Its rows are those of the whole, which takes it along.
  swap.refill.reset();
  swap.end = {};
  return swap;
}

std::optional<TypeSwap> Table::remade_for(const Table& now, const ObjectId& member, Effect effect) const {
  if (!partition_key || (effect != Effect::retyped && effect != Effect::resized)) return std::nullopt;
  const Slot column = column_slot(name, member.name);
  std::vector<Slot> used;
  for (const IndexKey& key : partition_key->keys) key.append_references_to(name, used);
  if (member.kind != "column" || std::find(used.begin(), used.end(), column) == used.end()) return std::nullopt;
  return swap_of(*this, now);
}

void Table::rename(const Renaming& renaming) {
  if (partition_key) {
    for (IndexKey& key : partition_key->keys) key.rename(name, renaming);
  }
  for (QName& base : base_tables.names) rename_in(base, space::relation, renaming);
  rename_in(name, space::relation, renaming);
  if (foreign && renaming.from == Slot{Server::kind_name, "", "", foreign->server}) foreign->server = renaming.to;
}

void Table::expressions(const ExpressionSink& sink) {
  if (!partition_key) return;
  for (IndexKey& key : partition_key->keys) {
    if (!key.expression.empty()) sink({&key.expression, ExpressionUse::Shape::condition, name, ""});
  }
}

std::optional<Written> Table::written(const std::vector<Child>& children, const Namer& namer) const {
  Written out{foreign ? foreign_section : "table", name.name, "", {}};
  if (foreign) {
    out.items.push_back({"server", {foreign->server}});
    for (const auto& [key, value] : foreign->options) out.items.push_back({"options." + key, {value}});
  }
  const std::vector<std::string> bounds = texts_of(Partition::kind_name, children);
  if (!bounds.empty()) {
    out.items.push_back(
        {"partition_of", {namer(base_tables.names.front()) + " " + bounds_text(bounds.front(), namer)}});
  } else if (!base_tables.names.empty()) {
    std::vector<std::string> parents;
    for (const QName& base : base_tables.names) parents.push_back(namer(base));
    out.items.push_back({"inherits", std::move(parents), Written::Item::Form::list});
  }
  if (partition_key) out.items.push_back({"partition_by", {partition_key->definition(namer)}});
  if (unlogged) out.items.push_back({"unlogged", {"true"}, Written::Item::Form::flag});
  if (!method.empty()) out.items.push_back({"access_method", {method}});
  if (!tablespace.empty()) out.items.push_back({"tablespace", {tablespace}});
  if (row_security) out.items.push_back({"row_security", {"true"}, Written::Item::Form::flag});
  if (force_row_security) out.items.push_back({"force_row_security", {"true"}, Written::Item::Form::flag});
  for (const auto& [key, value] : parameters) out.items.push_back({"with." + key, {value}});
  return out;
}

}  // namespace limbeck
