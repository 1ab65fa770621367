#include "kinds/statistics.hpp"

#include "grammar/statistics.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace limbeck {
namespace {

constexpr std::size_t all_kinds = 3;

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

void take_over(Statistics& into, const grammar::StatisticsDefinition& written) {
  into.kinds = sorted(written.kinds);
  if (into.kinds.size() == all_kinds) into.kinds.clear();
  into.columns = sorted(written.columns);
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("statistics {} has no `definition`", entry.key.value),
                "definition = \"on a, b from t\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_statistics(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Statistics loaded;
  loaded.name = {place.schema, entry.key.value};
  loaded.table = resolve(parsed->table, space::relation, place.schema, scope);
  take_over(loaded, *parsed);
  for (const grammar::Expression& each : parsed->expressions) {
    loaded.expressions_of_rows.push_back(resolve(each, text, 0, loaded.table.schema, scope));
  }
  if (const Field* target = entry.find("target"); target != nullptr && target->text.value != "-1") {
    loaded.target = target->text.value;
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_statistic_ext", row.oid(), 0};
  const ObjectId* parent = scope.find({"pg_class", row.oid(), 0});
  if (parent == nullptr) return;
  Statistics found;
  found.table = {parent->schema, parent->name};
  found.name = row.name();
  found.target = row.string();
  const std::string_view printed = row.text();
  const std::string head = fmt::format("CREATE STATISTICS {} ", sql::name(found.name));
  if (!printed.starts_with(head)) return;
  const auto parsed = grammar::parse_statistics(printed.substr(head.size()));
  if (!parsed) return;  // stays not modelled
  take_over(found, *parsed);
  for (const grammar::Expression& each : parsed->expressions) found.expressions_of_rows.push_back(each.text);
  scope.add(address, std::move(found));
}

// All of CREATE STATISTICS after the name.
std::string definition(const Statistics& statistics, const Namer& namer) {
  std::vector<std::string> items;
  for (const std::string& column : statistics.columns) items.push_back(sql::name(column));
  for (const std::string& each : statistics.expressions_of_rows) items.push_back("(" + each + ")");
  const std::string kinds = statistics.kinds.empty() ? "" : "(" + sql::join(statistics.kinds) + ") ";
  return kinds + namer.word("ON ") + sql::join(items) + namer.word(" FROM ") + namer(statistics.table);
}

}  // namespace

std::span<const Section> Statistics::sections() {
  static const Section section{
      .name = "statistics",
      .takes_definition = true,
      .declares = {kind_name},
      .keys = {{"target", Field::Type::number, "The statistics target; that of the columns where none is given."}},
      .load = load,
      .help = "Extended statistics: what stands after the name in CREATE STATISTICS."};
  return {&section, 1};
}

std::span<const CatalogQuery> Statistics::queries() {
  static const CatalogQuery query{
      "SELECT s.oid, s.stxrelid, n.nspname, s.stxname, nullif(to_jsonb(s) ->> 'stxstattarget', '-1'), "
      "pg_catalog.pg_get_statisticsobjdef(s.oid) "
      "FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace "
      "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_statistic_ext'::regclass AND e.objid = s.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Statistics::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}

std::vector<Slot> Statistics::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}, relation_slot(table)};
  for (const std::string& column : columns) out.push_back(column_slot(table, column));
  for (const std::string& each : expressions_of_rows) append_references(each, table, out);
  return out;
}

void Statistics::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE STATISTICS {} {}", sql::name(name), definition(*this, {})));
}

void Statistics::finish(sql::Script& script) const {
  if (!target.empty()) script.add(fmt::format("ALTER STATISTICS {} SET STATISTICS {}", sql::name(name), target));
}

void Statistics::rename_to(const Statistics& now, sql::Script& script) const {
  script.add(fmt::format("ALTER STATISTICS {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void Statistics::drop(sql::Script& script) const {
  script.add("DROP STATISTICS " + sql::name(name));
}

Alteration Statistics::alter(const Statistics& now, const Hints&, sql::Script& script) const {
  Statistics same = now;
  same.target = target;
  if (same != *this) return Alteration::replace();
  script.add(fmt::format("ALTER STATISTICS {} SET STATISTICS {}", sql::name(now.name),
                         now.target.empty() ? "-1" : now.target));
  return Alteration::done();
}

// PostgreSQL makes them again under a column of another type, if their expressions stand that, but forgets the target.
Reaction Statistics::react(Effect effect) const {
  if (effect == Effect::none) return Reaction::keep;
  if (!target.empty()) return Reaction::rebuild;
  if (effect == Effect::resized) return Reaction::keep;
  return effect == Effect::retyped && expressions_of_rows.empty() ? Reaction::keep : Reaction::rebuild;
}

void Statistics::rename(const Renaming& renaming) {
  rename_in(name, kind_name, renaming);
  rename_in(columns, table, renaming);
  std::sort(columns.begin(), columns.end());
  for (std::string& each : expressions_of_rows) rename_in_expression(each, table, renaming);
  rename_in(table, space::relation, renaming);
}

void Statistics::expressions(const ExpressionSink& sink) {
  for (std::string& each : expressions_of_rows) sink({&each, ExpressionUse::Shape::condition, table, ""});
}

std::optional<Written> Statistics::written(const std::vector<Child>&, const Namer& namer) const {
  Written out{"statistics", name.name, definition(*this, namer), {}};
  if (!target.empty()) out.items.push_back({"target", {target}});
  return out;
}

}  // namespace limbeck
