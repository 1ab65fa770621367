#include "support/catalog_dump.hpp"

#include <algorithm>
#include <regex>
#include <string>
#include <tuple>
#include <utility>

namespace limbeck::testing {
namespace {

// type, title, text, text with the columns in order of their text. Titles are those of pg_dump where that is easy.
constexpr const char* query = R"(
WITH member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
managed AS (SELECT oid, nspname FROM pg_namespace n WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)),
rel AS (SELECT c.*, n.nspname FROM pg_class c JOIN managed n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S') AND c.relname NOT IN ('limbeck_version', 'limbeck_log')
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)),
columns AS (SELECT a.attrelid, a.attnum, concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || a.attcollation::regcollation END,
    CASE WHEN a.attnotnull THEN 'NOT NULL' END, CASE WHEN a.attidentity <> '' THEN 'IDENTITY ' || a.attidentity::text END,
    CASE WHEN a.attgenerated <> '' THEN 'GENERATED ' || a.attgenerated::text END, pg_get_expr(d.adbin, d.adrelid),
    CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' || a.attstorage::text END, nullif(a.attcompression, '')::text,
    nullif(a.attstattarget, -1)::text, a.attoptions::text,
    (SELECT string_agg(o, ' ' ORDER BY o) FROM unnest(a.attfdwoptions) o),
    CASE WHEN NOT a.attislocal THEN 'inherited' END) AS line
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT a.attisdropped),
-- An object that something below stands on, with its name as pg_dump gives it.
acl AS (
  SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || c.relname AS name, c.nspname AS schema, x.*
  FROM rel c, aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) x
  WHERE c.relkind <> 'c'
  UNION ALL SELECT 'COLUMN ' || c.relname || '.' || a.attname, c.nspname, x.*
  FROM rel c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) x
  UNION ALL SELECT 'SCHEMA ' || n.nspname, '', x.* FROM pg_namespace m JOIN managed n ON n.oid = m.oid,
  aclexplode(coalesce(m.nspacl, acldefault('n', m.nspowner))) x
  UNION ALL SELECT 'ROUTINE ' || p.oid::regprocedure, n.nspname, x.* FROM pg_proc p JOIN managed n ON n.oid = p.pronamespace,
  aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
  WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
  UNION ALL SELECT 'TYPE ' || t.oid::regtype, n.nspname, x.* FROM pg_type t JOIN managed n ON n.oid = t.typnamespace,
  aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) x
  WHERE t.typtype IN ('d', 'e', 'r') OR EXISTS (SELECT FROM rel c WHERE c.oid = t.typrelid AND c.relkind = 'c')
),
entry AS (
  SELECT 'SCHEMA' AS type, 'SCHEMA ' || nspname AS title, '' AS text, '' AS sorted_text FROM managed
  UNION ALL
  SELECT k.word, k.word || ' ' || c.nspname || '.' || c.relname, k.line || columns.text || checks.text,
         k.line || columns.sorted_text || checks.text
  FROM rel c, LATERAL (SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'c' THEN 'TYPE'
        WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS word,
    concat_ws(' ', c.relkind::text, c.relpersistence::text,
      (SELECT amname FROM pg_am WHERE oid = c.relam), (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
      c.reloptions::text, (SELECT t.reloptions::text FROM pg_class t WHERE t.oid = c.reltoastrelid),
      CASE WHEN c.relrowsecurity THEN 'row security' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END,
      'identity ' || nullif(c.relreplident, 'n')::text,
      CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END, pg_get_expr(c.relpartbound, c.oid),
      CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, nullif(c.reloftype, 0)::regtype::text,
      (SELECT 'of ' || string_agg(inhparent::regclass::text, ' ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = c.oid),
      (SELECT concat_ws(' ', 'sequence', format_type(s.seqtypid, NULL), seqstart, seqincrement, seqmax, seqmin, seqcache,
              seqcycle) FROM pg_sequence s WHERE s.seqrelid = c.oid),
      (SELECT 'owned by ' || pg_describe_object(refclassid, refobjid, refobjsubid) FROM pg_depend d
       WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')),
      (SELECT s.srvname || ' ' || coalesce((SELECT string_agg(o, ' ' ORDER BY o) FROM unnest(f.ftoptions) o), '')
       FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid)) AS line) k,
  LATERAL (SELECT coalesce(string_agg(E'\n' || line, '' ORDER BY attnum), '') AS text,
           coalesce(string_agg(E'\n' || line, '' ORDER BY line COLLATE "C"), '') AS sorted_text
           FROM columns a WHERE a.attrelid = c.oid AND c.relkind <> 'S') columns,
  LATERAL (SELECT coalesce(string_agg(E'\n' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
           || CASE WHEN conislocal THEN '' ELSE ' inherited' END, '' ORDER BY conname COLLATE "C"), '') AS text
           FROM pg_constraint o WHERE o.conrelid = c.oid AND o.contype = 'c') checks
  UNION ALL
  SELECT CASE o.contype WHEN 'f' THEN 'FK CONSTRAINT' ELSE 'CONSTRAINT' END,
         CASE o.contype WHEN 'f' THEN 'FK CONSTRAINT ' ELSE 'CONSTRAINT ' END || c.nspname || '.' || c.relname || ' '
         || o.conname, t.text, t.text
  FROM pg_constraint o JOIN rel c ON c.oid = o.conrelid LEFT JOIN pg_class i ON i.oid = o.conindid AND o.contype <> 'f',
  LATERAL (SELECT concat_ws(' ', pg_get_constraintdef(o.oid), i.reloptions::text,
           (SELECT spcname FROM pg_tablespace WHERE oid = i.reltablespace),
           CASE WHEN o.conparentid <> 0 THEN 'inherited' END) AS text) t
  WHERE o.contype IN ('p', 'u', 'x', 'f', 't')
  UNION ALL
  SELECT 'INDEX', 'INDEX ' || c.nspname || '.' || x.relname, t.text, t.text
  FROM pg_index i JOIN rel c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid,
  LATERAL (SELECT concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisclustered, i.indisreplident,
           (SELECT spcname FROM pg_tablespace WHERE oid = x.reltablespace),
           (SELECT string_agg(a.attstattarget::text, ' ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = x.oid AND a.attstattarget <> -1)) AS text) t
  WHERE NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 'TRIGGER', 'TRIGGER ' || c.nspname || '.' || c.relname || ' ' || t.tgname, pg_get_triggerdef(t.oid) || t.tgenabled::text,
         pg_get_triggerdef(t.oid) || t.tgenabled::text
  FROM pg_trigger t JOIN rel c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'RULE', 'RULE ' || c.nspname || '.' || c.relname || ' ' || r.rulename, pg_get_ruledef(r.oid) || r.ev_enabled::text,
         pg_get_ruledef(r.oid) || r.ev_enabled::text
  FROM pg_rewrite r JOIN rel c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'
  UNION ALL
  SELECT 'POLICY', 'POLICY ' || c.nspname || '.' || c.relname || ' ' || p.polname, t.text, t.text
  FROM pg_policy p JOIN rel c ON c.oid = p.polrelid, LATERAL (SELECT concat_ws(' ', p.polcmd::text, p.polpermissive,
      (SELECT string_agg(r, ' ' ORDER BY r) FROM (SELECT CASE o WHEN 0 THEN 'public' ELSE o::regrole::text END AS r
       FROM unnest(p.polroles) o) roles),
      'USING', pg_get_expr(p.polqual, p.polrelid), 'CHECK', pg_get_expr(p.polwithcheck, p.polrelid)) AS text) t
  UNION ALL
  SELECT 'FUNCTION', 'FUNCTION ' || n.nspname || '.' || p.oid::regprocedure, t.text, t.text
  FROM pg_proc p JOIN managed n ON n.oid = p.pronamespace,
  LATERAL (SELECT CASE p.prokind WHEN 'a' THEN (SELECT concat_ws(' ', aggtransfn, aggfinalfn, aggcombinefn, aggserialfn,
           aggdeserialfn, aggmtransfn, aggminvtransfn, aggmfinalfn, aggsortop::regoperator, aggtranstype::regtype, agginitval,
           aggminitval, p.proparallel) FROM pg_aggregate a WHERE a.aggfnoid = p.oid)
           ELSE pg_get_functiondef(p.oid) END AS text) t
  WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
  UNION ALL
  SELECT k.word, k.word || ' ' || n.nspname || '.' || t.typname, x.text, x.text
  FROM pg_type t JOIN managed n ON n.oid = t.typnamespace,
  LATERAL (SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END AS word) k,
  LATERAL (SELECT concat_ws(' ', t.typtype::text,
      (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
      CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END, CASE WHEN t.typnotnull THEN 'NOT NULL' END,
      nullif(t.typcollation, 0)::regcollation::text, t.typdefault,
      (SELECT string_agg(quote_ident(conname) || ' ' || pg_get_constraintdef(oid), ' ' ORDER BY conname) FROM pg_constraint o
       WHERE o.contypid = t.oid AND o.contype = 'c'),
      (SELECT concat_ws(' ', rngsubtype::regtype, nullif(rngcollation, 0)::regcollation, rngcanonical, rngsubdiff,
       (SELECT opcname FROM pg_opclass WHERE oid = rngsubopc)) FROM pg_range WHERE rngtypid = t.oid)) AS text) x
  WHERE t.typtype IN ('d', 'e', 'r') AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
  UNION ALL
  SELECT 'STATISTICS', 'STATISTICS ' || n.nspname || '.' || s.stxname, t.text, t.text FROM pg_statistic_ext s
  JOIN managed n ON n.oid = s.stxnamespace,
  LATERAL (SELECT pg_get_statisticsobjdef(s.oid) || coalesce(nullif(s.stxstattarget, -1)::text, '') AS text) t
  UNION ALL
  SELECT 'COLLATION', 'COLLATION ' || n.nspname || '.' || c.collname, t.text, t.text FROM pg_collation c
  JOIN managed n ON n.oid = c.collnamespace,
  LATERAL (SELECT (to_jsonb(c) - '{oid,collnamespace,collowner,collversion}'::text[])::text AS text) t
  UNION ALL
  SELECT 'EXTENSION', 'EXTENSION ' || e.extname, n.nspname, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
  UNION ALL
  SELECT 'OBJECT', 'OBJECT ' || pg_describe_object(x.class, x.oid, 0), x.text, x.text FROM (
    SELECT 'pg_operator'::regclass AS class, oid, oprnamespace AS namespace, concat_ws(' ', oprcode, oprcom::regoperator,
           oprnegate::regoperator, oprrest, oprjoin, oprcanhash, oprcanmerge) AS text FROM pg_operator
    UNION ALL SELECT 'pg_opclass'::regclass, oid, opcnamespace, '' FROM pg_opclass
    UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfnamespace, '' FROM pg_opfamily
    UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgnamespace, '' FROM pg_ts_config
    UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictnamespace, dictinitoption FROM pg_ts_dict
    UNION ALL SELECT 'pg_conversion'::regclass, oid, connamespace, '' FROM pg_conversion) x
  JOIN managed n ON n.oid = x.namespace
  WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = x.class AND m.objid = x.oid)
  UNION ALL
  SELECT 'OBJECT', 'OBJECT ' || pg_describe_object(x.class, x.oid, 0), x.text, x.text FROM (
    SELECT 'pg_publication'::regclass AS class, oid,
           (to_jsonb(p) - '{oid,pubowner}'::text[])::text AS text FROM pg_publication p
    UNION ALL SELECT 'pg_publication_rel'::regclass, oid, concat_ws(' ', pg_get_expr(prqual, prrelid), prattrs)
    FROM pg_publication_rel
    UNION ALL SELECT 'pg_event_trigger'::regclass, oid, concat_ws(' ', evtevent, evtfoid::regproc, evtenabled, evttags)
    FROM pg_event_trigger
    UNION ALL SELECT 'pg_foreign_server'::regclass, oid, concat_ws(' ', srvtype, srvversion,
           (SELECT string_agg(o, ' ' ORDER BY o) FROM unnest(srvoptions) o)) FROM pg_foreign_server
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid,
           (SELECT string_agg(o, ' ' ORDER BY o) FROM unnest(fdwoptions) o) FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_cast'::regclass, oid, concat_ws(' ', castfunc::regprocedure, castcontext, castmethod) FROM pg_cast
    WHERE oid >= 16384) x
  WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = x.class AND m.objid = x.oid)
  UNION ALL
  SELECT 'COMMENT', 'COMMENT ' || i.type || ' ' || i.identity, d.description, d.description FROM pg_description d,
  LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
  WHERE d.objoid >= 16384 AND i.identity !~ 'limbeck_(version|log)' AND d.classoid <> 'pg_extension'::regclass
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = d.classoid AND m.objid = d.objoid)
  UNION ALL
  SELECT 'ACL', 'ACL ' || schema || '.' || name, t.text, t.text FROM (
    SELECT schema, name, string_agg(line, E'\n' ORDER BY line) AS text FROM (SELECT schema, name, concat_ws(' ',
      CASE grantee WHEN 0 THEN 'public' ELSE grantee::regrole::text END, grantor::regrole, privilege_type, is_grantable) AS line
      FROM acl) lines GROUP BY schema, name) t
  UNION ALL
  SELECT 'DEFAULT ACL', 'DEFAULT ACL ' || concat_ws(' ', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace,
         defaclobjtype), t.text, t.text
  FROM pg_default_acl, LATERAL (SELECT string_agg(a::text, ' ' ORDER BY a::text) AS text FROM unnest(defaclacl) a) t
)
SELECT type, title, coalesce(text, ''), coalesce(sorted_text, '') FROM entry
)";

}  // namespace

Dump catalog_dump(pg::Connection& connection) {
  const pg::Transaction transaction(connection, "BEGIN READ ONLY");
  connection.execute(
      "SET LOCAL search_path = pg_catalog; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, MDY'; "
      "SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'");
  const pg::Result rows = connection.query(query);
  Dump dump;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    dump.push_back({std::string(rows.text(row, 0)), std::string(rows.text(row, 1)), std::string(rows.text(row, 2)),
                    std::string(rows.text(row, 3))});
  }
  std::sort(dump.begin(), dump.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.title, a.text) < std::tie(b.title, b.text); });
  return dump;
}

Dump without_casts(Dump dump) {
  static const std::regex noise(
      R"(::("[^"]*"|[a-z_.])+( varying| without time zone| with time zone| precision)?(\(\d+\))?(\[\])?|[()\s])");
  for (Entry& entry : dump) {
    entry.text = std::regex_replace(entry.text, noise, "");
    entry.sorted_text = std::regex_replace(entry.sorted_text, noise, "");
  }
  return dump;
}

}  // namespace limbeck::testing
