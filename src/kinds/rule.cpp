#include "kinds/rule.hpp"

#include "grammar/rule.hpp"
#include "kinds/expression.hpp"
#include "kinds/firing.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("rule {} has no `definition`", entry.key.value),
                "definition = \"on insert do instead nothing\"");
    return std::nullopt;
  }
  const Text& text = definition->text;
  const auto parsed = grammar::parse_rule(text.value);
  if (!parsed) {
    scope.error(text, parsed.error());
    return std::nullopt;
  }
  Rule loaded;
  loaded.table = {place.schema, place.table};
  loaded.relation_kind = place.parent;
  loaded.name = entry.key.value;
  loaded.event = parsed->event;
  if (parsed->condition) loaded.condition = resolve(*parsed->condition, text, 0, place.schema, scope);
  loaded.instead = parsed->instead;
  for (const grammar::Expression& command : parsed->commands) {
    loaded.commands.push_back(resolve(command, text, 0, place.schema, scope));
  }
  loaded.enabled = load_firing(entry, Rule::kind_name, scope);
  if (!loaded.enabled.empty() && place.parent != "table") {
    scope.error(entry.find("enabled")->text, 0, "PostgreSQL enables and disables rules of tables only");
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_rewrite", row.oid(), 0};
  const ObjectId* parent = scope.find({"pg_class", row.oid(), 0});
  if (parent == nullptr || (parent->kind != "table" && parent->kind != "view")) return;
  Rule found;
  found.table = {parent->schema, parent->name};
  found.relation_kind = parent->kind;
  found.name = row.string();
  found.enabled = firing_from(row.text());
  const std::string_view printed = row.text();
  const std::string head = fmt::format("CREATE RULE {} AS\n", sql::name(found.name));
  if (!printed.starts_with(head)) return;
  const auto parsed = grammar::parse_rule(printed.substr(head.size()));
  if (!parsed) return;  // stays not modelled
  found.event = parsed->event;
  if (parsed->condition) found.condition = parsed->condition->text;
  found.instead = parsed->instead;
  for (const grammar::Expression& command : parsed->commands) found.commands.push_back(command.text);
  scope.add(address, std::move(found));
}

std::string capitals(std::string word) {
  for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return word;
}

// What stands after AS in CREATE RULE; `to` is left out below a table of a model file.
std::string definition(const Rule& rule, const Namer& namer, bool with_table) {
  std::string text = namer.word("ON " + capitals(rule.event));
  if (with_table) text += " TO " + sql::name(rule.table);
  if (!rule.condition.empty()) text += namer.word(" WHERE ") + rule.condition;
  text += namer.word(rule.instead ? " DO INSTEAD " : " DO ALSO ");
  if (rule.commands.empty()) return text + namer.word("NOTHING");
  if (rule.commands.size() == 1) return text + rule.commands.front();
  return text + "(" + sql::join(rule.commands, ";\n") + ")";
}

std::string enabled_statement(const Rule& rule) {
  return fmt::format("ALTER TABLE {} {} RULE {}", sql::name(rule.table), firing_verb(rule.enabled),
                     sql::name(rule.name));
}

void add_create(const Rule& rule, std::string_view verb, sql::Script& script) {
  script.add(fmt::format("{} RULE {} AS {}", verb, sql::name(rule.name), definition(rule, {}, true)));
}

}  // namespace

std::span<const Section> Rule::sections() {
  static const Section section{.name = "rules",
                               .parents = {"table", "view"},
                               .takes_definition = true,
                               .keys = {firing_key},
                               .load = load,
                               .help = "Rules of the table: what stands after AS in CREATE RULE, without TO table."};
  return {&section, 1};
}

std::span<const CatalogQuery> Rule::queries() {
  // A rule is no member of an extension by itself: it belongs to its table's, which is not read then.
  static const CatalogQuery query{
      "SELECT r.oid, r.ev_class, r.rulename, r.ev_enabled, pg_catalog.pg_get_ruledef(r.oid) "
      "FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

ObjectId Rule::id() const {
  return {kind_name, table.schema, table.name, name, ""};
}

std::vector<Slot> Rule::references() const {
  std::vector<Slot> out{relation_slot(table)};
  if (!condition.empty()) append_command_references(condition, table, out);
  for (const std::string& command : commands) append_command_references(command, table, out);
  return out;
}

void Rule::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  add_create(*this, "CREATE", script);
}

void Rule::finish(sql::Script& script) const {
  if (!enabled.empty()) script.add(enabled_statement(*this));
}

void Rule::rename_to(const Rule& now, sql::Script& script) const {
  script.add(
      fmt::format("ALTER RULE {} ON {} RENAME TO {}", sql::name(name), sql::name(now.table), sql::name(now.name)));
}

void Rule::drop(sql::Script& script) const {
  script.add(fmt::format("DROP RULE {} ON {}", sql::name(name), sql::name(table)));
}

// CREATE OR REPLACE keeps the firing and the comment.
Alteration Rule::alter(const Rule& now, const Hints&, sql::Script& script) const {
  Rule same = now;
  same.enabled = enabled;
  if (same != *this) add_create(now, "CREATE OR REPLACE", script);
  if (enabled != now.enabled) script.add(enabled_statement(now));
  return Alteration::done();
}

// A column that a rule uses cannot change its type at all.
Reaction Rule::react(Effect effect) const {
  return effect == Effect::none ? Reaction::keep : Reaction::rebuild;
}

void Rule::rename(const Renaming& renaming) {
  if (renaming.from == Slot{kind_name, table.schema, table.name, name}) name = renaming.to;
  rename_in_command(condition, table, renaming);
  for (std::string& command : commands) rename_in_command(command, table, renaming);
  rename_in(table, space::relation, renaming);
}

void Rule::expressions(const ExpressionSink& sink) {
  sink({&condition, ExpressionUse::Shape::query, table, ""});
  for (std::string& command : commands) sink({&command, ExpressionUse::Shape::query, table, ""});
}

std::optional<Written> Rule::written(const std::vector<Child>&, const Namer& namer) const {
  Written out{"rules", name, definition(*this, namer, false), {}, relation_kind};
  write_firing(enabled, out);
  return out;
}

}  // namespace limbeck
