// R14: every attribute that a model can say is compared. Each row flips one; the differ must find just that, the
// upgrade must give what the second schema gives, the downgrade the first (pg_dump is the referee), and a second look
// nothing.

#include "catalog/introspect.hpp"
#include "catalog/settle.hpp"
#include "diff/plan.hpp"
#include "sql/emit.hpp"
#include "sql/quote.hpp"
#include "support/cluster.hpp"
#include "toml/loader.hpp"
#include "toml/source_file.hpp"
#include "toml/writer.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck;

namespace {

struct Case {
  const char* name;
  const char* common;  // in both
  const char* was;
  const char* now;
  std::vector<std::string> up;    // the changes, as they are shown
  std::vector<std::string> down;  // empty: the same as `up`
};

const char* const table = "CREATE TABLE t (id integer, a text, b integer);";

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"schema", "", "", "CREATE SCHEMA s", {"added schema 's'"}, {"removed schema 's'"}},
      {"schema comment",
       "CREATE SCHEMA s;",
       "",
       "COMMENT ON SCHEMA s IS 'x'",
       {"added comment 's'"},
       {"removed comment 's'"}},
      {"extension", "", "", "CREATE EXTENSION citext", {"added extension 'citext'"}, {"removed extension 'citext'"}},
      {"extension schema",
       "CREATE SCHEMA s;",
       "CREATE EXTENSION citext",
       "CREATE EXTENSION citext SCHEMA s",
       {"changed extension 'citext'"},
       {}},
      {"enum", "", "", "CREATE TYPE e AS ENUM ('a', 'it''s')", {"added enum 'public.e'"}, {"removed enum 'public.e'"}},
      {"enum value in the middle (R26)",
       "",
       "CREATE TYPE e AS ENUM ('a', 'c')",
       "CREATE TYPE e AS ENUM ('a', 'b', 'c')",
       {"changed enum 'public.e'"},
       {}},
      {"enum values reordered (R28)",
       "",
       "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e DEFAULT 'a', y e[])",
       "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (x e DEFAULT 'a', y e[])",
       {"changed enum 'public.e'"},
       {}},
      {"enum value removed, with all that uses it (R28)",
       "",
       "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (id integer PRIMARY KEY, x e NOT NULL DEFAULT 'a', "
       "g text GENERATED ALWAYS AS (CASE WHEN x = 'a' THEN 'y' END) STORED, CHECK (x <> 'b'), UNIQUE (x, id)); "
       "CREATE INDEX i ON t (id) WHERE x = 'a'; CREATE INDEX j ON t (x); COMMENT ON TYPE e IS 'kept'; "
       "CREATE TABLE u (x e, id integer, FOREIGN KEY (x, id) REFERENCES t (x, id))",
       "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (id integer PRIMARY KEY, x e NOT NULL DEFAULT 'a', "
       "g text GENERATED ALWAYS AS (CASE WHEN x = 'a' THEN 'y' END) STORED, CHECK (x <> 'b'), UNIQUE (x, id)); "
       "CREATE INDEX i ON t (id) WHERE x = 'a'; CREATE INDEX j ON t (x); COMMENT ON TYPE e IS 'kept'; "
       "CREATE TABLE u (x e, id integer, FOREIGN KEY (x, id) REFERENCES t (x, id))",
       {"changed enum 'public.e'"},
       {}},
      {"sequence", "", "", "CREATE SEQUENCE s", {"added sequence 'public.s'"}, {"removed sequence 'public.s'"}},
      {"sequence type", "", "CREATE SEQUENCE s AS integer", "CREATE SEQUENCE s", {"changed sequence 'public.s'"}, {}},
      {"sequence increment",
       "",
       "CREATE SEQUENCE s",
       "CREATE SEQUENCE s INCREMENT 5",
       {"changed sequence 'public.s'"},
       {}},
      {"sequence bounds and start outside of the old ones",
       "",
       "CREATE SEQUENCE s MINVALUE 1 MAXVALUE 10",
       "CREATE SEQUENCE s MINVALUE 20 MAXVALUE 30 START 25",
       {"changed sequence 'public.s'"},
       {}},
      {"sequence descending",
       "",
       "CREATE SEQUENCE s",
       "CREATE SEQUENCE s INCREMENT -1",
       {"changed sequence 'public.s'"},
       {}},
      {"sequence cache", "", "CREATE SEQUENCE s", "CREATE SEQUENCE s CACHE 20", {"changed sequence 'public.s'"}, {}},
      {"sequence cycle", "", "CREATE SEQUENCE s", "CREATE SEQUENCE s CYCLE", {"changed sequence 'public.s'"}, {}},
      {"sequence owner",
       table,
       "CREATE SEQUENCE s",
       "CREATE SEQUENCE s OWNED BY t.id",
       {"changed sequence 'public.s'"},
       {}},
      {"sequence unlogged", "", "CREATE SEQUENCE s", "CREATE UNLOGGED SEQUENCE s", {"changed sequence 'public.s'"}, {}},
      {"table", "", "", table, {"added table 'public.t'"}, {"removed table 'public.t'"}},
      {"table of mutual foreign keys (R46)",
       "",
       "",
       "CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a); "
       "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b",
       {"added table 'public.a'", "added table 'public.b'"},
       {"removed table 'public.a'", "removed table 'public.b'"}},
      {"table unlogged",
       "",
       table,
       "CREATE UNLOGGED TABLE t (id integer, a text, b integer)",
       {"changed table 'public.t'"},
       {}},
      {"table parameters",
       "",
       "CREATE TABLE t (a text) WITH (fillfactor = 70)",
       "CREATE TABLE t (a text) WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)",
       {"changed table 'public.t'"},
       {}},
      {"table comment",
       table,
       "COMMENT ON TABLE t IS 'a'",
       "COMMENT ON TABLE t IS 'it''s b'",
       {"changed comment 'public.t'"},
       {}},
      {"column", table, "", "ALTER TABLE t ADD c text", {"added column 'public.t.c'"}, {"removed column 'public.t.c'"}},
      {"column with a default and NOT NULL",
       table,
       "",
       "ALTER TABLE t ADD c text NOT NULL DEFAULT 'x'",
       {"added column 'public.t.c'"},
       {"removed column 'public.t.c'"}},
      {"column serial",
       table,
       "",
       "ALTER TABLE t ADD c serial",
       {"added column 'public.t.c'"},
       {"removed column 'public.t.c'"}},
      {"column length",
       "",
       "CREATE TABLE t (a varchar(10) DEFAULT 'x')",
       "CREATE TABLE t (a varchar(20) DEFAULT 'x')",
       {"changed column 'public.t.a'"},
       {}},
      {"column type with an index and a key",
       "",
       "CREATE TABLE t (a integer PRIMARY KEY, b integer); CREATE INDEX i ON t (b)",
       "CREATE TABLE t (a bigint PRIMARY KEY, b bigint); CREATE INDEX i ON t (b)",
       {"changed column 'public.t.a'", "changed column 'public.t.b'"},
       {}},
      {"column type without a cast",
       "",
       "CREATE TABLE t (a bigint)",
       "CREATE TABLE t (a timestamp)",
       {"changed column 'public.t.a'"},
       {}},
      {"column type text to enum, with a default (R22)",
       "CREATE TYPE e AS ENUM ('a');",
       "CREATE TABLE t (a text DEFAULT 'a')",
       "CREATE TABLE t (a e DEFAULT 'a')",
       {"changed column 'public.t.a'", "changed default 'public.t.a'"},
       {}},
      {"column type enum to enum (R22)",
       "CREATE TYPE e AS ENUM ('a'); CREATE TYPE f AS ENUM ('a');",
       "CREATE TABLE t (a e DEFAULT 'a')",
       "CREATE TABLE t (a f DEFAULT 'a')",
       {"changed column 'public.t.a'", "changed default 'public.t.a'"},
       {}},
      {"column array",
       "",
       "CREATE TABLE t (a integer[])",
       "CREATE TABLE t (a bigint[])",
       {"changed column 'public.t.a'"},
       {}},
      {"column collation",
       "",
       "CREATE TABLE t (a text)",
       "CREATE TABLE t (a text COLLATE \"C\")",
       {"changed column 'public.t.a'"},
       {}},
      {"column not null",
       "",
       "CREATE TABLE t (a text)",
       "CREATE TABLE t (a text NOT NULL)",
       {"changed column 'public.t.a'"},
       {}},
      {"column default added",
       "",
       "CREATE TABLE t (a text)",
       "CREATE TABLE t (a text DEFAULT now()::text)",
       {"added default 'public.t.a'"},
       {"removed default 'public.t.a'"}},
      {"column default changed (R5)",
       "",
       "CREATE TABLE t (a numeric DEFAULT 2.99)",
       "CREATE TABLE t (a numeric DEFAULT 3.49)",
       {"changed default 'public.t.a'"},
       {}},
      {"identity on a nullable column with a default",
       "",
       "CREATE TABLE t (a integer DEFAULT 3)",
       "CREATE TABLE t (a integer GENERATED BY DEFAULT AS IDENTITY)",
       {"changed column 'public.t.a'", "removed default 'public.t.a'"},
       {"changed column 'public.t.a'", "added default 'public.t.a'"}},
      {"identity always",
       "",
       "CREATE TABLE t (a integer GENERATED BY DEFAULT AS IDENTITY)",
       "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY)",
       {"changed column 'public.t.a'"},
       {}},
      {"identity options",
       "",
       "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY)",
       "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10 CACHE 5 CYCLE MAXVALUE 1000))",
       {"changed column 'public.t.a'"},
       {}},
      {"identity with its type",
       "",
       "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY)",
       "CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY)",
       {"changed column 'public.t.a'"},
       {}},
      {"identity sequence name",
       "",
       "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME q))",
       "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME r))",
       {"changed column 'public.t.a'"},
       {}},
      {"serial to identity",
       "",
       "CREATE TABLE t (a serial)",
       "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY)",
       {"removed sequence 'public.t_a_seq'", "changed column 'public.t.a'", "removed default 'public.t.a'"},
       {"added sequence 'public.t_a_seq'", "changed column 'public.t.a'", "added default 'public.t.a'"}},
      {"generated expression (R12)",
       "",
       "CREATE TABLE t (b integer, a integer GENERATED ALWAYS AS (b + 1) STORED)",
       "CREATE TABLE t (b integer, a integer GENERATED ALWAYS AS (b + 2) STORED)",
       {"changed column 'public.t.a'"},
       {}},
      {"column type under a generated column",
       "",
       "CREATE TABLE t (b integer, a integer GENERATED ALWAYS AS (1) STORED, "
       "c text GENERATED ALWAYS AS (b::text) STORED)",
       "CREATE TABLE t (b bigint, a integer GENERATED ALWAYS AS (1) STORED, c text GENERATED ALWAYS AS (b::text) "
       "STORED)",
       {"changed column 'public.t.b'"},
       {}},
      {"column storage", table, "", "ALTER TABLE t ALTER a SET STORAGE EXTERNAL", {"changed column 'public.t.a'"}, {}},
      {"column compression",
       table,
       "",
       "ALTER TABLE t ALTER a SET COMPRESSION pglz",
       {"changed column 'public.t.a'"},
       {}},
      {"column statistics", table, "", "ALTER TABLE t ALTER a SET STATISTICS 50", {"changed column 'public.t.a'"}, {}},
      {"column options", table, "", "ALTER TABLE t ALTER a SET (n_distinct = 10)", {"changed column 'public.t.a'"}, {}},
      {"column comment",
       table,
       "",
       "COMMENT ON COLUMN t.a IS 'x'",
       {"added comment 'public.t.a'"},
       {"removed comment 'public.t.a'"}},
      {"primary key",
       "CREATE TABLE t (id integer NOT NULL);",
       "",
       "ALTER TABLE t ADD PRIMARY KEY (id)",
       {"added constraint 'public.t.t_pkey'"},
       {"removed constraint 'public.t.t_pkey'"}},
      {"primary key columns, under a foreign key",
       "",
       "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, CONSTRAINT k PRIMARY KEY (a)); ALTER TABLE t ADD "
       "UNIQUE (a); "
       "CREATE TABLE u (a integer CONSTRAINT f REFERENCES t (a))",
       "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, CONSTRAINT k PRIMARY KEY (a, b)); ALTER TABLE t ADD "
       "UNIQUE (a); "
       "CREATE TABLE u (a integer CONSTRAINT f REFERENCES t (a))",
       {"changed constraint 'public.t.k'"},
       {}},
      {"two keys of the same columns, which one CREATE TABLE would merge",
       "",
       "",
       "CREATE TABLE t (a integer); ALTER TABLE t ADD CONSTRAINT k UNIQUE (a); ALTER TABLE t ADD CONSTRAINT l UNIQUE "
       "(a)",
       {"added table 'public.t'"},
       {"removed table 'public.t'"}},
      {"unique include",
       table,
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id)",
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id) INCLUDE (a)",
       {"changed constraint 'public.t.k'"},
       {}},
      {"unique nulls not distinct",
       table,
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id)",
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (id)",
       {"changed constraint 'public.t.k'"},
       {}},
      {"unique deferrable (R16)",
       table,
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id)",
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id) DEFERRABLE INITIALLY DEFERRED",
       {"changed constraint 'public.t.k'"},
       {}},
      {"unique fillfactor",
       table,
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id)",
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id) WITH (fillfactor = 70)",
       {"changed constraint 'public.t.k'"},
       {}},
      {"unique constraint for a unique index (R16)",
       table,
       "CREATE UNIQUE INDEX k ON t (id)",
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (id)",
       {"added constraint 'public.t.k'", "removed index 'public.t.k'"},
       {"removed constraint 'public.t.k'", "added index 'public.t.k'"}},
      {"check expression (R9)",
       table,
       "ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0)",
       "ALTER TABLE t ADD CONSTRAINT k CHECK (b >= 0)",
       {"changed constraint 'public.t.k'"},
       {}},
      {"check no inherit",
       table,
       "ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0)",
       "ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0) NO INHERIT",
       {"changed constraint 'public.t.k'"},
       {}},
      {"check not valid (R17)",
       table,
       "ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0) NOT VALID",
       "ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0)",
       {"changed constraint 'public.t.k'"},
       {}},
      {"check becomes unique",
       table,
       "ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0)",
       "ALTER TABLE t ADD CONSTRAINT k UNIQUE (b)",
       {"changed constraint 'public.t.k'"},
       {}},
      {"foreign key",
       "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (p integer);",
       "",
       "ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES p",
       {"added constraint 'public.t.t_p_fkey'"},
       {"removed constraint 'public.t.t_p_fkey'"}},
      {"foreign key actions",
       "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (p integer);",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p ON DELETE SET NULL ON UPDATE RESTRICT",
       {"changed constraint 'public.t.k'"},
       {}},
      {"foreign key set null columns",
       "CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b)); CREATE TABLE t (a integer, b integer);",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b)",
       {"changed constraint 'public.t.k'"},
       {}},
      {"foreign key match",
       "CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b)); CREATE TABLE t (a integer, b integer);",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p MATCH FULL",
       {"changed constraint 'public.t.k'"},
       {}},
      {"foreign key deferrable",
       "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (p integer);",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p DEFERRABLE INITIALLY DEFERRED",
       {"changed constraint 'public.t.k'"},
       {}},
      {"foreign key not valid",
       "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (p integer);",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p NOT VALID",
       "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p",
       {"changed constraint 'public.t.k'"},
       {}},
      {"foreign key onto a plain unique index",
       "CREATE TABLE p (id integer); CREATE TABLE t (p integer);",
       "",
       "CREATE UNIQUE INDEX pi ON p (id); ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES p (id)",
       {"added constraint 'public.t.k'", "added index 'public.p.pi'"},
       {"removed constraint 'public.t.k'", "removed index 'public.p.pi'"}},
      {"column types on both sides of a foreign key",
       "",
       "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (p integer REFERENCES p)",
       "CREATE TABLE p (id uuid PRIMARY KEY); CREATE TABLE t (p uuid REFERENCES p)",
       {"changed column 'public.p.id'", "changed column 'public.t.p'"},
       {}},
      {"exclusion",
       "CREATE TABLE t (a int4range, b integer);",
       "ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (a WITH &&)",
       "ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (a WITH -|-) WHERE (b > 0) DEFERRABLE",
       {"changed constraint 'public.t.k'"},
       {}},
      {"constraint comment",
       "CREATE TABLE t (b integer CONSTRAINT k CHECK (b > 0));",
       "",
       "COMMENT ON CONSTRAINT k ON t IS 'x'",
       {"added comment 'public.t.k'"},
       {"removed comment 'public.t.k'"}},
      {"index", table, "", "CREATE INDEX i ON t (a)", {"added index 'public.t.i'"}, {"removed index 'public.t.i'"}},
      {"index method",
       table,
       "CREATE INDEX i ON t (id)",
       "CREATE INDEX i ON t USING hash (id)",
       {"changed index 'public.t.i'"},
       {}},
      {"index unique",
       table,
       "CREATE INDEX i ON t (id)",
       "CREATE UNIQUE INDEX i ON t (id)",
       {"changed index 'public.t.i'"},
       {}},
      {"index expression (R13)",
       table,
       "CREATE INDEX i ON t (lower(a))",
       "CREATE INDEX i ON t (upper(a), (b + 1))",
       {"changed index 'public.t.i'"},
       {}},
      {"index predicate",
       table,
       "CREATE INDEX i ON t (id)",
       "CREATE INDEX i ON t (id) WHERE a IN ('x', 'y')",
       {"changed index 'public.t.i'"},
       {}},
      {"index order",
       table,
       "CREATE INDEX i ON t (id)",
       "CREATE INDEX i ON t (id DESC NULLS LAST)",
       {"changed index 'public.t.i'"},
       {}},
      {"index nulls first",
       table,
       "CREATE INDEX i ON t (id)",
       "CREATE INDEX i ON t (id NULLS FIRST)",
       {"changed index 'public.t.i'"},
       {}},
      {"index operator class (R13)",
       table,
       "CREATE INDEX i ON t (a)",
       "CREATE INDEX i ON t (a text_pattern_ops)",
       {"changed index 'public.t.i'"},
       {}},
      {"index operator class parameters",
       "CREATE TABLE t (a tsvector);",
       "CREATE INDEX i ON t USING gist (a)",
       "CREATE INDEX i ON t USING gist (a tsvector_ops (siglen = 100))",
       {"changed index 'public.t.i'"},
       {}},
      {"index collation",
       table,
       "CREATE INDEX i ON t (a)",
       "CREATE INDEX i ON t (a COLLATE \"C\")",
       {"changed index 'public.t.i'"},
       {}},
      {"index include",
       table,
       "CREATE INDEX i ON t (id)",
       "CREATE INDEX i ON t (id) INCLUDE (b)",
       {"changed index 'public.t.i'"},
       {}},
      {"index nulls not distinct",
       table,
       "CREATE UNIQUE INDEX i ON t (id)",
       "CREATE UNIQUE INDEX i ON t (id) NULLS NOT DISTINCT",
       {"changed index 'public.t.i'"},
       {}},
      {"index parameters",
       table,
       "CREATE INDEX i ON t (id)",
       "CREATE INDEX i ON t (id) WITH (fillfactor = 70)",
       {"changed index 'public.t.i'"},
       {}},
      {"index comment",
       "CREATE TABLE t (b integer); CREATE INDEX i ON t (b);",
       "",
       "COMMENT ON INDEX i IS 'x'",
       {"added comment 'public.t.i'"},
       {"removed comment 'public.t.i'"}},
      {"function body",
       "",
       "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
       "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2'",
       {"changed function 'public.f()'"},
       {}},
      {"function result, under a default",
       "",
       "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t (a bigint DEFAULT f())",
       "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t (a bigint DEFAULT f())",
       {"changed function 'public.f()'"},
       {}},
      {"function attributes",
       "",
       "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
       "CREATE FUNCTION f(a integer DEFAULT 3) RETURNS integer LANGUAGE sql IMMUTABLE STRICT SECURITY DEFINER "
       "LEAKPROOF PARALLEL SAFE "
       "COST 7 SET work_mem = '1MB' AS 'SELECT 1'",
       {"changed function 'public.f(integer)'"},
       {}},
      {"trigger",
       "CREATE TABLE t (a integer); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';",
       "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
       "CREATE TRIGGER g AFTER INSERT OR UPDATE OF a ON t FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION f('x')",
       {"changed trigger 'public.t.g'"},
       {}},
      {"trigger of statements",
       "CREATE TABLE t (a integer); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';",
       "",
       "CREATE TRIGGER g AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE "
       "FUNCTION f()",
       {"added trigger 'public.t.g'"},
       {"removed trigger 'public.t.g'"}},
      {"constraint trigger",
       "CREATE TABLE t (a integer); CREATE TABLE u (a integer); "
       "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return null; end';",
       "CREATE CONSTRAINT TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
       "CREATE CONSTRAINT TRIGGER g AFTER UPDATE ON t FROM u DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
       "WHEN (new.a > 0) EXECUTE FUNCTION f()",
       {"changed trigger 'public.t.g'"},
       {}},
      {"trigger enabled",
       "CREATE TABLE t (a integer); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'; "
       "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();",
       "",
       "ALTER TABLE t DISABLE TRIGGER g",
       {"changed trigger 'public.t.g'"},
       {}},
      {"column type under UPDATE OF",
       "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';",
       "CREATE TABLE t (a integer); CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()",
       "CREATE TABLE t (a bigint); CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()",
       {"changed column 'public.t.a'"},
       {}},
      {"hostile names (R41)",
       "",
       "",
       "CREATE SCHEMA \"public.x\"; CREATE TYPE \"public.x\".\"Select\" AS ENUM ('a\"b', 'c\\d'); "
       "CREATE TABLE \"public.x\".\"a\"\"b\" (\"order\" \"public.x\".\"Select\" DEFAULT 'c\\d', \"é😀\" integer CHECK "
       "(\"é😀\" > 0), "
       "\"a.b\" serial PRIMARY KEY); CREATE INDEX \"I i\" ON \"public.x\".\"a\"\"b\" (\"order\", lower(\"é😀\"::text)); "
       "COMMENT ON COLUMN \"public.x\".\"a\"\"b\".\"order\" IS E'it''s\\n\\\\'",
       {"added schema 'public.x'", "added enum 'public.x.Select'", "added table 'public.x.a\"b'"},
       {"removed schema 'public.x'", "removed enum 'public.x.Select'", "removed table 'public.x.a\"b'"}},
  };
  return all;
}

diff::Plan plan_between(pg::Connection& live_server, pg::Connection& desired_server) {
  Schema live = catalog::introspect(live_server);
  const std::string model = write_model(catalog::introspect(desired_server));
  INFO("model:\n" << model);
  LoadResult loaded = load_models(std::vector<SourceFile>{{"model.toml", model}}, {});
  for (const Diagnostic& diagnostic : loaded.diagnostics) FAIL_CHECK(to_text(diagnostic));
  const std::vector<diff::Renamed> renamed = diff::follow_renames(live, loaded.schema);
  diff::adopt_names(loaded.schema, live);
  CHECK(catalog::settle(loaded.schema, live, &live_server).empty());
  return diff::make_plan(live, loaded.schema, renamed);
}

void apply(pg::Connection& connection, const sql::Script& script) {
  for (const sql::Unit& unit : sql::units_of(script)) {
    INFO("unit:\n" << unit.sql);
    if (const auto error = connection.try_execute("BEGIN;\n" + unit.sql + "\nCOMMIT")) {
      connection.try_execute("ROLLBACK");
      FAIL_CHECK(std::string(error->what()));
    }
  }
}

std::string joined(const std::vector<std::string>& lines) {
  return sql::join(lines, "\n");
}

std::string texts(const diff::Plan& plan) {
  std::vector<std::string> out;
  for (const diff::Change& change : plan.changes) out.push_back(diff::to_text(change));
  return joined(out);
}

void check_equal(const std::string& actual, const std::string& expected) {
  for (const testing::Difference& each : testing::Cluster::shared().compare_databases(actual, expected).differences) {
    FAIL_CHECK(testing::to_text(each));
  }
}

}  // namespace

TEST_CASE("R14: each attribute, flipped, is found and migrated both ways") {
  testing::Cluster& cluster = testing::Cluster::shared();
  for (const Case& row : cases()) {
    CAPTURE(std::string(row.name));
    const std::string before = std::string(row.common) + row.was;
    const std::string after = std::string(row.common) + row.now;
    const std::string live = cluster.create_from_sql(before, "live");
    const std::string wanted = cluster.create_from_sql(after, "wanted");
    const std::string origin = cluster.create_from_sql(before, "origin");
    pg::Connection connection(cluster.url(live));
    pg::Connection target(cluster.url(wanted));
    const diff::Plan plan = plan_between(connection, target);
    CHECK(texts(plan) == joined(row.up));
    pg::Connection source(cluster.url(origin));
    CHECK(texts(plan_between(target, source)) == joined(row.down.empty() ? row.up : row.down));
    apply(connection, plan.upgrade);
    check_equal(live, wanted);
    CHECK(texts(plan_between(connection, target)) == "");
    apply(connection, plan.downgrade);
    check_equal(live, origin);
  }
}
