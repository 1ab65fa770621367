#include "catalog/inventory.hpp"

#include "sql/quote.hpp"

#include <fmt/core.h>

#include <map>
#include <string>
#include <utility>

namespace limbeck::catalog {
namespace {}  // namespace

std::string_view inventory_query() {
  // The last column: the table that must be modelled for the object to count (an index of a partitioned table does not:
  // the table is counted). A rule is no member of an extension by itself: it belongs to its view's.
  return R"(
SELECT 'pg_class', c.oid,
       CASE c.relkind WHEN 'r' THEN 'typed table' WHEN 'p' THEN 'partitioned table'
                      WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
                      WHEN 'c' THEN 'composite type' WHEN 'S' THEN 'sequence' END, NULL::oid
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S') AND c.relpersistence <> 't' AND n.nspname ~ $1
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass
                  AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT 'pg_class', i.indexrelid, 'index', i.indrelid
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
WHERE n.nspname ~ $1 AND x.relkind IN ('i', 'I') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint o
      WHERE o.conindid = i.indexrelid AND o.conrelid = i.indrelid AND o.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'pg_constraint', o.oid, 'constraint', o.conrelid
FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_namespace n ON n.oid = o.connamespace
WHERE n.nspname ~ $1 AND o.conrelid <> 0 AND o.contype IN ('p', 'u', 'c', 'f', 'x')
  AND o.conparentid = 0
UNION ALL
SELECT 'pg_trigger', t.oid, 'trigger', t.tgrelid
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname ~ $1 AND NOT t.tgisinternal AND t.tgparentid = 0
UNION ALL
SELECT 'pg_policy', p.oid, 'policy', NULL
FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ~ $1
UNION ALL
SELECT 'pg_rewrite', r.oid, 'rule', NULL
FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname ~ $1 AND r.rulename <> '_RETURN'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass
                  AND e.objid = c.oid AND e.deptype = 'e')
UNION ALL
SELECT 'pg_type', t.oid,
       CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'e' THEN 'enum' WHEN 'r' THEN 'range type' ELSE 'base type' END, NULL
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE n.nspname ~ $1 AND (t.typtype IN ('d', 'e', 'r') OR (t.typtype = 'b' AND t.typelem = 0))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_type'::regclass
                  AND e.objid = t.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT 'pg_proc', p.oid, CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE 'function' END, NULL
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
      WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT k.relname, x.oid, x.label, NULL FROM (
  SELECT 'pg_catalog.pg_statistic_ext'::regclass AS class, oid, stxnamespace AS namespace, 'statistics object' AS label
  FROM pg_catalog.pg_statistic_ext
  UNION ALL SELECT 'pg_catalog.pg_collation'::regclass, oid, collnamespace, 'collation' FROM pg_catalog.pg_collation
  UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, oid, oprnamespace, 'operator' FROM pg_catalog.pg_operator
  UNION ALL SELECT 'pg_catalog.pg_opclass'::regclass, oid, opcnamespace, 'operator class' FROM pg_catalog.pg_opclass
  UNION ALL SELECT 'pg_catalog.pg_opfamily'::regclass, f.oid, f.opfnamespace, 'operator family'
  FROM pg_catalog.pg_opfamily f WHERE NOT EXISTS (  -- that of a class, which CREATE OPERATOR CLASS made
    SELECT FROM pg_catalog.pg_opclass c WHERE c.opcfamily = f.oid AND c.opcname = f.opfname)
  UNION ALL SELECT 'pg_catalog.pg_conversion'::regclass, oid, connamespace, 'conversion' FROM pg_catalog.pg_conversion
  UNION ALL SELECT 'pg_catalog.pg_ts_parser'::regclass, oid, prsnamespace, 'text search parser'
  FROM pg_catalog.pg_ts_parser
  UNION ALL SELECT 'pg_catalog.pg_ts_template'::regclass, oid, tmplnamespace, 'text search template'
  FROM pg_catalog.pg_ts_template
  UNION ALL SELECT 'pg_catalog.pg_ts_config'::regclass, oid, cfgnamespace, 'text search configuration'
  FROM pg_catalog.pg_ts_config
  UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, oid, dictnamespace, 'text search dictionary'
  FROM pg_catalog.pg_ts_dict) x
JOIN pg_catalog.pg_namespace n ON n.oid = x.namespace JOIN pg_catalog.pg_class k ON k.oid = x.class
WHERE n.nspname ~ $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
      WHERE e.classid = x.class AND e.objid = x.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT 'pg_default_acl', a.oid, 'default privileges', NULL FROM pg_catalog.pg_default_acl a
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace WHERE n.nspname IS NULL OR n.nspname ~ $1
UNION ALL
SELECT 'pg_class', c.oid, 'grants of an identity sequence', d.refobjid
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
WHERE c.relkind = 'S' AND c.relacl IS NOT NULL AND n.nspname ~ $1
UNION ALL SELECT 'pg_publication', oid, 'publication', NULL FROM pg_catalog.pg_publication
UNION ALL SELECT 'pg_event_trigger', oid, 'event trigger', NULL FROM pg_catalog.pg_event_trigger v
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.objid = v.oid AND e.deptype = 'e')
UNION ALL SELECT 'pg_foreign_data_wrapper', oid, 'foreign data wrapper', NULL
FROM pg_catalog.pg_foreign_data_wrapper w
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.objid = w.oid AND e.deptype = 'e')
UNION ALL SELECT 'pg_foreign_server', oid, 'foreign server', NULL FROM pg_catalog.pg_foreign_server s
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_foreign_server'::regclass
                  AND e.objid = s.oid AND e.deptype = 'e')
UNION ALL SELECT k.relname, x.oid, x.label, NULL FROM (
  SELECT 'pg_catalog.pg_cast'::regclass AS class, oid, 'cast' AS label FROM pg_catalog.pg_cast
  UNION ALL SELECT 'pg_catalog.pg_transform'::regclass, oid, 'transform' FROM pg_catalog.pg_transform
  UNION ALL SELECT 'pg_catalog.pg_language'::regclass, oid, 'language' FROM pg_catalog.pg_language
  UNION ALL SELECT 'pg_catalog.pg_am'::regclass, oid, 'access method' FROM pg_catalog.pg_am) x
JOIN pg_catalog.pg_class k ON k.oid = x.class
WHERE x.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
      WHERE e.classid = x.class AND e.objid = x.oid AND e.deptype IN ('e', 'i'))
UNION ALL SELECT 'pg_subscription', s.oid, 'subscription', NULL FROM pg_catalog.pg_subscription s
WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
UNION ALL SELECT 'pg_user_mapping', umid, 'user mapping', NULL FROM pg_catalog.pg_user_mappings
UNION ALL SELECT 'pg_publication_rel', oid, 'published table', NULL FROM pg_catalog.pg_publication_rel
)";
}

namespace {

// Which of the objects that kinds do not claim depend on what.
std::string_view dependency_query() {
  // Views depend through their rule; constraints and defaults of relations that are not modelled through the relation.
  return R"(
WITH other AS (
  SELECT c.oid FROM pg_catalog.pg_class c
  WHERE c.relkind IN ('v', 'm', 'f', 'c') OR (c.relkind = 'r' AND c.reloftype <> 0)
), dependents AS (
  SELECT d.classid, d.objid, 'pg_class' AS class, r.ev_class AS oid FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
  WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.rulename = '_RETURN'
  UNION SELECT d.classid, d.objid, 'pg_class', o.conrelid FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_constraint o ON o.oid = d.objid JOIN other ON other.oid = o.conrelid
  WHERE d.classid = 'pg_catalog.pg_constraint'::regclass
  UNION SELECT d.classid, d.objid, 'pg_constraint', o.oid FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_constraint o ON o.oid = d.objid JOIN other ON other.oid = o.confrelid
  WHERE d.classid = 'pg_catalog.pg_constraint'::regclass
  UNION SELECT d.classid, d.objid, 'pg_type', o.contypid FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_constraint o ON o.oid = d.objid AND o.contypid <> 0
  WHERE d.classid = 'pg_catalog.pg_constraint'::regclass
  UNION SELECT d.classid, d.objid, 'pg_class', o.adrelid FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_attrdef o ON o.oid = d.objid JOIN other ON other.oid = o.adrelid
  WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass
  UNION SELECT d.classid, d.objid, 'pg_class', other.oid FROM pg_catalog.pg_depend d
  JOIN other ON other.oid = d.objid WHERE d.classid = 'pg_catalog.pg_class'::regclass
  UNION SELECT d.classid, d.objid, k.relname, d.objid FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_class k ON k.oid = d.classid
  WHERE d.objid >= 16384 AND k.relname IN ('pg_rewrite', 'pg_policy', 'pg_statistic_ext', 'pg_type', 'pg_proc', 'pg_operator',
        'pg_cast', 'pg_event_trigger', 'pg_trigger', 'pg_publication_rel', 'pg_foreign_data_wrapper', 'pg_foreign_server',
        'pg_user_mapping', 'pg_opclass', 'pg_opfamily', 'pg_conversion', 'pg_language', 'pg_transform',
        'pg_ts_parser', 'pg_ts_template', 'pg_am')
  -- What is in an operator class or family.
  UNION SELECT d.classid, d.objid, k.relname, d.refobjid FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_class k ON k.oid = d.refclassid
  WHERE d.classid IN ('pg_catalog.pg_amop'::regclass, 'pg_catalog.pg_amproc'::regclass)
  AND d.refclassid IN ('pg_catalog.pg_opclass'::regclass, 'pg_catalog.pg_opfamily'::regclass)
)
SELECT DISTINCT x.class, x.oid, k.relname, coalesce(t.typelem, d.refobjid), d.refobjsubid
FROM dependents x JOIN pg_catalog.pg_depend d ON d.classid = x.classid AND d.objid = x.objid
JOIN pg_catalog.pg_class k ON k.oid = d.refclassid
LEFT JOIN pg_catalog.pg_type t ON k.relname = 'pg_type' AND t.oid = d.refobjid AND t.typcategory = 'A' AND t.typelem <> 0
WHERE d.deptype IN ('n', 'a') AND d.refobjid >= 16384 AND d.refobjid <> x.oid
  AND k.relname IN ('pg_class', 'pg_type', 'pg_proc', 'pg_constraint', 'pg_namespace', 'pg_collation', 'pg_publication',
        'pg_foreign_data_wrapper', 'pg_foreign_server', 'pg_ts_dict', 'pg_ts_config', 'pg_operator',
        'pg_opclass', 'pg_opfamily')
)";
}

}  // namespace

std::vector<Unmodelled> unmodelled_objects(const pg::Result& inventory,
                                           const std::function<const ObjectId*(const Address&)>& find,
                                           pg::Connection& connection) {
  // Addresses hold static text; here it belongs to the results, which outlive them.
  std::map<std::pair<std::string_view, std::uint32_t>, Unmodelled> found;
  for (std::size_t row = 0; row < inventory.rows(); ++row) {
    const std::string_view catalog = inventory.text(row, 0);
    const std::uint32_t oid = inventory.number<std::uint32_t>(row, 1);
    if (find({catalog, oid, 0}) != nullptr) continue;
    if (!inventory.is_null(row, 3)) {
      const ObjectId* table = find({"pg_class", inventory.number<std::uint32_t>(row, 3), 0});
      if (table == nullptr || table->name.empty()) continue;
    }
    found.emplace(std::pair{catalog, oid}, Unmodelled{std::string(inventory.text(row, 2)), "", "", {}});
  }
  if (found.empty()) return {};
  const pg::Result dependencies = connection.execute(dependency_query());
  for (std::size_t row = 0; row < dependencies.rows(); ++row) {
    const auto dependent = found.find({dependencies.text(row, 0), dependencies.number<std::uint32_t>(row, 1)});
    if (dependent == found.end()) continue;
    const int sub = dependencies.number<int>(row, 4);
    if (const ObjectId* id = find({dependencies.text(row, 2), dependencies.number<std::uint32_t>(row, 3), sub})) {
      dependent->second.depends_on.push_back(*id);
    }
  }
  std::string values;
  std::size_t count = 0;
  for (const auto& [address, object] : found) {
    values += fmt::format("{}({}::regclass, {}, {})", values.empty() ? "" : ", ",
                          sql::literal("pg_catalog." + std::string(address.first)), address.second, ++count);
  }
  const pg::Result described =
      connection.execute("SELECT pg_catalog.pg_describe_object(c, o, 0), i.type || ' ' || i.identity FROM (VALUES " +
                         values + ") v(c, o, n), pg_catalog.pg_identify_object(c, o, 0) i ORDER BY n");
  std::vector<Unmodelled> out;
  std::size_t row = 0;
  for (auto& [address, object] : found) {
    object.description = described.text(row, 0);
    object.identity = described.text(row++, 1);
    out.push_back(std::move(object));
  }
  return out;
}

}  // namespace limbeck::catalog
