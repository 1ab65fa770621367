// Where grants come from: the key `grants` of model files, and the acl columns of the catalog.

#include "kinds/grant.hpp"
#include "kinds/grantable.hpp"
#include "kinds/privileges.hpp"
#include "kinds/scope.hpp"

#include <utility>

namespace limbeck {
namespace {

std::string_view catalog_name(std::string_view name) {  // an Address keeps the static text
  for (const std::string_view each :
       {"pg_class", "pg_proc", "pg_type", "pg_namespace", "pg_foreign_data_wrapper", "pg_foreign_server"}) {
    if (each == name) return each;
  }
  return {};
}

void read(Row& row, CatalogScope& scope) {
  const std::string_view catalog = catalog_name(row.text());
  const ObjectId* target = scope.find({catalog, row.oid(), 0});
  static const ObjectId public_schema{"schema", "", "", "public", ""};
  if (row.flag()) target = &public_schema;
  if (target == nullptr || grantable(target->kind) == nullptr) return;
  Grant found;
  found.target = *target;
  found.grantee = row.string();
  const std::vector<std::string> columns = row.array();
  const std::vector<std::string> privileges = row.array();
  const std::vector<std::string> options = row.array();
  for (std::size_t i = 0; i < privileges.size(); ++i) {
    found.privileges[columns[i]][privileges[i]] = options[i] == "t";
  }
  drop_later(found.privileges, *grantable(target->kind));
  // Before PostgreSQL 15 everybody could create objects in the schema public by default.
  if (is_public_schema(*target) && found.grantee == "public" && scope.server_version() < 150000) {
    found.privileges[""].erase("create");
    if (found.privileges[""].empty()) found.privileges.clear();
  }
  if (found.privileges == default_privileges(found.target, found.grantee)) return;
  scope.add({"pg_default_acl", 0, 0}, std::move(found));
}

}  // namespace

void load_grants(const Field& grants, const ObjectId& target, LoadScope& scope) {
  const Grantable& of = *grantable(target.kind);
  for (const Field& item : grants.items) {
    auto privileges = load_privileges(item, of, target.kind, scope);
    if (!privileges || *privileges == default_privileges(target, item.key.value)) continue;
    scope.add(Grant{{}, target, item.key.value, std::move(*privileges)}, item.key);
  }
}

std::span<const CatalogQuery> Grant::queries() {
  // Of each grantee what the owner gave, to itself excepted. Where PUBLIC would have something by default, a list of
  // privileges without PUBLIC says that it was taken.
  static const CatalogQuery query{
      "WITH o AS ("
      "SELECT 'pg_class' AS class, c.oid, '' AS name, c.relacl AS acl, c.relowner AS owner, false AS everybody, "
      "false AS public FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE c.relacl IS NOT NULL AND n.nspname ~ $1 "
      "UNION ALL SELECT 'pg_class', c.oid, a.attname::text, a.attacl, c.relowner, false, false "
      "FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND n.nspname ~ $1 "
      "UNION ALL SELECT 'pg_proc', p.oid, '', p.proacl, p.proowner, true, false FROM pg_catalog.pg_proc p "
      "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.proacl IS NOT NULL AND n.nspname ~ $1 "
      "UNION ALL SELECT 'pg_type', t.oid, '', t.typacl, t.typowner, true, false FROM pg_catalog.pg_type t "
      "JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typacl IS NOT NULL AND n.nspname ~ $1 "
      "UNION ALL SELECT 'pg_namespace', n.oid, '', n.nspacl, n.nspowner, n.nspname = 'public', n.nspname = 'public' "
      "FROM pg_catalog.pg_namespace n WHERE n.nspacl IS NOT NULL AND n.nspname ~ $1 "
      "UNION ALL SELECT 'pg_foreign_data_wrapper', w.oid, '', w.fdwacl, w.fdwowner, false, false "
      "FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL "
      "UNION ALL SELECT 'pg_foreign_server', s.oid, '', s.srvacl, s.srvowner, false, false "
      "FROM pg_catalog.pg_foreign_server s WHERE s.srvacl IS NOT NULL) "
      "SELECT o.class, o.oid, o.public, "
      "CASE x.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(x.grantee)::text END AS grantee, "
      "pg_catalog.array_agg(o.name), pg_catalog.array_agg(pg_catalog.lower(x.privilege_type)), "
      "pg_catalog.array_agg(x.is_grantable) "
      "FROM o, pg_catalog.aclexplode(o.acl) x WHERE x.grantee <> o.owner AND x.grantor = o.owner GROUP BY 1, 2, 3, 4 "
      "UNION ALL SELECT o.class, o.oid, o.public, 'public', '{}', '{}', '{}' FROM o WHERE o.everybody "
      "AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(o.acl) x WHERE x.grantee = 0)",
      read, true};
  return {&query, 1};
}

}  // namespace limbeck
