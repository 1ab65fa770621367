#include "kinds/policy.hpp"

#include "grammar/access.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck {
namespace {

// With PUBLIC among them PostgreSQL ignores the others; an empty list is PUBLIC alone.
std::vector<std::string> role_set(std::vector<std::string> roles) {
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  if (std::binary_search(roles.begin(), roles.end(), "public")) roles.clear();
  return roles;
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  Policy loaded;
  loaded.table = {place.schema, place.table};
  loaded.name = entry.key.value;
  if (definition != nullptr) {
    const Text& text = definition->text;
    const auto parsed = grammar::parse_policy(text.value);
    if (!parsed) {
      scope.error(text, parsed.error());
      return std::nullopt;
    }
    loaded.restrictive = parsed->restrictive;
    loaded.command = parsed->command;
    loaded.roles = role_set(parsed->roles);
    const auto condition = [&](const std::optional<grammar::Expression>& written) {
      return written ? resolve(*written, text, 0, place.schema, scope) : std::string();
    };
    loaded.using_condition = condition(parsed->using_condition);
    loaded.check = condition(parsed->check);
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

std::string command_from(std::string_view code) {  // pg_policy.polcmd
  switch (code.empty() ? '*' : code.front()) {
    case 'r':
      return "select";
    case 'a':
      return "insert";
    case 'w':
      return "update";
    case 'd':
      return "delete";
    default:
      return "all";
  }
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_policy", row.oid(), 0};
  const ObjectId* parent = scope.find({"pg_class", row.oid(), 0});
  if (parent == nullptr || parent->kind != "table") return;
  Policy found;
  found.table = {parent->schema, parent->name};
  found.name = row.string();
  found.restrictive = !row.flag();
  found.command = command_from(row.text());
  found.roles = role_set(row.array());
  found.using_condition = row.string();
  found.check = row.string();
  scope.add(address, std::move(found));
}

std::string role_list(const Policy& policy, const Namer& namer) {
  return policy.roles.empty() ? namer.word("PUBLIC") : sql::names(policy.roles);
}

// All of CREATE POLICY after ON table.
std::string definition(const Policy& policy, const Namer& namer) {
  std::vector<std::string> parts;
  if (policy.restrictive) parts.push_back(namer.word("AS RESTRICTIVE"));
  if (policy.command != "all") {
    std::string command = policy.command;
    for (char& c : command) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    parts.push_back(namer.word("FOR " + command));
  }
  if (!policy.roles.empty()) parts.push_back(namer.word("TO ") + role_list(policy, namer));
  if (!policy.using_condition.empty()) parts.push_back(namer.word("USING (") + policy.using_condition + ")");
  if (!policy.check.empty()) parts.push_back(namer.word("WITH CHECK (") + policy.check + ")");
  return sql::join(parts, " ");
}

}  // namespace

std::span<const Section> Policy::sections() {
  static const Section section{.name = "policies",
                               .parents = {"table"},
                               .takes_definition = true,
                               .load = load,
                               .help = "Row security policies: what stands after ON table in CREATE POLICY."};
  return {&section, 1};
}

std::span<const CatalogQuery> Policy::queries() {
  static const CatalogQuery query{
      "SELECT p.oid, p.polrelid, p.polname, p.polpermissive, p.polcmd, "
      "array(SELECT CASE r.oid WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(r.oid)::text END "
      "FROM pg_catalog.unnest(p.polroles) r(oid)), "
      "pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) "
      "FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ~ $1",
      read};
  return {&query, 1};
}

ObjectId Policy::id() const {
  return {kind_name, table.schema, table.name, name, ""};
}

std::vector<Slot> Policy::references() const {
  std::vector<Slot> out{relation_slot(table)};
  for (const std::string* condition : {&using_condition, &check}) {
    if (!condition->empty()) append_references(*condition, table, out);
  }
  return out;
}

void Policy::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  const std::string text = definition(*this, {});
  script.add(
      fmt::format("CREATE POLICY {} ON {}{}{}", sql::name(name), sql::name(table), text.empty() ? "" : " ", text));
}

void Policy::rename_to(const Policy& now, sql::Script& script) const {
  script.add(
      fmt::format("ALTER POLICY {} ON {} RENAME TO {}", sql::name(name), sql::name(now.table), sql::name(now.name)));
}

void Policy::drop(sql::Script& script) const {
  script.add(fmt::format("DROP POLICY {} ON {}", sql::name(name), sql::name(table)));
}

// ALTER POLICY changes neither the command nor what kind of policy it is, and takes no condition away.
Alteration Policy::alter(const Policy& now, const Hints&, sql::Script& script) const {
  const bool takes_away =
      (!using_condition.empty() && now.using_condition.empty()) || (!check.empty() && now.check.empty());
  if (restrictive != now.restrictive || command != now.command || takes_away) return Alteration::replace();
  std::string text = fmt::format("ALTER POLICY {} ON {}", sql::name(now.name), sql::name(now.table));
  if (roles != now.roles) text += " TO " + role_list(now, {});
  if (using_condition != now.using_condition) text += " USING (" + now.using_condition + ")";
  if (check != now.check) text += " WITH CHECK (" + now.check + ")";
  script.add(std::move(text));
  return Alteration::done();
}

// A column that a policy uses cannot change its type at all.
Reaction Policy::react(Effect effect) const {
  return effect == Effect::none ? Reaction::keep : Reaction::rebuild;
}

void Policy::rename(const Renaming& renaming) {
  if (renaming.from == Slot{kind_name, table.schema, table.name, name}) name = renaming.to;
  rename_in_expression(using_condition, table, renaming);
  rename_in_expression(check, table, renaming);
  rename_in(table, space::relation, renaming);
}

// Both, so that those of two policies stand side by side.
void Policy::expressions(const ExpressionSink& sink) {
  sink({&using_condition, ExpressionUse::Shape::policy, table, ""});
  sink({&check, ExpressionUse::Shape::policy, table, ""});
}

std::optional<Written> Policy::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"policies", name, definition(*this, namer), {}};
}

}  // namespace limbeck
