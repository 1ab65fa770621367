#include "kinds/used_keys.hpp"

#include "kinds/expression.hpp"

#include <fmt/core.h>

namespace limbeck {

void UsedKeys::rename(const Renaming& renaming) {
  for (Slot& key : slots) {
    QName table{key.schema, key.scope};
    rename_in(table, space::relation, renaming);
    key.schema = table.schema;
    key.scope = table.name;
  }
}

std::string used_keys_sql(std::string_view users) {
  return fmt::format(
      "array(SELECT u.x FROM (SELECT DISTINCT kn.nspname, kc.relname FROM pg_catalog.pg_depend d "
      "JOIN pg_catalog.pg_constraint k ON k.oid = d.refobjid JOIN pg_catalog.pg_class kc ON kc.oid = k.conrelid "
      "JOIN pg_catalog.pg_namespace kn ON kn.oid = kc.relnamespace "
      "WHERE k.contype = 'p' AND d.refclassid = 'pg_catalog.pg_constraint'::regclass AND (d.classid, d.objid) IN ({})) "
      "t "
      "CROSS JOIN LATERAL unnest(ARRAY[t.nspname::text, t.relname::text]) WITH ORDINALITY u(x, place) "
      "ORDER BY t.nspname, t.relname, u.place)",
      users);
}

UsedKeys read_used_keys(Row& row) {
  UsedKeys out;
  const std::vector<std::string> names = row.array();
  for (std::size_t i = 0; i + 1 < names.size(); i += 2)
    out.slots.push_back({space::primary_key, names[i], names[i + 1], ""});
  return out;
}

}  // namespace limbeck
