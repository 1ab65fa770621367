// What the role may do to the database: for `limbeck doctor`.

#include "catalog/introspect.hpp"
#include "cli/examination.hpp"
#include "model/words.hpp"
#include "run/ledger.hpp"
#include "sql/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace limbeck::cli {
namespace {

constexpr std::size_t shown_at_most = 10;

std::string listed(const std::vector<std::string>& names) {
  std::vector<std::string> shown(names.begin(),
                                 names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), shown_at_most)));
  const std::string more =
      names.size() > shown_at_most ? fmt::format(" and {} more", names.size() - shown_at_most) : std::string();
  return fmt::format("{}{}", fmt::join(shown, ", "), more);
}

struct Role {
  std::string name;
  bool is_superuser = false;
  bool may_create = false;  // schemas, and trusted extensions
  bool may_make_temporary = false;
};

Role role_of(pg::Connection& connection) {
  const pg::Result row = connection.execute(
      "SELECT current_user, rolsuper, "
      "pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'), "
      "pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMP') "
      "FROM pg_catalog.pg_roles WHERE rolname = current_user");
  return {std::string(row.text(0, 0)), row.text(0, 1) == "t", row.text(0, 2) == "t", row.text(0, 3) == "t"};
}

void examine_version_table(Project& project, pg::Connection& connection, const Role& role, Examination& examination) {
  const run::VersionTable table = project.version_table();
  const pg::Result schema = connection.query(
      "SELECT pg_catalog.has_schema_privilege(oid, 'CREATE'), pg_catalog.has_schema_privilege(oid, 'USAGE') "
      "FROM pg_catalog.pg_namespace WHERE nspname = $1",
      {table.schema});
  if (schema.rows() == 0) {
    examination.problem("version table", fmt::format("there is no schema {} for it", table.schema),
                        fmt::format("CREATE SCHEMA {}, or name another in `version_schema`", sql::name(table.schema)));
    return;
  }
  const pg::Result rights = connection.query(
      "SELECT relation.relname, "
      "pg_catalog.has_table_privilege(relation.oid, 'SELECT') AND pg_catalog.has_table_privilege(relation.oid, "
      "'INSERT') "
      "AND pg_catalog.has_table_privilege(relation.oid, 'UPDATE') AND pg_catalog.has_table_privilege(relation.oid, "
      "'DELETE'), "
      "pg_catalog.has_table_privilege(relation.oid, 'SELECT') "
      "FROM pg_catalog.pg_class AS relation JOIN pg_catalog.pg_namespace AS space ON space.oid = relation.relnamespace "
      "WHERE space.nspname = $1 AND relation.relname = ANY (ARRAY[$2::name, $3::name]) AND relation.relkind IN ('r', "
      "'p') "
      "ORDER BY 1",
      {table.schema, table.name, table.log_name()});
  std::vector<std::string> lacking;
  bool readable = true;
  for (std::size_t row = 0; row < rights.rows(); ++row) {
    if (rights.text(row, 1) != "t") lacking.push_back(sql::name(QName{table.schema, std::string(rights.text(row, 0))}));
    readable = readable && rights.text(row, 2) == "t";
  }
  if (schema.text(0, 1) != "t") {
    examination.problem("version table", fmt::format("{} has no USAGE on the schema {}", role.name, table.schema),
                        fmt::format("GRANT USAGE ON SCHEMA {} TO {}", sql::name(table.schema), sql::name(role.name)));
  } else if (!lacking.empty()) {
    examination.problem(
        "version table",
        fmt::format("{} may not {} {}", role.name, readable ? "write" : "read and write", listed(lacking)),
        fmt::format("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}", fmt::join(lacking, ", "),
                    sql::name(role.name)));
  } else if (rights.rows() < 2 && schema.text(0, 0) != "t") {
    examination.problem(
        "version table",
        fmt::format("it is not there, and {} may not make it in the schema {}", role.name, table.schema),
        fmt::format("GRANT CREATE ON SCHEMA {} TO {}, or let another role run `limbeck ensure-version`",
                    sql::name(table.schema), sql::name(role.name)));
  } else if (rights.rows() < 2) {
    examination.ok("version table", "it is not there, and can be made");
  } else {
    examination.ok("version table", fmt::format("{} can be read and written", table.qualified()));
  }
}

void examine_schemas(pg::Connection& connection, const Role& role, const Schema& models, Examination& examination) {
  std::set<std::string> wanted;  // where models have something
  for (const auto& [id, entry] : models.objects()) {
    if (id.kind == Namespace::kind_name) wanted.insert(id.name);
    if (!id.schema.empty()) wanted.insert(id.schema);
  }
  std::vector<std::string> missing;
  std::vector<std::string> closed;
  for (const std::string& schema : wanted) {
    const pg::Result row = connection.query(
        "SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = $1",
        {schema});
    if (row.rows() == 0) {
      missing.push_back(schema);
    } else if (row.text(0, 0) != "t") {
      closed.push_back(schema);
    }
  }
  if (!missing.empty() && !role.may_create) {
    examination.problem("new schemas", fmt::format("{} may not create {} in this database", role.name, listed(missing)),
                        fmt::format("GRANT CREATE ON DATABASE ... TO {}", sql::name(role.name)));
  }
  if (!closed.empty()) {
    examination.problem("new objects", fmt::format("{} may not create anything in {}", role.name, listed(closed)),
                        fmt::format("GRANT CREATE ON SCHEMA ... TO {}", sql::name(role.name)));
  }
  if (closed.empty() && (missing.empty() || role.may_create)) {
    examination.ok("new objects", fmt::format("{} may create them in {}", role.name, counted(wanted.size(), "schema")));
  }
}

// Only who has the owner's role can alter or drop an object.
void examine_owners(Project& project, pg::Connection& connection, const Role& role, const Schema* models,
                    Examination& examination) {
  if (role.is_superuser) {
    examination.ok("owners", fmt::format("{} is a superuser", role.name));
    return;
  }
  const run::VersionTable table = project.version_table();
  const pg::Result found = connection.query(
      "WITH owned AS ("
      "SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS class, oid, relnamespace AS space, relname AS name, "
      "relowner AS owner "
      "FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') "
      "UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, pronamespace, proname, proowner FROM "
      "pg_catalog.pg_proc "
      // Those of tables and of arrays go with what they are of.
      "UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, typnamespace, typname, typowner FROM "
      "pg_catalog.pg_type "
      "WHERE typtype IN ('e', 'd', 'r') OR EXISTS (SELECT FROM pg_catalog.pg_class AS composite "
      "WHERE composite.oid = typrelid AND composite.relkind = 'c')) "
      "SELECT space.nspname, owned.name, pg_catalog.pg_get_userbyid(owned.owner) "
      "FROM owned JOIN pg_catalog.pg_namespace AS space ON space.oid = owned.space "
      "WHERE space.nspname ~ $1 AND NOT pg_catalog.pg_has_role(owned.owner, 'USAGE') "
      "AND NOT (space.nspname = $2 AND owned.name = ANY (ARRAY[$3::name, $4::name])) "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS member WHERE member.classid = owned.class "
      "AND member.objid = owned.oid AND member.deptype = 'e') "
      // A sequence of a column's is altered with its table.
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS part WHERE part.classid = owned.class "
      "AND part.objid = owned.oid AND part.deptype = 'i') "
      "ORDER BY 1, 2",
      {catalog::managed_schemas(project.introspect_options().schemas), table.schema, table.name, table.log_name()});
  std::set<std::pair<std::string, std::string>> modelled;
  if (models != nullptr) {
    for (const auto& [id, entry] : models->objects()) {
      if (id.parent.empty()) modelled.insert({id.schema, id.name});
    }
  }
  std::vector<std::string> in_models;
  std::vector<std::string> others;
  std::set<std::string> owners;
  for (std::size_t row = 0; row < found.rows(); ++row) {
    std::pair<std::string, std::string> name{found.text(row, 0), found.text(row, 1)};
    const std::string shown = name.first + "." + name.second;
    owners.insert(std::string(found.text(row, 2)));
    (modelled.contains(name) ? in_models : others).push_back(shown);
  }
  const std::string next =
      fmt::format("GRANT {} TO {}, or let the owner run limbeck", fmt::join(owners, ", "), sql::name(role.name));
  if (!in_models.empty()) {
    examination.problem("owners",
                        fmt::format("{} cannot alter or drop {} of the models, which others own: {}", role.name,
                                    counted(in_models.size(), "object"), listed(in_models)),
                        next);
  }
  if (!others.empty()) {
    examination.warn("owners",
                     fmt::format("{} cannot alter or drop {} that others own: {}", role.name,
                                 counted(others.size(), "object"), listed(others)),
                     next);
  }
  if (found.rows() == 0) examination.ok("owners", fmt::format("{} can alter all that is there", role.name));
}

void examine_extensions(pg::Connection& connection, const Role& role, const Schema& models, Examination& examination) {
  std::vector<std::string> ready;
  for (const auto& [id, entry] : models.objects()) {
    const auto* extension = std::get_if<Extension>(&entry.object);
    if (extension == nullptr) continue;
    const std::string name = extension->name;
    const pg::Result row = connection.query(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = $1), "
        "EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = $1), "
        "coalesce((SELECT pg_catalog.bool_or(trusted OR NOT superuser) FROM pg_catalog.pg_available_extension_versions "
        "WHERE name = $1), false), "
        "$2::text = '' OR EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions WHERE name = $1 AND version = "
        "$2)",
        {name, extension->version});
    const bool is_installed = row.text(0, 0) == "t";
    if (!is_installed && row.text(0, 1) != "t") {
      examination.problem(
          "extensions", fmt::format("the server does not have {}, which the models ask for", name),
          fmt::format("install its package on the server; `SELECT name FROM pg_available_extensions` lists them"));
    } else if (row.text(0, 3) != "t") {
      examination.problem(
          "extensions",
          fmt::format("the server does not have {} in version {}, which the models ask for", name, extension->version),
          "install that version on the server, or leave the version out of the model");
    } else if (!is_installed && !role.is_superuser && !(row.text(0, 2) == "t" && role.may_create)) {
      examination.problem("extensions", fmt::format("{} may not create {}", role.name, name),
                          row.text(0, 2) == "t"
                              ? fmt::format("GRANT CREATE ON DATABASE ... TO {}", sql::name(role.name))
                              : fmt::format("let a superuser run CREATE EXTENSION {}", sql::name(name)));
    } else {
      ready.push_back(name);
    }
  }
  if (!ready.empty()) examination.ok("extensions", listed(ready));
}

}  // namespace

void examine_rights(Project& project, pg::Connection& connection, const Schema* models, Examination& examination) {
  const Role role = role_of(connection);
  examine_version_table(project, connection, role, examination);
  if (models != nullptr) examine_schemas(connection, role, *models, examination);
  examine_owners(project, connection, role, models, examination);
  if (models != nullptr) examine_extensions(connection, role, *models, examination);
  if (!role.may_make_temporary) {
    examination.warn(
        "comparison",
        fmt::format("{} may not make temporary tables: expressions are compared on a scratch server", role.name),
        fmt::format("GRANT TEMP ON DATABASE ... TO {}", sql::name(role.name)));
  }
}

}  // namespace limbeck::cli
