// Partitions and heirs, both ways: what they have from their bases is no object, and becomes one where they leave them.

#include "support/attributes.hpp"
#include "support/cluster.hpp"
#include "support/migration.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck;

namespace {

const char* const by_time =
    "CREATE TABLE t (id bigint NOT NULL, at timestamptz NOT NULL, note text DEFAULT 'x', CHECK (id > 0)) "
    "PARTITION BY RANGE (at);";
const char* const january = "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');";
const char* const by_list = "CREATE TABLE t (id integer NOT NULL, kind text) PARTITION BY LIST (kind);";

const std::vector<testing::AttributeCase>& cases() {
  static const std::vector<testing::AttributeCase> all{
      {"partitioned table", "", "", by_time, {"added table 'public.t'"}, {"removed table 'public.t'"}},
      {"partitioned table with a part",
       "",
       "",
       "CREATE TABLE z (id bigint PRIMARY KEY) PARTITION BY RANGE (id); "
       "CREATE TABLE a_1 PARTITION OF z FOR VALUES FROM (MINVALUE) TO (10)",
       {"added table 'public.a_1'", "added table 'public.z'"},
       {"removed table 'public.a_1'", "removed table 'public.z'"}},
      {"part", by_time, "", january, {"added table 'public.t_1'"}, {"removed table 'public.t_1'"}},
      {"default part",
       by_time,
       "",
       "CREATE TABLE t_d PARTITION OF t DEFAULT",
       {"added table 'public.t_d'"},
       {"removed table 'public.t_d'"}},
      {"key by expression, operator class and collation",
       "",
       "",
       "CREATE TABLE t (a text, b text, c integer) PARTITION BY RANGE (lower(a), b COLLATE \"C\" text_pattern_ops, "
       "((c + 1)))",
       {"added table 'public.t'"},
       {"removed table 'public.t'"}},
      {"parts of a hash, with parts of their own",
       "CREATE TABLE t (a integer, b integer) PARTITION BY HASH (a);",
       "",
       "CREATE TABLE t_0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0); "
       "CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY LIST (b); "
       "CREATE TABLE t_1_x PARTITION OF t_1 FOR VALUES IN (1, NULL)",
       {"added table 'public.t_0'", "added table 'public.t_1'", "added table 'public.t_1_x'"},
       {"removed table 'public.t_0'", "removed table 'public.t_1'", "removed table 'public.t_1_x'"}},
      {"bounds of two parts, which overlap on the way",
       by_list,
       "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a', 'b'); CREATE TABLE t_c PARTITION OF t FOR VALUES IN ('c')",
       "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a'); CREATE TABLE t_c PARTITION OF t FOR VALUES IN ('b', 'c')",
       {"changed partition 'public.t_a'", "changed partition 'public.t_c'"},
       {}},
      {"a part in the place of others",
       by_list,
       "CREATE TABLE t_x PARTITION OF t FOR VALUES IN ('a'); CREATE TABLE t_y PARTITION OF t FOR VALUES IN ('b')",
       "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a', 'b')",
       {"added table 'public.t_a'", "removed table 'public.t_x'", "removed table 'public.t_y'"},
       {"removed table 'public.t_a'", "added table 'public.t_x'", "added table 'public.t_y'"}},
      {"part detached",
       "CREATE TABLE r (id integer PRIMARY KEY); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin "
       "return null; end';"
       "CREATE TABLE t (id integer NOT NULL CHECK (id > 0), kind text DEFAULT 'x', r integer REFERENCES r, "
       "PRIMARY KEY (id, kind)) PARTITION BY LIST (kind); CREATE INDEX t_r ON t (r); "
       "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
       "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a'); CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');",
       "",
       "ALTER TABLE t DETACH PARTITION t_a",
       {"removed partition 'public.t_a'"},
       {"added partition 'public.t_a'"}},
      {"part detached and changed, the whole changed",
       "CREATE TABLE t (id integer NOT NULL, kind text, a text, b integer) PARTITION BY LIST (kind);"
       "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');",
       "",
       "ALTER TABLE t DETACH PARTITION t_a; ALTER TABLE t ADD c integer, DROP a, ALTER b TYPE bigint;"
       "ALTER TABLE t_a ADD d integer, DROP b",
       {"removed column 'public.t.a'", "changed column 'public.t.b'", "added column 'public.t.c'",
        "removed column 'public.t_a.b'", "added column 'public.t_a.d'", "removed partition 'public.t_a'"},
       {"added column 'public.t.a'", "changed column 'public.t.b'", "removed column 'public.t.c'",
        "added column 'public.t_a.b'", "removed column 'public.t_a.d'", "added partition 'public.t_a'"}},
      {"columns of the whole",
       "CREATE TABLE t (id integer, a integer) PARTITION BY LIST (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN "
       "(1); ALTER TABLE t_1 ADD CHECK (a > 0); CREATE INDEX t_1_a ON t_1 (a);",
       "",
       "ALTER TABLE t ADD b text NOT NULL DEFAULT 'x', ALTER a TYPE bigint; CREATE INDEX t_1_b ON t_1 (b)",
       {"changed column 'public.t.a'", "added column 'public.t.b'", "added index 'public.t_1.t_1_b'"},
       {"changed column 'public.t.a'", "removed column 'public.t.b'", "removed index 'public.t_1.t_1_b'"}},
      {"index and keys of the whole",
       "CREATE TABLE r (id integer PRIMARY KEY); CREATE TABLE t (id integer NOT NULL, r integer) PARTITION BY LIST "
       "(id);"
       "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1);",
       "",
       "ALTER TABLE t ADD PRIMARY KEY (id), ADD UNIQUE (r, id), ADD CHECK (r > 0), ADD FOREIGN KEY (r) REFERENCES r; "
       "CREATE INDEX t_r ON t USING btree (r) WHERE r > 5; CREATE TABLE u (t integer REFERENCES t)",
       {"added table 'public.u'", "added constraint 'public.t.t_pkey'", "added constraint 'public.t.t_r_check'",
        "added constraint 'public.t.t_r_fkey'", "added constraint 'public.t.t_r_id_key'", "added index 'public.t.t_r'"},
       {"removed table 'public.u'", "removed constraint 'public.t.t_pkey'", "removed constraint 'public.t.t_r_check'",
        "removed constraint 'public.t.t_r_fkey'", "removed constraint 'public.t.t_r_id_key'",
        "removed index 'public.t.t_r'"}},
      {"local things of a part",
       "CREATE TABLE t (id integer NOT NULL, a text DEFAULT 'x', b text DEFAULT 'y') PARTITION BY LIST (id); "
       "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1);",
       "",
       "ALTER TABLE t_1 ALTER a SET DEFAULT 'own', ALTER b DROP DEFAULT, ADD CONSTRAINT c CHECK (a <> b); "
       "ALTER TABLE t_1 ADD PRIMARY KEY (id); CREATE INDEX i ON t_1 (a); COMMENT ON TABLE t_1 IS 'one'",
       {"added default 'public.t_1.a'", "added default 'public.t_1.b'", "added constraint 'public.t_1.c'",
        "added constraint 'public.t_1.t_1_pkey'", "added index 'public.t_1.i'", "added comment 'public.t_1'"},
       {"removed default 'public.t_1.a'", "removed default 'public.t_1.b'", "removed constraint 'public.t_1.c'",
        "removed constraint 'public.t_1.t_1_pkey'", "removed index 'public.t_1.i'", "removed comment 'public.t_1'"}},
      {"what a part says of columns of the whole",
       "CREATE TABLE t (id integer NOT NULL, a text, b numeric, c text) PARTITION BY LIST (id); ALTER TABLE t ALTER c "
       "SET STORAGE EXTERNAL; "
       "CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (a); "
       "CREATE TABLE t_1_x PARTITION OF t_1 FOR VALUES IN ('x');",
       "",
       "ALTER TABLE t_1 ALTER a SET NOT NULL, ALTER b SET STORAGE EXTERNAL; ALTER TABLE t_1_x ALTER b SET STORAGE "
       "MAIN, ALTER c SET COMPRESSION pglz, ALTER id SET STATISTICS 7, ALTER id SET (n_distinct = 3); "
       "COMMENT ON COLUMN t_1_x.c IS 'mine'; COMMENT ON COLUMN t_1.id IS 'of the part'",
       {"added inherited column 'public.t_1.a'", "added inherited column 'public.t_1.b'",
        "added inherited column 'public.t_1.id'", "added inherited column 'public.t_1_x.b'",
        "added inherited column 'public.t_1_x.c'", "added inherited column 'public.t_1_x.id'",
        "added comment 'public.t_1.id'", "added comment 'public.t_1_x.c'"},
       {"removed inherited column 'public.t_1.a'", "removed inherited column 'public.t_1.b'",
        "removed inherited column 'public.t_1.id'", "removed inherited column 'public.t_1_x.b'",
        "removed inherited column 'public.t_1_x.c'", "removed inherited column 'public.t_1_x.id'",
        "removed comment 'public.t_1.id'", "removed comment 'public.t_1_x.c'"}},
      {"what an heir says, and its base then, too",
       "CREATE TABLE p (a text NOT NULL, b text, c text); CREATE TABLE h () INHERITS (p);",
       "ALTER TABLE h ALTER b SET NOT NULL, ALTER c SET STORAGE MAIN; ALTER TABLE ONLY p ALTER a SET STATISTICS 5",
       "ALTER TABLE p ALTER a DROP NOT NULL; ALTER TABLE h ALTER a SET NOT NULL; ALTER TABLE p ALTER b SET NOT NULL, "
       "ALTER c SET STORAGE EXTERNAL; ALTER TABLE h ALTER c SET STORAGE MAIN; ALTER TABLE ONLY p ALTER a SET "
       "STATISTICS 9",
       {"changed column 'public.p.a'", "changed column 'public.p.b'", "changed column 'public.p.c'",
        "added inherited column 'public.h.a'", "removed inherited column 'public.h.b'",
        "changed inherited column 'public.h.c'"},
       {"changed column 'public.p.a'", "changed column 'public.p.b'", "changed column 'public.p.c'",
        "removed inherited column 'public.h.a'", "added inherited column 'public.h.b'",
        "changed inherited column 'public.h.c'"}},
      {"another type below what an heir says",
       "CREATE TABLE p (a text, b text); CREATE TABLE h () INHERITS (p); ALTER TABLE h ALTER a SET NOT NULL, ALTER a "
       "SET "
       "STORAGE EXTERNAL, ALTER b SET STATISTICS 9;",
       "",
       "ALTER TABLE p ALTER a TYPE varchar(9); ALTER TABLE h ALTER a SET STORAGE EXTERNAL; ALTER TABLE p DROP b",
       {"changed column 'public.p.a'", "removed column 'public.p.b'", "removed inherited column 'public.h.b'"},
       {"changed column 'public.p.a'", "added column 'public.p.b'", "added inherited column 'public.h.b'"}},
      {"default of the whole, above one of a part",
       "CREATE TABLE t (id integer, a integer) PARTITION BY LIST (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN "
       "(1); CREATE TABLE t_2 PARTITION OF t FOR VALUES IN (2);",
       "ALTER TABLE t ALTER a SET DEFAULT 1; ALTER TABLE t_1 ALTER a SET DEFAULT 5",
       "ALTER TABLE t ALTER a SET DEFAULT 2; ALTER TABLE t_1 ALTER a SET DEFAULT 5",
       {"changed default 'public.t.a'"},
       {}},
      {"heir",
       "CREATE TABLE p (id integer NOT NULL DEFAULT 1, a text, CHECK (id > 0)); CREATE TABLE q (b integer);",
       "",
       "CREATE TABLE h (c integer, CHECK (a <> 'x')) INHERITS (p, q)",
       {"added table 'public.h'"},
       {"removed table 'public.h'"}},
      {"columns of the base",
       "CREATE TABLE p (id integer, a integer); CREATE TABLE h (c integer) INHERITS (p);",
       "",
       "ALTER TABLE p ADD b integer, ALTER a TYPE text, ADD CHECK (b > 0), ADD CONSTRAINT n CHECK (id > 0) NO INHERIT",
       {"changed column 'public.p.a'", "added column 'public.p.b'", "added constraint 'public.p.n'",
        "added constraint 'public.p.p_b_check'"},
       {"changed column 'public.p.a'", "removed column 'public.p.b'", "removed constraint 'public.p.n'",
        "removed constraint 'public.p.p_b_check'"}},
      {"statement and row triggers of the whole",
       "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return null; end';"
       "CREATE TABLE t (id integer) PARTITION BY LIST (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1);",
       "",
       "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); "
       "CREATE TRIGGER h AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f(); "
       "CREATE TRIGGER i AFTER INSERT ON t_1 FOR EACH ROW EXECUTE FUNCTION f()",
       {"added trigger 'public.t.g'", "added trigger 'public.t.h'", "added trigger 'public.t_1.i'"},
       {"removed trigger 'public.t.g'", "removed trigger 'public.t.h'", "removed trigger 'public.t_1.i'"}},
      {"identity, storage and names",
       "CREATE SCHEMA \"S.x\";",
       "",
       "CREATE TABLE \"S.x\".\"T t\" (id bigint GENERATED ALWAYS AS IDENTITY, \"A b\" date NOT NULL) "
       "PARTITION BY RANGE (\"A b\"); CREATE UNLOGGED TABLE \"S.x\".\"P 1\" PARTITION OF \"S.x\".\"T t\" "
       "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') WITH (fillfactor = 70)",
       {"added table 'S.x.P 1'", "added table 'S.x.T t'"},
       {"removed table 'S.x.P 1'", "removed table 'S.x.T t'"}},
  };
  return all;
}

}  // namespace

TEST_CASE("partitions and heirs are migrated both ways") {
  testing::check_attributes(cases());
}

TEST_CASE("a table becomes an heir, and stops to be one") {
  // PostgreSQL remembers that the columns were the table's own once, so that pg_dump tells this heir from another.
  testing::Cluster& cluster = testing::Cluster::shared();
  const std::string base = "CREATE TABLE p (id integer NOT NULL DEFAULT 1, a text, CHECK (id > 0));";
  const std::string heir = cluster.create_from_sql(base + "CREATE TABLE h (c integer) INHERITS (p)", "heir");
  const std::string free = cluster.create_from_sql(
      base + "CREATE TABLE h (id integer NOT NULL DEFAULT 1, a text, c integer, CONSTRAINT p_id_check CHECK (id > 0))",
      "free");
  pg::Connection first(cluster.url(heir));
  pg::Connection second(cluster.url(free));
  const diff::Plan plan = testing::plan_to_database(first, second);
  CHECK(testing::changes_of(plan) == "removed inheritance 'public.h.p'");
  testing::apply(first, plan.upgrade);
  testing::check_equal(heir, free);
  testing::apply(first, plan.downgrade);
  const std::string origin = cluster.create_from_sql(base + "CREATE TABLE h (c integer) INHERITS (p)", "origin");
  pg::Connection third(cluster.url(origin));
  CHECK(testing::changes_of(testing::plan_to_database(first, third)) == "");
  CHECK(testing::changes_of(testing::plan_to_database(third, first)) == "");
}
