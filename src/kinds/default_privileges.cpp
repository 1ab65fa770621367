#include "kinds/default_privileges.hpp"

#include "kinds/privileges.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace limbeck {
namespace {

// pg_default_acl.defaclobjtype, the key of model files, the word of ALTER DEFAULT PRIVILEGES, and a kind that has just
// those privileges.
struct What {
  std::string_view code;
  std::string_view key;
  std::string_view word;
  std::string_view kind;
};

constexpr std::array<What, 5> all{{{"r", "tables", "TABLES", "table"},
                                   {"S", "sequences", "SEQUENCES", "sequence"},
                                   {"f", "functions", "FUNCTIONS", "function"},
                                   {"T", "types", "TYPES", "enum"},
                                   {"n", "schemas", "SCHEMAS", "schema"}}};

const What& what_with(std::string_view key) {
  return *std::find_if(all.begin(), all.end(), [&](const What& each) { return each.key == key; });
}

// What everybody has by itself. In a schema privileges are only added to that.
Grant::ByColumn usual(const What& what, const std::string& grantee, const std::string& in_schema) {
  const std::string_view everybody = grantable(what.kind)->everybody;
  if (grantee != "public" || !in_schema.empty() || everybody.empty()) return {};
  return {{"", {{std::string(everybody), false}}}};
}

Grant::ByColumn of_object(const Grant::Privileges& privileges) {
  if (privileges.empty()) return {};
  return {{"", privileges}};
}

void load_grantees(const What& what, const Field& grants, DefaultPrivileges& into, LoadScope& scope) {
  if (what.key == "schemas" && !into.in_schema.empty()) {
    scope.error(grants.key, 0, "no schema stands in another: `schemas` is not for an entry with `in_schema`");
    return;
  }
  for (const Field& item : grants.items) {
    const auto loaded = load_privileges(item, *grantable(what.kind), what.kind, scope);
    if (!loaded || *loaded == usual(what, item.key.value, into.in_schema)) continue;
    if (std::any_of(loaded->begin(), loaded->end(), [](const auto& each) { return !each.first.empty(); })) {
      scope.error(item.text, 0, "default privileges are those of whole objects, not of columns");
      continue;
    }
    into.privileges[{std::string(what.key), item.key.value}] =
        loaded->empty() ? Grant::Privileges{} : loaded->begin()->second;
  }
}

std::optional<ObjectId> load(const Field& entry, const Place&, Hints&, LoadScope& scope) {
  DefaultPrivileges loaded;
  loaded.role = entry.key.value;
  if (const Field* schema = entry.find("in_schema")) loaded.in_schema = schema->text.value;
  for (const std::string_view key : {"comment", "renamed_from"}) {
    if (const Field* found = entry.find(key)) {
      scope.error(found->key, 0, fmt::format("default privileges have no `{}`", key));
    }
  }
  for (const What& what : all) {
    if (const Field* grants = entry.find(what.key)) load_grantees(what, *grants, loaded, scope);
  }
  if (!loaded.privileges.empty()) scope.add(std::move(loaded), entry.key);
  return std::nullopt;
}

// Several rows, and several entries of the catalog, make one object, known by the first entry.
void read(Row& row, CatalogScope& scope) {
  const Address own{"pg_default_acl", row.oid(), 0};
  const Address first{"pg_default_acl", row.oid(), 0};
  DefaultPrivileges found;
  found.role = row.string();
  found.in_schema = row.string();
  const std::string_view code = row.text();
  const auto* const what = std::find_if(all.begin(), all.end(), [&](const What& each) { return each.code == code; });
  if (what == all.end()) return;  // large objects: stays not modelled
  const std::string grantee = row.string();
  const std::vector<std::string> names = row.array();
  const std::vector<std::string> options = row.array();
  Grant::ByColumn privileges;
  for (std::size_t i = 0; i < names.size(); ++i) privileges[""][names[i]] = options[i] == "t";
  drop_later(privileges, *grantable(what->kind));
  if (privileges == usual(*what, grantee, found.in_schema)) return;
  const ObjectId id = found.id();
  if (scope.get<DefaultPrivileges>(first) == nullptr) scope.add(first, std::move(found));
  if (own != first) scope.add_address(own, id);
  scope.get<DefaultPrivileges>(first)->privileges[{std::string(what->key), grantee}] =
      privileges.empty() ? Grant::Privileges{} : privileges.begin()->second;
}

void print(const DefaultPrivileges& of, bool given, sql::Script& script) {
  std::string prefix = "ALTER DEFAULT PRIVILEGES FOR ROLE " + sql::name(of.role) + " ";
  if (!of.in_schema.empty()) prefix += "IN SCHEMA " + sql::name(of.in_schema) + " ";
  for (const auto& [key, privileges] : of.privileges) {
    const What& what = what_with(key.first);
    const Grant::ByColumn before = usual(what, key.second, of.in_schema);
    const Grant::ByColumn after = of_object(privileges);
    change_privileges({prefix, std::string(what.word), key.second}, *grantable(what.kind), given ? before : after,
                      given ? after : before, script);
  }
}

}  // namespace

std::string_view DefaultPrivileges::what_of(std::string_view kind) {
  const Grantable* of = grantable(kind);
  const auto* const found =
      std::find_if(all.begin(), all.end(), [&](const What& each) { return of == grantable(each.kind); });
  return of == nullptr || found == all.end() ? "" : found->key;
}

std::span<const Section> DefaultPrivileges::sections() {
  static const Section section{
      .name = "default_privileges",
      .outside_schemas = true,
      .keys = {{"in_schema", Field::Type::text, "Only in this schema; everywhere without it."},
               {"tables", Field::Type::table, "What roles may do with new tables and views: { reader = \"select\" }."},
               {"sequences", Field::Type::table, "With new sequences."},
               {"functions", Field::Type::table, "With new functions and procedures."},
               {"types", Field::Type::table, "With new types."},
               {"schemas", Field::Type::table, "With new schemas."}},
      .load = load,
      .help = "What roles may do with the objects that the role of this name makes from now on."};
  return {&section, 1};
}

std::span<const CatalogQuery> DefaultPrivileges::queries() {
  static const CatalogQuery query{
      "WITH d AS (SELECT a.*, n.nspname, pg_catalog.min(a.oid::bigint) OVER (PARTITION BY a.defaclrole, "
      "a.defaclnamespace) AS first FROM pg_catalog.pg_default_acl a "
      "LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace "
      "WHERE a.defaclobjtype IN ('r', 'S', 'f', 'T', 'n') AND (n.nspname IS NULL OR n.nspname ~ $1)) "
      "SELECT d.oid, d.first, pg_catalog.pg_get_userbyid(d.defaclrole), d.nspname, d.defaclobjtype, "
      "CASE x.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS grantee, "
      "pg_catalog.array_agg(pg_catalog.lower(x.privilege_type)), pg_catalog.array_agg(x.is_grantable) "
      "FROM d, pg_catalog.aclexplode(d.defaclacl) x WHERE x.grantee <> d.defaclrole GROUP BY 1, 2, 3, 4, 5, 6 "
      "UNION ALL SELECT d.oid, d.first, pg_catalog.pg_get_userbyid(d.defaclrole), d.nspname, d.defaclobjtype, "
      "'public', '{}', '{}' FROM d WHERE d.nspname IS NULL AND d.defaclobjtype IN ('f', 'T') "
      "AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(d.defaclacl) x WHERE x.grantee = 0)",
      read};
  return {&query, 1};
}

std::vector<Slot> DefaultPrivileges::references() const {
  if (in_schema.empty()) return {};
  return {{space::schema, "", "", in_schema}};
}

std::optional<ObjectId> DefaultPrivileges::container() const {
  if (in_schema.empty()) return std::nullopt;
  return ObjectId{"schema", "", "", in_schema, ""};
}

void DefaultPrivileges::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  print(*this, true, script);
}

void DefaultPrivileges::drop(sql::Script& script) const {
  print(*this, false, script);
}

void DefaultPrivileges::rename(const Renaming& renaming) {
  if (renaming.from.space == space::schema && renaming.from.name == in_schema) in_schema = renaming.to;
}

std::optional<Written> DefaultPrivileges::written(const std::vector<Child>&, const Namer&) const {
  Written out{"default_privileges", role, "", {}};
  if (!in_schema.empty()) out.items.push_back({"in_schema", {in_schema}});
  for (const auto& [key, given] : privileges) {
    const std::string text = privileges_text(of_object(given), *grantable(what_with(key.first).kind));
    out.items.push_back({key.first + "." + key.second, {text}});
  }
  return out;
}

}  // namespace limbeck
