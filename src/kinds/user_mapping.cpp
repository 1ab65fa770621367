#include "kinds/user_mapping.hpp"

#include "grammar/foreign.hpp"
#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "kinds/server.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck {
namespace {

// The options that are no secrets, of postgres_fdw and other wrappers. Whatever else there is may be one.
constexpr std::array<std::string_view, 3> open_options{"user", "username", "password_required"};

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints&, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  for (const std::string_view key : {"comment", "renamed_from"}) {
    const Field* found = entry.type == Field::Type::table ? entry.find(key) : nullptr;
    if (found != nullptr) scope.error(found->key, 0, fmt::format("a user mapping has no `{}`", key));
  }
  UserMapping loaded;
  loaded.server = place.table;
  loaded.user = entry.key.value;
  if (definition != nullptr && !definition->text.value.empty()) {
    auto parsed = grammar::parse_foreign_options(definition->text.value);
    if (!parsed) {
      // The parser's own words could repeat what stands there.
      scope.error(definition->text, 0, "expected options, each with its value as a string", "options (user 'u')");
      return std::nullopt;
    }
    for (const auto& [name, value] : *parsed) {
      if (std::find(open_options.begin(), open_options.end(), name) != open_options.end()) continue;
      scope.error(definition->text, 0,
                  fmt::format("the option {} may be a secret, which limbeck does not handle", name),
                  "set it by hand: ALTER USER MAPPING ... OPTIONS (ADD ...); limbeck leaves it alone");
      return std::nullopt;
    }
    loaded.options.known = *parsed;
  }
  scope.add(std::move(loaded), entry.key);
  return std::nullopt;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_user_mapping", row.oid(), 0};
  const ObjectId* server = scope.find({"pg_foreign_server", row.oid(), 0});
  if (server == nullptr) return;
  UserMapping found;
  found.server = server->name;
  found.user = row.string();
  found.options.hidden = !row.flag();
  found.options.known = options_from(row.array());
  scope.add(address, std::move(found));
}

std::string of(const UserMapping& mapping) {
  return fmt::format("USER MAPPING FOR {} SERVER {}", mapping.user == "public" ? "PUBLIC" : sql::name(mapping.user),
                     sql::name(mapping.server));
}

}  // namespace

std::span<const Section> UserMapping::sections() {
  static const Section section{.name = "user_mappings",
                               .parents = {"server"},
                               .takes_definition = true,
                               .load = load,
                               .help =
                                   "As whom roles come to the server: options (user 'u'), or nothing. Passwords and "
                                   "the like are left alone.",
                               .may_hold_secrets = true};
  return {&section, 1};
}

std::span<const CatalogQuery> UserMapping::queries() {
  // The view shows options to those who may use them; of these only what is no secret is asked for.
  static const std::string sql = [] {
    std::vector<std::string> names;
    for (const std::string_view each : open_options) names.push_back(sql::literal(std::string(each)));
    return fmt::format(
        "SELECT m.umid, m.srvid, CASE m.umuser WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(m.umuser)::text "
        "END, m.umoptions IS NOT NULL OR pg_catalog.has_table_privilege('pg_catalog.pg_user_mapping', 'SELECT') "
        "OR pg_catalog.pg_has_role(s.srvowner, 'USAGE') AND m.umuser IN (0, (SELECT r.oid FROM pg_catalog.pg_roles r "
        "WHERE r.rolname = CURRENT_USER)), "
        "array(SELECT o FROM pg_catalog.unnest(m.umoptions) o WHERE pg_catalog.split_part(o, '=', 1) IN ({})) "
        "FROM pg_catalog.pg_user_mappings m JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid "
        "WHERE $1::text IS NOT NULL",
        sql::join(names));
  }();
  static const CatalogQuery query{sql, read};
  return {&query, 1};
}

std::vector<Slot> UserMapping::references() const {
  return {{Server::kind_name, "", "", server}};
}

void UserMapping::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add("CREATE " + of(*this) + options_clause(options.known));
}

void UserMapping::drop(sql::Script& script) const {
  script.add("DROP " + of(*this),
             {sql::hazard::irreversible, "a password or another secret of it is lost: limbeck does not know any"});
}

Alteration UserMapping::alter(const UserMapping& now, const Hints&, sql::Script& script) const {
  script.add("ALTER " + of(now) + options_change(options.known, now.options.known));
  return Alteration::done();
}

void UserMapping::rename(const Renaming& renaming) {
  if (renaming.from == Slot{Server::kind_name, "", "", server}) server = renaming.to;
}

std::optional<Written> UserMapping::written(const std::vector<Child>&, const Namer& namer) const {
  const std::string text = options_clause(options.known, namer.word("OPTIONS"));
  return Written{"user_mappings", user, text.empty() ? "" : text.substr(1), {}, "server"};
}

}  // namespace limbeck
