#include "kinds/trigger.hpp"

#include "kinds/expression.hpp"
#include "kinds/firing.hpp"
#include "kinds/part_trigger.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

QName name_of(const grammar::QualifiedName& written, std::string_view in, const std::string& home, LoadScope* scope) {
  if (scope != nullptr) return resolve(written, in, home, *scope);
  if (written.parts.size() < 2) return {"pg_catalog", written.parts.back()};
  return {written.parts[0], written.parts[1]};
}

Trigger trigger_from(const grammar::TriggerDefinition& written, const QName& table, const std::string& name,
                     const Text& text, LoadScope* scope) {
  Trigger out;
  out.table = table;
  out.name = name;
  out.constraint = written.constraint;
  out.timing = written.timing;
  out.on_insert = written.on_insert;
  out.on_update = written.on_update;
  out.on_delete = written.on_delete;
  out.on_truncate = written.on_truncate;
  out.update_columns = written.update_columns;
  if (written.from) out.from = name_of(*written.from, space::relation, table.schema, scope);
  out.initially_deferred = written.deferrability.initially_deferred.value_or(false);
  out.deferrable = written.deferrability.deferrable.value_or(out.initially_deferred);
  out.old_table = written.old_table.value_or("");
  out.new_table = written.new_table.value_or("");
  out.for_each_row = written.for_each_row;
  if (written.when) {
    out.when = scope == nullptr ? written.when->text : resolve(*written.when, text, 0, table.schema, *scope);
  }
  out.function = name_of(written.function, space::function, table.schema, scope);
  out.arguments = written.arguments;
  return out;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr && entry.find("enabled") != nullptr) {
    PartTrigger of_whole;
    of_whole.table = {place.schema, place.table};
    of_whole.name = entry.key.value;
    of_whole.enabled = load_firing(entry, Trigger::kind_name, scope);
    const ObjectId id = of_whole.id();
    scope.add(std::move(of_whole), entry.key);
    return id;
  }
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("trigger {} has no `definition`", entry.key.value));
    return std::nullopt;
  }
  const auto parsed = grammar::parse_trigger(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  Trigger loaded = trigger_from(*parsed, {place.schema, place.table}, entry.key.value, definition->text, &scope);
  loaded.relation_kind = place.parent == "view" ? "view" : "table";
  loaded.enabled = load_firing(entry, Trigger::kind_name, scope);
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_trigger", row.oid(), 0};
  const ObjectId* parent = scope.find({"pg_class", row.oid(), 0});
  if (parent == nullptr) return;
  const std::string name = row.string();
  const std::string state = row.string();
  const bool constraint = row.flag();
  const std::string printed = row.definition();
  const std::string head = fmt::format("CREATE {}TRIGGER {} ", constraint ? "CONSTRAINT " : "", sql::name(name));
  if (!printed.starts_with(head)) return;
  const auto parsed = grammar::parse_trigger((constraint ? "CONSTRAINT " : "") + printed.substr(head.size()));
  if (!parsed) return;  // stays not modelled
  Trigger found = trigger_from(*parsed, {parent->schema, parent->name}, name, {}, nullptr);
  found.relation_kind = parent->kind;
  found.enabled = firing_from(state);
  scope.add(address, std::move(found));
}

std::string events(const Trigger& trigger, const Namer& namer) {
  std::vector<std::string> parts;
  if (trigger.on_insert) parts.push_back(namer.word("INSERT"));
  if (trigger.on_delete) parts.push_back(namer.word("DELETE"));
  if (trigger.on_update) {
    parts.push_back(namer.word("UPDATE") +
                    (trigger.update_columns.empty() ? "" : namer.word(" OF ") + sql::names(trigger.update_columns)));
  }
  if (trigger.on_truncate) parts.push_back(namer.word("TRUNCATE"));
  return sql::join(parts, namer.word(" OR "));
}

// All of CREATE TRIGGER from the timing on; `on` is left out below a table of a model file.
std::string definition(const Trigger& trigger, const Namer& namer, bool with_table) {
  std::string timing;
  for (const char c : trigger.timing) timing += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  std::string text = namer.word(timing) + " " + events(trigger, namer);
  if (with_table) text += " ON " + sql::name(trigger.table);
  if (!trigger.from.name.empty()) text += namer.word(" FROM ") + namer(trigger.from);
  if (trigger.deferrable) text += namer.word(" DEFERRABLE");
  if (trigger.initially_deferred) text += namer.word(" INITIALLY DEFERRED");
  if (!trigger.old_table.empty() || !trigger.new_table.empty()) text += namer.word(" REFERENCING");
  if (!trigger.old_table.empty()) text += namer.word(" OLD TABLE AS ") + sql::name(trigger.old_table);
  if (!trigger.new_table.empty()) text += namer.word(" NEW TABLE AS ") + sql::name(trigger.new_table);
  text += namer.word(trigger.for_each_row ? " FOR EACH ROW" : " FOR EACH STATEMENT");
  if (!trigger.when.empty()) text += namer.word(" WHEN (") + trigger.when + ")";
  std::vector<std::string> arguments;
  for (const std::string& argument : trigger.arguments) arguments.push_back(sql::literal(argument));
  return text + namer.word(" EXECUTE FUNCTION ") + namer(trigger.function) + "(" + sql::join(arguments) + ")";
}

std::string enabled_statement(const Trigger& trigger) {
  return fmt::format("ALTER TABLE {} {} TRIGGER {}", sql::name(trigger.table), firing_verb(trigger.enabled),
                     sql::name(trigger.name));
}

}  // namespace

std::span<const Section> Trigger::sections() {
  static const Section section{
      .name = "triggers",
      .parents = {"table", "foreign_table", "view"},
      .takes_definition = true,
      .keys = {firing_key},
      .load = load,
      .help = "Triggers of the table: what stands after the name in CREATE TRIGGER, without ON table."};
  return {&section, 1};
}

std::span<const CatalogQuery> Trigger::queries() {
  static const CatalogQuery query{
      "SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, t.tgconstraint <> 0, pg_catalog.pg_get_triggerdef(t.oid) "
      "FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relkind IN ('r', 'p', 'f', 'v') AND n.nspname ~ $1 AND NOT "
      "EXISTS "
      "(SELECT FROM "
      "pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_trigger'::regclass AND e.objid = t.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

ObjectId Trigger::id() const {
  return {kind_name, table.schema, table.name, name, ""};
}
std::vector<Slot> Trigger::slots() const {
  return {{space::trigger, table.schema, table.name, name}};
}

std::vector<Slot> Trigger::references() const {
  std::vector<Slot> out{relation_slot(table), {space::function, function.schema, "", function.name}};
  for (const std::string& column : update_columns) out.push_back(column_slot(table, column));
  if (!when.empty()) append_references(when, table, out);
  if (!from.name.empty()) out.push_back(relation_slot(from));
  return out;
}

void Trigger::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE {}TRIGGER {} {}", constraint ? "CONSTRAINT " : "", sql::name(name),
                         definition(*this, {}, true)));
}

void Trigger::finish(sql::Script& script) const {
  if (!enabled.empty()) script.add(enabled_statement(*this));
}

void Trigger::rename_to(const Trigger& now, sql::Script& script) const {
  script.add(
      fmt::format("ALTER TRIGGER {} ON {} RENAME TO {}", sql::name(name), sql::name(now.table), sql::name(now.name)));
}

void Trigger::drop(sql::Script& script) const {
  script.add(fmt::format("DROP TRIGGER {} ON {}", sql::name(name), sql::name(table)));
}

Alteration Trigger::alter(const Trigger& now, const Hints&, sql::Script& script) const {
  Trigger same = now;
  same.enabled = enabled;
  if (same != *this) return Alteration::replace();
  script.add(enabled_statement(now));
  return Alteration::done();
}

Reaction Trigger::react(Effect effect) const {
  if (effect == Effect::none) return Reaction::keep;
  // A column in UPDATE OF or WHEN cannot change its type at all; other columns are not among the references.
  return Reaction::rebuild;
}

void Trigger::rename(const Renaming& renaming) {
  if (renaming.from == Slot{space::trigger, table.schema, table.name, name}) name = renaming.to;
  rename_in(update_columns, table, renaming);
  rename_in_expression(when, table, renaming);
  rename_in(function, space::function, renaming);
  rename_in(from, space::relation, renaming);
  rename_in(table, space::relation, renaming);
}

void Trigger::expressions(const ExpressionSink& sink) {
  if (!when.empty()) sink({&when, ExpressionUse::Shape::trigger, table, ""});
}

std::optional<Written> Trigger::written(const std::vector<Child>&, const Namer& namer) const {
  Written out{"triggers",
              name,
              (constraint ? namer.word("CONSTRAINT ") : "") + definition(*this, namer, false),
              {},
              relation_kind};
  write_firing(enabled, out);
  return out;
}

}  // namespace limbeck
