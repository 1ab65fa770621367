#include "kinds/event_trigger.hpp"

#include "grammar/event_trigger.hpp"
#include "kinds/expression.hpp"
#include "kinds/firing.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place&, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("event trigger {} has no `definition`", entry.key.value),
                "definition = \"on ddl_command_end execute function f()\"");
    return std::nullopt;
  }
  const auto parsed = grammar::parse_event_trigger(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  EventTrigger loaded;
  loaded.name = entry.key.value;
  loaded.event = parsed->event;
  loaded.tags = parsed->tags;
  for (std::string& tag : loaded.tags) {
    for (char& c : tag) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  // It stands in no schema: the search path says where its function is.
  loaded.function = resolve(parsed->function, space::function, "public", scope);
  loaded.enabled = load_firing(entry, EventTrigger::kind_name, scope);
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_event_trigger", row.oid(), 0};
  EventTrigger found;
  found.name = row.string();
  found.event = row.string();
  found.enabled = firing_from(row.text());
  found.tags = row.array();
  found.function = row.name();
  scope.add(address, std::move(found));
}

// All of CREATE EVENT TRIGGER after the name.
std::string definition(const EventTrigger& trigger, const Namer& namer) {
  std::string text = namer.word("ON ") + sql::name(trigger.event);
  if (!trigger.tags.empty()) {
    std::vector<std::string> tags;
    for (const std::string& tag : trigger.tags) tags.push_back(sql::literal(tag));
    text += namer.word(" WHEN TAG IN (") + sql::join(tags) + ")";
  }
  return text + namer.word(" EXECUTE FUNCTION ") + sql::name(trigger.function) + "()";
}

std::string enabled_statement(const EventTrigger& trigger) {
  return fmt::format("ALTER EVENT TRIGGER {} {}", sql::name(trigger.name), firing_verb(trigger.enabled));
}

}  // namespace

std::span<const Section> EventTrigger::sections() {
  static const Section section{.name = "event_trigger",
                               .takes_definition = true,
                               .outside_schemas = true,
                               .keys = {firing_key},
                               .load = load,
                               .help = "An event trigger: what stands after the name in CREATE EVENT TRIGGER."};
  return {&section, 1};
}

std::span<const CatalogQuery> EventTrigger::queries() {
  static const CatalogQuery query{
      "SELECT v.oid, v.evtname, v.evtevent, v.evtenabled, v.evttags, n.nspname, p.proname "
      "FROM pg_catalog.pg_event_trigger v JOIN pg_catalog.pg_proc p ON p.oid = v.evtfoid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
      "WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_event_trigger'::regclass AND e.objid = v.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

std::vector<Slot> EventTrigger::references() const {
  return {{space::function, function.schema, "", function.name}};
}

void EventTrigger::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE EVENT TRIGGER {} {}", sql::name(name), definition(*this, {})));
}

void EventTrigger::finish(sql::Script& script) const {
  if (!enabled.empty()) script.add(enabled_statement(*this));
}

void EventTrigger::rename_to(const EventTrigger& now, sql::Script& script) const {
  script.add(fmt::format("ALTER EVENT TRIGGER {} RENAME TO {}", sql::name(name), sql::name(now.name)));
}

void EventTrigger::drop(sql::Script& script) const {
  script.add("DROP EVENT TRIGGER " + sql::name(name));
}

Alteration EventTrigger::alter(const EventTrigger& now, const Hints&, sql::Script& script) const {
  EventTrigger same = now;
  same.enabled = enabled;
  if (same != *this) return Alteration::replace();
  script.add(enabled_statement(now));
  return Alteration::done();
}

void EventTrigger::rename(const Renaming& renaming) {
  if (renaming.from == Slot{kind_name, "", "", name}) name = renaming.to;
  rename_in(function, space::function, renaming);
}

std::optional<Written> EventTrigger::written(const std::vector<Child>&, const Namer&) const {
  // Small keywords, but full names: it stands in no schema in which an unqualified one would be looked up.
  Written out{"event_trigger", name, definition(*this, Namer{"public", {}}), {}};
  write_firing(enabled, out);
  return out;
}

}  // namespace limbeck
