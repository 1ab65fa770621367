// Each rule of lint: statements that it finds, and near ones that it does not.
#include "history/revision_file.hpp"
#include "lint/lint.hpp"
#include "model/error.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::lint {
namespace {

using Ids = std::vector<std::string>;

std::vector<Finding> findings_of(const std::string& sections, const Options& options = {},
                                 const std::string& notes = {}) {
  const std::string text = "-- message\n--\n-- Revision: a1\n-- Revises:\n--\n" + notes + "\n" + sections;
  Diagnostics diagnostics;
  const auto revision = history::parse_revision(text, "a1.sql", diagnostics);
  for (const Diagnostic& each : diagnostics) FAIL_CHECK(to_text(each));
  REQUIRE(revision);
  return lint(*revision, options);
}

Ids ids_of(const std::vector<Finding>& findings) {
  Ids ids;
  for (const Finding& finding : findings) ids.emplace_back(finding.rule->id);
  return ids;
}

Ids upgrade(const std::string& sql) {
  return ids_of(findings_of("-- limbeck:upgrade\n" + sql + "\n"));
}

Ids outside(const std::string& sql) {
  return ids_of(findings_of("-- limbeck:upgrade no-transaction\n" + sql + "\n"));
}

struct Row {
  std::string sql;
  Ids rules;
};

const std::vector<Row>& in_a_transaction() {
  static const std::vector<Row> rows = {
      {"SELECT 1;", {}},
      // what fails
      {"CREATE INDEX CONCURRENTLY i ON t (a);", {"concurrently-in-transaction"}},
      {"DROP INDEX CONCURRENTLY i;", {"concurrently-in-transaction"}},
      {"REINDEX TABLE CONCURRENTLY t;", {"concurrently-in-transaction"}},
      {"REINDEX (CONCURRENTLY) TABLE t;", {"concurrently-in-transaction"}},
      {"REINDEX (VERBOSE, CONCURRENTLY off) TABLE t;", {"reindex-not-concurrent"}},
      {"ALTER TABLE t DETACH PARTITION p CONCURRENTLY;", {"concurrently-in-transaction"}},
      {"REFRESH MATERIALIZED VIEW CONCURRENTLY v;", {}},
      {"VACUUM t;", {"not-in-transaction"}},
      {"VACUUM (ANALYZE, FULL) t;", {"not-in-transaction", "rewrite-table"}},
      {"CREATE DATABASE d;", {"not-in-transaction"}},
      {"DROP TABLESPACE s;", {"not-in-transaction"}},
      {"ALTER SYSTEM SET work_mem = '1MB';", {"not-in-transaction"}},
      {"ALTER DATABASE d SET TABLESPACE s;", {"not-in-transaction"}},
      {"ALTER DATABASE d SET work_mem = '1MB';", {}},
      {"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p;", {"not-in-transaction"}},
      {"REINDEX SCHEMA s;", {"not-in-transaction", "reindex-not-concurrent"}},
      {"CLUSTER;", {"not-in-transaction", "rewrite-table"}},
      {"ALTER TYPE e ADD VALUE 'x'; INSERT INTO t VALUES ('x');", {"enum-value-in-same-unit"}},
      {"ALTER TYPE e ADD VALUE IF NOT EXISTS 'x'; UPDATE t SET a = E'x' WHERE b;", {"enum-value-in-same-unit"}},
      {"ALTER TYPE e ADD VALUE 'x'; ALTER TYPE e ADD VALUE 'y' AFTER 'x'; COMMENT ON TYPE e IS 'x';", {}},
      {"ALTER TYPE e ADD VALUE 'x'; INSERT INTO t VALUES ('y');", {}},
      {"CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'x'; INSERT INTO t VALUES ('x');", {}},
      {"ALTER TYPE e ADD VALUE 'x';\n\n-- limbeck:upgrade\nINSERT INTO t VALUES ('x');", {}},
      {"ALTER TABLE t ADD a text NOT NULL;", {"add-column-not-null"}},
      {"ALTER TABLE t ADD COLUMN a text NOT NULL DEFAULT NULL;", {"add-column-not-null"}},
      {"ALTER TABLE t ADD COLUMN a text NOT NULL DEFAULT 'x';", {}},
      {"ALTER TABLE t ADD COLUMN a text DEFAULT 'NOT NULL', ADD b text;", {}},
      {"ALTER TABLE t ADD COLUMN IF NOT EXISTS a text, ADD b text CONSTRAINT c NOT NULL;", {"add-column-not-null"}},
      {"ALTER TABLE t ADD COLUMN a bigint PRIMARY KEY;", {"add-column-not-null", "add-primary-key-builds-index"}},
      {"ALTER FOREIGN TABLE t ADD a text NOT NULL, DROP b, ALTER c SET NOT NULL;", {}},
      {"ALTER TYPE t ADD ATTRIBUTE a text;", {}},
      // what is lost
      {"DROP TABLE t;", {"drop-table"}},
      {"DROP TABLE IF EXISTS s.t, u CASCADE;", {"drop-cascade", "drop-table", "drop-table", "locks-several-tables"}},
      {"DROP FOREIGN TABLE t; DROP VIEW v; DROP MATERIALIZED VIEW m; DROP TYPE y;", {}},
      {"DROP VIEW v CASCADE;", {"drop-cascade"}},
      {"DROP FUNCTION f(int, text) CASCADE;", {"drop-cascade"}},
      {"ALTER TABLE t DROP a;", {"drop-column"}},
      {"ALTER TABLE t DROP COLUMN IF EXISTS a CASCADE;", {"drop-column", "drop-cascade"}},
      {"ALTER TABLE t DROP CONSTRAINT c CASCADE;", {"drop-cascade"}},
      {"ALTER TABLE t DROP CONSTRAINT c;", {}},
      {"ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u ON DELETE CASCADE NOT VALID;", {}},
      {"DROP SCHEMA s;", {"drop-schema"}},
      {"DROP DATABASE d;", {"not-in-transaction", "drop-database"}},
      {"DROP OWNED BY r;", {"drop-owned"}},
      {"TRUNCATE t;", {"truncate"}},
      {"TRUNCATE TABLE ONLY t, u CASCADE;", {"truncate", "truncate", "locks-several-tables"}},
      {"DELETE FROM t;", {"delete-without-where"}},
      {"DELETE FROM t WHERE true;", {"delete-without-where"}},
      {"DELETE FROM t USING u WHERE t.a = u.a;", {}},
      {"DELETE FROM t WHERE a IN (SELECT b FROM u);", {}},
      {"DELETE FROM t USING (SELECT 1 WHERE true) AS u;", {"delete-without-where"}},
      {"WITH gone AS (DELETE FROM t RETURNING a) SELECT a FROM gone WHERE a > 1;", {"delete-without-where"}},
      {"WITH u AS (SELECT 1) DELETE FROM t;", {"delete-without-where"}},
      {"UPDATE t SET a = 1;", {"update-without-where"}},
      {"UPDATE ONLY t SET a = 1 WHERE a = 2;", {}},
      {"SELECT 1 FROM t FOR UPDATE;", {}},
      {"INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2;", {}},
      {"CREATE RULE r AS ON DELETE TO t DO INSTEAD (DELETE FROM u);", {}},
      // locks
      {"CREATE INDEX i ON t (a);", {"create-index-not-concurrent"}},
      {"CREATE UNIQUE INDEX IF NOT EXISTS i ON s.t USING btree (a);", {"create-index-not-concurrent"}},
      {"CREATE INDEX ON t (a);", {"create-index-not-concurrent"}},
      {"CREATE INDEX i ON ONLY t (a);", {}},
      {"DROP INDEX i;", {"drop-index-not-concurrent"}},
      {"REINDEX INDEX i;", {"reindex-not-concurrent"}},
      {"REFRESH MATERIALIZED VIEW v;", {"refresh-not-concurrent"}},
      {"ALTER TABLE t DETACH PARTITION p;", {"detach-not-concurrent"}},
      {"ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1);", {"attach-partition-scans"}},
      {"CREATE TABLE p (LIKE t); ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1);", {}},
      {"ALTER TABLE t ADD a uuid DEFAULT gen_random_uuid();", {"add-column-volatile-default"}},
      {"ALTER TABLE t ADD a timestamptz DEFAULT now() - interval '1 day';", {}},
      {"ALTER TABLE t ADD a timestamptz DEFAULT pg_catalog.clock_timestamp();", {"add-column-volatile-default"}},
      {"ALTER TABLE t ADD a text DEFAULT app.make_code('x');", {"add-column-volatile-default"}},
      {"ALTER TABLE t ADD a text DEFAULT 'x'::character varying(10) NOT NULL;", {}},
      {"ALTER TABLE t ADD a text DEFAULT cast(1 as numeric(10, 2))::text;", {}},
      {"ALTER TABLE t ADD a text DEFAULT 'random()';", {}},
      {"ALTER TABLE t ADD a timestamptz(3) DEFAULT current_timestamp(3);", {}},
      {"ALTER TABLE t ADD a text DEFAULT \"random\"();", {"add-column-volatile-default"}},
      {"ALTER TABLE t ADD a bigint GENERATED ALWAYS AS IDENTITY;", {"add-column-rewrites"}},
      {"ALTER TABLE t ADD a bigint GENERATED BY DEFAULT AS IDENTITY (START 5) NOT NULL;", {"add-column-rewrites"}},
      {"ALTER TABLE t ADD a bigint GENERATED ALWAYS AS (b * 2) STORED;", {"add-column-rewrites"}},
      {"ALTER TABLE t ADD a bigint GENERATED ALWAYS AS (b * 2) VIRTUAL;", {}},
      {"ALTER TABLE t ADD a bigserial;", {"add-column-rewrites", "serial-type"}},
      {"ALTER TABLE t ADD a text UNIQUE;", {"add-unique-builds-index"}},
      {"ALTER TABLE t ADD a int CHECK (a > 0);", {"add-column-constraint"}},
      {"ALTER TABLE t ADD a int REFERENCES u ON DELETE SET NULL;", {}},
      {"ALTER TABLE t ADD a int DEFAULT 1 REFERENCES u ON DELETE SET DEFAULT;", {"add-column-constraint"}},
      {"ALTER TABLE t ALTER COLUMN a TYPE bigint USING a::bigint;", {"change-column-type"}},
      {"ALTER TABLE t ALTER a SET DATA TYPE text COLLATE \"C\";", {"change-column-type"}},
      {"ALTER TABLE t ALTER a SET NOT NULL;", {"set-not-null"}},
      {"ALTER TABLE t ADD CONSTRAINT n NOT NULL a;", {"set-not-null"}},
      {"ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID;", {}},
      {"ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID;\n\n-- limbeck:upgrade\n"
       "ALTER TABLE t VALIDATE CONSTRAINT c;\n\n-- limbeck:upgrade\n"
       "ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t DROP CONSTRAINT c;",
       {}},
      {"ALTER TABLE t ADD CONSTRAINT c CHECK (((a) IS NOT NULL)) NOT VALID;\n\n-- limbeck:upgrade\n"
       "ALTER TABLE public.t VALIDATE CONSTRAINT c; ALTER TABLE t ALTER a SET NOT NULL, ALTER b SET NOT NULL;",
       {"set-not-null"}},
      {"ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL OR true) NOT VALID;\n\n-- limbeck:upgrade\n"
       "ALTER TABLE t VALIDATE CONSTRAINT c; ALTER TABLE t ALTER a SET NOT NULL;",
       {"set-not-null"}},
      {"ALTER TABLE t ADD CHECK (a > 0);", {"add-check-validates"}},
      {"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NO INHERIT NOT VALID;", {}},
      {"ALTER TABLE t ADD CONSTRAINT c CHECK (a <> ' NOT VALID') NOT ENFORCED;", {}},
      {"ALTER TABLE t ADD CONSTRAINT c CHECK (a <> ' NOT VALID');", {"add-check-validates"}},
      {"ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES u (c, d);", {"add-foreign-key-validates"}},
      {"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c;",
       {"validate-in-same-unit"}},
      {"ALTER TABLE t ADD UNIQUE (a);", {"add-unique-builds-index"}},
      {"ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a);", {"add-unique-builds-index"}},
      {"ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i;", {}},
      {"ALTER TABLE t ADD CONSTRAINT u UNIQUE (a) USING INDEX TABLESPACE s;", {"add-unique-builds-index"}},
      {"ALTER TABLE t ADD PRIMARY KEY (a);", {"add-primary-key-builds-index"}},
      {"ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX i;", {}},
      {"ALTER TABLE t ADD EXCLUDE USING gist (a WITH &&);", {"add-exclusion-builds-index"}},
      {"ALTER DOMAIN d ADD CHECK (value > 0);", {"domain-constraint-validates"}},
      {"ALTER DOMAIN d SET NOT NULL;", {"domain-constraint-validates"}},
      {"ALTER DOMAIN d ADD CONSTRAINT c CHECK (value > 0) NOT VALID; ALTER DOMAIN d DROP NOT NULL;", {}},
      {"CREATE DOMAIN d AS int; ALTER DOMAIN d SET NOT NULL;", {}},
      {"ALTER TABLE t SET UNLOGGED;", {"rewrite-table"}},
      {"ALTER TABLE t SET TABLESPACE s;", {"rewrite-table"}},
      {"ALTER TABLE t SET (fillfactor = 70);", {}},
      {"CLUSTER t USING i;", {"rewrite-table"}},
      {"LOCK TABLE t IN SHARE MODE;", {"lock-table"}},
      {"ALTER TABLE t ADD a text; ALTER TABLE t ADD b text;", {}},
      {"ALTER TABLE t ADD a text; ALTER TABLE u ADD b text; ALTER TABLE v ADD b text;", {"locks-several-tables"}},
      {"ALTER TABLE t ADD a text;\n\n-- limbeck:upgrade\nALTER TABLE u ADD b text;", {}},
      {"ALTER TABLE t ADD a text; UPDATE u SET a = 1 WHERE b;", {"data-change-under-lock"}},
      {"ALTER TABLE t ADD a text; INSERT INTO u SELECT 1;", {"data-change-under-lock"}},
      {"ALTER TABLE t ADD a text; INSERT INTO u (a) VALUES (1);", {}},
      {"UPDATE u SET a = 1 WHERE b; ALTER TABLE t ADD a text;", {}},
      // clients
      {"ALTER TABLE t RENAME TO u;", {"rename-table"}},
      {"ALTER VIEW t RENAME TO u;", {"rename-table"}},
      {"ALTER INDEX t RENAME TO u;", {}},
      {"ALTER TABLE t RENAME a TO b;", {"rename-column"}},
      {"ALTER TABLE t RENAME CONSTRAINT a TO b;", {}},
      {"ALTER TABLE t ALTER a DROP NOT NULL;", {"drop-not-null"}},
      // style
      {"CREATE TABLE t (a char(3), b character, c \"char\", d text);", {"char-type", "char-type"}},
      {"CREATE TABLE t (a varchar(3) NOT NULL, b varchar, c character varying(5)[]);",
       {"varchar-length", "varchar-length"}},
      {"CREATE TABLE t (a serial, b smallserial PRIMARY KEY);", {"serial-type", "serial-type", "integer-primary-key"}},
      {"CREATE TABLE t (a timestamp, b timestamp(3) without time zone, c timestamptz, d timestamp with time zone);",
       {"timestamp-without-time-zone", "timestamp-without-time-zone"}},
      {"CREATE TABLE t (a int PRIMARY KEY);", {"integer-primary-key"}},
      {"CREATE TABLE t (a int, b bigint, CONSTRAINT k PRIMARY KEY (a));", {"integer-primary-key"}},
      {"CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));", {}},
      {"CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);", {}},
      {"CREATE TABLE t (a app.char(3));", {}},
      {"ALTER TABLE t ALTER a TYPE varchar(9);", {"change-column-type", "varchar-length"}},
      {"CREATE TABLE p PARTITION OF t (a NOT NULL, CHECK (a > 0)) FOR VALUES FROM (1) TO (2);", {}},
      {"CREATE TABLE p PARTITION OF t FOR VALUES IN ('char(3)', 1); CREATE INDEX ON p (a);", {}},
      {"CREATE TABLE a123456789012345678901234567890123456789012345678901234567890123 ();", {"name-too-long"}},
      {"CREATE TABLE a12345678901234567890123456789012345678901234567890123456789012 ();", {}},
      // settings
      {"SET search_path = app;", {"set-search-path"}},
      {"SET LOCAL search_path = app;", {"set-search-path"}},
      {"SET SCHEMA 'app';", {"set-search-path"}},
      {"SET work_mem = '1MB';", {"set-without-local"}},
      {"SET LOCAL work_mem = '1MB'; SET CONSTRAINTS ALL IMMEDIATE; SET TRANSACTION READ ONLY;", {}},
      // a table of the same revision
      {"CREATE TABLE t (); ALTER TABLE public.t ADD a text NOT NULL, ADD CHECK (a > 'a'); CREATE INDEX ON t (a); "
       "ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t RENAME a TO b; TRUNCATE t; DELETE FROM t; DROP TABLE t;",
       {}},
      {"CREATE TABLE app.t (); CREATE INDEX ON t (a);", {"create-index-not-concurrent"}},
      {"CREATE TABLE IF NOT EXISTS t (); CREATE INDEX ON t (a);", {"create-index-not-concurrent"}},
      {"CREATE TABLE t (); DROP TABLE t; DROP TABLE t;", {"drop-table"}},
      {"CREATE TABLE t (); ALTER TABLE t RENAME TO u; CREATE INDEX ON u (a); CREATE INDEX ON t (a);",
       {"create-index-not-concurrent"}},
      {"CREATE UNLOGGED TABLE t AS SELECT 1 AS a; CREATE INDEX ON t (a);", {}},
      {"CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; CREATE INDEX ON v (a);", {}},
      {"CREATE TABLE public.t (); SET search_path = app; CREATE INDEX ON t (a);",
       {"set-search-path", "create-index-not-concurrent"}},
      {"CREATE TABLE t ();\n\n-- limbeck:upgrade no-transaction\nCREATE INDEX ON t (a);", {}},
  };
  return rows;
}

const std::vector<Row>& without_a_transaction() {
  static const std::vector<Row> rows = {
      {"CREATE INDEX CONCURRENTLY i ON t (a); DROP INDEX CONCURRENTLY j; VACUUM t;", {}},
      {"ALTER TYPE e ADD VALUE 'x'; INSERT INTO t VALUES ('x');", {}},
      {"SET LOCAL work_mem = '1MB';", {"set-local-without-effect"}},
      {"SET work_mem = '1MB';", {}},
      {"ALTER TABLE t ADD a text;", {"no-lock-timeout"}},
      {"SET lock_timeout = '3s'; ALTER TABLE t ADD a text; ALTER TABLE u ADD a text;", {}},
      {"SET lock_timeout TO DEFAULT; ALTER TABLE t ADD a text;", {"no-lock-timeout"}},
      {"SET lock_timeout = '0s'; CREATE INDEX ON t (a);", {"create-index-not-concurrent", "no-lock-timeout"}},
      {"SET lock_timeout = 0; ALTER TABLE t ADD a text;", {"no-lock-timeout"}},
      {"ALTER TABLE t VALIDATE CONSTRAINT c;", {}},
      {"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c;",
       {"no-lock-timeout"}},
  };
  return rows;
}

TEST_CASE("lint: each rule finds what it is for, and not what is near") {
  for (const Row& row : in_a_transaction()) {
    CAPTURE(row.sql);
    CHECK(upgrade(row.sql) == row.rules);
  }
  for (const Row& row : without_a_transaction()) {
    CAPTURE(row.sql);
    CHECK(outside(row.sql) == row.rules);
  }
}

TEST_CASE("lint: every rule has a row that it is found in") {
  std::set<std::string_view> found = {rule::allow_malformed.id, rule::allow_unused.id};  // below
  for (const auto* rows : {&in_a_transaction(), &without_a_transaction()}) {
    for (const Row& row : *rows) found.insert(row.rules.begin(), row.rules.end());
  }
  for (const Rule* rule : all_rules) {
    CAPTURE(rule->id);
    CHECK(found.contains(rule->id));
    CHECK(find_rule(rule->id) == rule);
    CHECK(rule->summary.find('\n') == std::string_view::npos);
    CHECK_FALSE(rule->hint.empty());
  }
}

TEST_CASE("lint: README has every rule as it is") {
  std::ifstream file(LIMBECK_SOURCE_DIR "/src/lint/README.md");
  const std::string readme((std::istreambuf_iterator<char>(file)), {});
  for (const Rule* rule : all_rules) {
    const std::string row =
        fmt::format("| `{}` | {} | {} | {} |\n", rule->id, rule->severity == Severity::error ? "error" : "warning",
                    rule->summary, rule->hint);
    CAPTURE(row);
    CHECK(readme.find(row) != std::string::npos);
  }
}

TEST_CASE("lint: strings, comments and quoted names say nothing") {
  for (const char* sql : {
           "SELECT 'x; DROP TABLE t; --', E'\\'; DROP TABLE t', $$DROP TABLE t;$$, $a$ $$ DROP TABLE t; $a$;",
           "/* DROP TABLE t; /* DELETE FROM t; */ TRUNCATE t; */ SELECT 1 -- DROP TABLE t\n;",
           "SELECT \"DROP TABLE t;\" FROM \"drop\" WHERE \"concurrently\" = 1;",
           "DO $$ BEGIN DELETE FROM t; END $$;",
           "CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM t; END;",
           "COMMENT ON TABLE t IS 'CREATE INDEX i ON t (a)';",
           "INSERT INTO t VALUES ('delete from t', 'truncate t', 'add column a text not null');",
           "ALTER TABLE t ADD COLUMN a text DEFAULT ') NOT NULL, DROP COLUMN b --';",
           "ALTER TABLE t ADD COLUMN a text DEFAULT $$x$$ /* NOT NULL */ -- NOT NULL\n;",
           "SELECT U&'d\\0061t' , N'DROP', B'0', 1e5, $1;",
       }) {
    CAPTURE(sql);
    CHECK(upgrade(sql).empty());
  }
  CHECK(upgrade("DROP/**/TABLE -- x\n\"t\";") == Ids{"drop-table"});
  CHECK(upgrade("ALTER TABLE t ADD \"not null\" text, ADD b text /* ' */ NOT /* \" */ NULL;") ==
        Ids{"add-column-not-null"});
  CHECK(upgrade("ALTER TABLE \"A b\".\"c;d\" DROP COLUMN \"e\"\"f\";") == Ids{"drop-column"});
}

TEST_CASE("lint: whatever stands in a statement, it is read to its end") {
  const std::vector<std::string> starts = {"ALTER TABLE t ADD",
                                           "ALTER TABLE",
                                           "ALTER TABLE t ALTER",
                                           "ALTER TABLE t ADD a text DEFAULT",
                                           "CREATE TABLE t (",
                                           "CREATE INDEX ON",
                                           "DROP",
                                           "ALTER TYPE t ADD VALUE",
                                           "REINDEX (",
                                           "WITH a AS (DELETE FROM",
                                           "TRUNCATE",
                                           "SET",
                                           "ALTER TABLE t ADD CONSTRAINT c CHECK (",
                                           "ALTER DOMAIN d ADD",
                                           "VACUUM (",
                                           "CREATE TRIGGER x",
                                           "LOCK"};
  const std::vector<std::string> ends = {"",
                                         ",",
                                         ",,",
                                         "(",
                                         "((",
                                         ")",
                                         "))",
                                         "[",
                                         "]",
                                         ".",
                                         "a.",
                                         "a.b.",
                                         ",a",
                                         "not",
                                         "not null",
                                         "default",
                                         "::",
                                         "a::",
                                         "check",
                                         "check (",
                                         "constraint",
                                         "references",
                                         "as",
                                         "generated",
                                         "generated always as",
                                         "using",
                                         "using index",
                                         "$1",
                                         "'x'",
                                         "\"x\"",
                                         "a b c d",
                                         "a (b (c [d) e] f",
                                         "*",
                                         ";",
                                         "on",
                                         "only",
                                         "only (",
                                         "only (t",
                                         "if not exists",
                                         "@",
                                         "1a",
                                         "{"};
  for (const std::string& start : starts) {
    for (const std::string& end : ends) {
      for (const std::string& last : ends) {
        const std::string sql = fmt::format("{} {} {}", start, end, last);
        CAPTURE(sql);
        Diagnostics diagnostics;
        const auto revision = history::parse_revision(
            "-- m\n-- Revision: a1\n-- Revises:\n\n-- limbeck:upgrade\n" + sql + "\n", "a1.sql", diagnostics);
        if (revision) CHECK_NOTHROW(static_cast<void>(lint(*revision)));
      }
    }
  }
}

TEST_CASE("lint: a finding has its place, its line and a hint") {
  const auto findings =
      findings_of("-- limbeck:upgrade\nSELECT 1;\n-- é\nSELECT 'é'; ALTER TABLE t\n  DROP COLUMN a;\n");
  REQUIRE(findings.size() == 1);
  const Diagnostic& found = findings.front().diagnostic;
  CHECK(found.where.file == "a1.sql");
  CHECK(found.where.begin == SourcePosition{11, 3});
  CHECK(found.excerpt == "  DROP COLUMN a;");
  CHECK(found.message == "drops the column t.a with its values");
  CHECK_FALSE(found.hint.empty());
}

TEST_CASE("lint: a comment right above a statement allows what it gives a reason for") {
  const auto check = [](const std::string& sql, const Ids& rules) {
    CAPTURE(sql);
    CHECK(upgrade(sql) == rules);
  };
  check("-- lint: allow drop-table: nobody reads it\nDROP TABLE t;", {});
  check("-- Lint: allow drop-table: nobody reads it\n-- and more\n\nDROP TABLE t;", {});
  check("/* lint: allow drop-table: nobody reads it */\nDROP TABLE t;", {});
  check("-- lint: allow drop-table, drop-cascade: nobody: reads it\nDROP TABLE t CASCADE;", {});
  check("-- lint: allow drop-table: a\n-- lint: allow drop-cascade: b\nDROP TABLE t CASCADE;", {});
  check("-- lint: allow drop-table\nDROP TABLE t;", {"allow-malformed", "drop-table"});
  check("-- lint: allow drop-table:  \nDROP TABLE t;", {"allow-malformed", "drop-table"});
  check("-- lint: allow: because\nDROP TABLE t;", {"allow-malformed", "drop-table"});
  check("-- lint: ignore drop-table: because\nDROP TABLE t;", {"allow-malformed", "drop-table"});
  check("-- lint: allow drop-tables: because\nDROP TABLE t;", {"allow-malformed", "drop-table"});
  check("-- lint: allow drop-column: because\nDROP TABLE t;", {"allow-unused", "drop-table"});
  check("-- lint: allow drop-table: because\nDROP TABLE t;\nDROP TABLE u;", {"drop-table", "locks-several-tables"});
  check("SELECT 1; -- lint: allow drop-table: because\nDROP TABLE t;", {"allow-unused", "drop-table"});
  check("DROP TABLE -- lint: allow drop-table: because\nt;", {"allow-unused", "drop-table"});
  check("DROP TABLE\n-- lint: allow drop-table: because\nt;", {"allow-unused", "drop-table"});
  check("DROP TABLE t;\n-- lint: allow drop-table: because", {"drop-table", "allow-unused"});
  check("SELECT '\n-- lint: allow drop-table: because\n';\nDROP TABLE t;", {"drop-table"});
  const auto findings = findings_of("-- limbeck:upgrade\n-- lint: allow drop-tabel: because\nDROP TABLE t;\n");
  CHECK(findings.front().diagnostic.message == "there is no rule 'drop-tabel'; did you mean 'drop-table'?");
}

TEST_CASE("lint: what --allow accepted is not said again") {
  const std::string notes = "-- Proof: proven\n-- Allowed: DATA_LOSS:public.t.a\n-- Allowed: DATA_LOSS:public.u\n";
  const auto check = [&](const std::string& sql, const Ids& rules) {
    CAPTURE(sql);
    CHECK(ids_of(findings_of("-- limbeck:upgrade\n" + sql + "\n", {}, notes)) == rules);
  };
  check("-- hazard DATA_LOSS: drops the column with its values\nALTER TABLE public.t DROP COLUMN a;", {});
  check("ALTER TABLE public.t DROP COLUMN a, DROP COLUMN b;", {"drop-column", "drop-column"});
  check("ALTER TABLE public.t DROP COLUMN aa;", {"drop-column"});
  check("ALTER TABLE public.u DROP COLUMN a;", {});
  check("DROP TABLE public.u;", {});
  check("DROP TABLE public.u CASCADE;", {"drop-cascade", "drop-table"});
  check("DROP TABLE public.uu;", {"drop-table"});
  check("DROP TABLE public.t;", {"drop-table"});
}

TEST_CASE("lint: of a downgrade only what makes it fail counts") {
  const auto check = [](const std::string& sql, const Ids& rules) {
    CAPTURE(sql);
    CHECK(ids_of(findings_of("-- limbeck:upgrade\nSELECT 1;\n\n-- limbeck:downgrade\n" + sql + "\n")) == rules);
  };
  check("DROP TABLE t; CREATE INDEX i ON u (a); ALTER TABLE u ADD a char(3), ALTER b SET NOT NULL; DELETE FROM u;", {});
  check("DROP INDEX CONCURRENTLY i;", {"concurrently-in-transaction"});
  check("ALTER TABLE t ADD a text NOT NULL;", {"add-column-not-null"});
  check("VACUUM;", {"not-in-transaction"});
  check("-- lint: allow drop-table\nDROP TABLE t;", {"allow-malformed"});
  // What the upgrade makes is not new there.
  CHECK(ids_of(findings_of("-- limbeck:upgrade\nCREATE TABLE t ();\n\n-- limbeck:downgrade\n"
                           "ALTER TABLE t ADD a text NOT NULL;\n")) == Ids{"add-column-not-null"});
}

TEST_CASE("lint: the configuration switches rules off and weighs them") {
  const std::string sql = "-- limbeck:upgrade\nDROP TABLE t;\nALTER TABLE u RENAME a TO b;\n";
  const auto severities = [&](const Options& options) {
    std::string out;
    for (const Finding& each : findings_of(sql, options)) {
      out += fmt::format("{}:{} ", each.rule->id, each.diagnostic.severity == Severity::error ? "error" : "warning");
    }
    return out;
  };
  const std::string several = "locks-several-tables";
  CHECK(severities({{several}, {}, {}}) == "drop-table:error rename-column:warning ");
  CHECK(severities({{several, "drop-table"}, {"rename-column"}, {}}) == "rename-column:error ");
  CHECK(severities({{several}, {}, {"drop-table"}}) == "drop-table:warning rename-column:warning ");
  CHECK_NOTHROW(require_known_rules({{several}, {"drop-table"}, {}}));
  CHECK_THROWS_WITH_AS(require_known_rules({{"drop-tabel"}, {}, {}}), "[lint] names a rule 'drop-tabel', which is none",
                       Error);
}

TEST_CASE("lint: names without a schema are where search_path begins") {
  const Options options{{}, {}, {}, "app"};
  CHECK(findings_of("-- limbeck:upgrade\nCREATE TABLE app.t (); CREATE INDEX ON t (a);\n", options).empty());
  CHECK_FALSE(findings_of("-- limbeck:upgrade\nCREATE TABLE public.t (); CREATE INDEX ON t (a);\n", options).empty());
}

}  // namespace
}  // namespace limbeck::lint
