#include "kinds/server.hpp"

#include "grammar/foreign.hpp"
#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "kinds/wrapper.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place&, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("server {} has no `definition`", entry.key.value),
                "definition = \"foreign data wrapper postgres_fdw options (host 'example.org')\"");
    return std::nullopt;
  }
  auto parsed = grammar::parse_server(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  Server loaded;
  loaded.name = entry.key.value;
  loaded.wrapper = parsed->wrapper;
  loaded.type = parsed->type;
  loaded.version = parsed->version;
  loaded.options = parsed->options;
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_foreign_server", row.oid(), 0};
  Server found;
  found.name = row.string();
  found.wrapper = row.string();
  found.type = row.string();
  found.version = row.string();
  found.options = options_from(row.array());
  scope.add(address, std::move(found));
}

std::string definition(const Server& server, const Namer& namer) {
  std::string text;
  if (!server.type.empty()) text += namer.word("TYPE ") + sql::literal(server.type) + " ";
  if (!server.version.empty()) text += namer.word("VERSION ") + sql::literal(server.version) + " ";
  return text + namer.word("FOREIGN DATA WRAPPER ") + sql::name(server.wrapper) +
         options_clause(server.options, namer.word("OPTIONS"));
}

}  // namespace

std::span<const Section> Server::sections() {
  static const Section section{.name = "server",
                               .takes_definition = true,
                               .outside_schemas = true,
                               .keys = {grants_key},
                               .load = load,
                               .help =
                                   "A foreign server: what stands after the name in CREATE SERVER. No secrets: "
                                   "those belong into user mappings, which limbeck does not write."};
  return {&section, 1};
}

std::span<const CatalogQuery> Server::queries() {
  static const CatalogQuery query{
      "SELECT s.oid, s.srvname, w.fdwname, s.srvtype, s.srvversion, s.srvoptions "
      "FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw "
      "WHERE $1::text IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e "
      "WHERE e.classid = 'pg_catalog.pg_foreign_server'::regclass AND e.objid = s.oid AND e.deptype = 'e')",
      read};
  return {&query, 1};
}

// An extension may bring the wrapper, mostly under its own name.
std::vector<Slot> Server::references() const {
  return {{Wrapper::kind_name, "", "", wrapper}, {space::extension, "", "", wrapper}};
}

void Server::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("CREATE SERVER {} {}", sql::name(name), definition(*this, {})));
}

void Server::rename_to(const Server& now, sql::Script& script) const {
  script.add(fmt::format("ALTER SERVER {} RENAME TO {}", sql::name(name), sql::name(now.name)));
}

void Server::drop(sql::Script& script) const {
  script.add("DROP SERVER " + sql::name(name));
}

Alteration Server::alter(const Server& now, const Hints&, sql::Script& script) const {
  if (wrapper != now.wrapper || type != now.type) return Alteration::replace();
  std::string text = "ALTER SERVER " + sql::name(now.name);
  if (version != now.version) text += " VERSION " + (now.version.empty() ? "NULL" : sql::literal(now.version));
  script.add(text + options_change(options, now.options));
  return Alteration::done();
}

void Server::rename(const Renaming& renaming) {
  if (renaming.from == Slot{kind_name, "", "", name}) name = renaming.to;
  if (renaming.from == Slot{Wrapper::kind_name, "", "", wrapper}) wrapper = renaming.to;
}

std::optional<Written> Server::written(const std::vector<Child>&, const Namer&) const {
  return Written{"server", name, definition(*this, Namer{"public", {}}), {}};
}

}  // namespace limbeck
