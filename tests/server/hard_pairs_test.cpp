// Pairs that other tools get wrong: types without a cast between them, identity columns that change with their type,
// names that move to another kind, what stands on what is made again. See attributes_test.cpp for how a row is tried.

#include "support/attributes.hpp"

#include <doctest/doctest.h>

using namespace limbeck;

namespace {

const std::vector<testing::AttributeCase>& conversions() {
  static const std::vector<testing::AttributeCase> all{
      {"types without a cast, both ways, with all that stands on the column",
       "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';",
       "CREATE TABLE t (id integer PRIMARY KEY, at bigint UNIQUE DEFAULT 0, CHECK (at IS NOT NULL)); "
       "INSERT INTO t VALUES (1, 1700000000); "
       "CREATE INDEX i ON t (at DESC); COMMENT ON COLUMN t.at IS 'x'; GRANT SELECT (at) ON t TO pg_monitor; "
       "CREATE VIEW v AS SELECT at FROM t; CREATE TRIGGER tr AFTER UPDATE OF at ON t FOR EACH ROW EXECUTE FUNCTION f()",
       "CREATE TABLE t (id integer PRIMARY KEY, at timestamptz UNIQUE DEFAULT now(), CHECK (at IS NOT NULL)); "
       "CREATE INDEX i ON t (at DESC); COMMENT ON COLUMN t.at IS 'x'; GRANT SELECT (at) ON t TO pg_monitor; "
       "CREATE VIEW v AS SELECT at FROM t; CREATE TRIGGER tr AFTER UPDATE OF at ON t FOR EACH ROW EXECUTE FUNCTION f()",
       {"changed column 'public.t.at'", "changed default 'public.t.at'"},
       {}},
      {"types with a way round",
       "",
       "CREATE TABLE t (a money, b time, c integer, d macaddr8, e jsonb, f integer[]); "
       "INSERT INTO t VALUES ('1.50', '10:00', 5, '08:00:2b:01:02:03', '\"2020-01-01\"', '{7}')",
       "CREATE TABLE t (a bigint, b timetz, c integer[], d macaddr, e date, f integer)",
       {"changed column 'public.t.a'", "changed column 'public.t.b'", "changed column 'public.t.c'",
        "changed column 'public.t.d'", "changed column 'public.t.e'", "changed column 'public.t.f'"},
       {}},
      {"domain over another type whose text it does not read",
       "",
       "CREATE DOMAIN d AS integer; CREATE TABLE t (a d, b d[]); INSERT INTO t VALUES (1, '{2}')",
       "CREATE DOMAIN d AS numeric(10,2); CREATE TABLE t (a d, b d[])",
       {"changed domain 'public.d'"},
       {}},
      {"storage, compression and collation of a column whose type is made again",
       "",
       "CREATE DOMAIN d AS varchar(10); CREATE TABLE t (a d COLLATE \"C\"); ALTER TABLE t ALTER a SET STORAGE "
       "external, ALTER a SET COMPRESSION pglz",
       "CREATE DOMAIN d AS text; CREATE TABLE t (a d COLLATE \"C\"); ALTER TABLE t ALTER a SET STORAGE "
       "external, ALTER a SET COMPRESSION pglz",
       {"changed domain 'public.d'"},
       {}},
      {"compression of a column with another type",
       "",
       "CREATE TABLE t (a text COMPRESSION pglz)",
       "CREATE TABLE t (a varchar(20) COMPRESSION pglz)",
       {"changed column 'public.t.a'"},
       {}},
      {"target of statistics on a column with another type",
       "",
       "CREATE TABLE t (a integer, b integer); CREATE STATISTICS s ON a, b FROM t; ALTER STATISTICS s SET STATISTICS "
       "50",
       "CREATE TABLE t (a bigint, b integer); CREATE STATISTICS s ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 50",
       {"changed column 'public.t.a'"},
       {}},
      {"composite with an attribute more and another of another type, in use",
       "",
       "CREATE TYPE c AS (a integer, b text, x integer); CREATE TYPE d AS (i c, j c[]); CREATE TABLE t (k c, l d); "
       "INSERT INTO t VALUES ('(1,q,2)', row(row(1, 'q', 2)::c, array[row(2, 'r', 3)::c])::d)",
       "CREATE TYPE c AS (a bigint, b text, z date); CREATE TYPE d AS (i c, j c[]); CREATE TABLE t (k c, l d)",
       {"changed composite 'public.c'", "removed attribute 'public.c.x'", "added attribute 'public.c.z'"},
       {"changed composite 'public.c'", "added attribute 'public.c.x'", "removed attribute 'public.c.z'"}},
      {"range over an enum that is made again, in use and not",
       "",
       "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TYPE r AS RANGE (subtype = e); CREATE TYPE u AS RANGE (subtype = "
       "e, "
       "multirange_type_name = us); CREATE TABLE t (a r, b r_multirange); INSERT INTO t VALUES ('[a,c)', '{[a,c)}')",
       "CREATE TYPE e AS ENUM ('a', 'c'); CREATE TYPE r AS RANGE (subtype = e); CREATE TYPE u AS RANGE (subtype = e, "
       "multirange_type_name = us); CREATE TABLE t (a r, b r_multirange)",
       {"changed enum 'public.e'"},
       {}},
  };
  return all;
}

const std::vector<testing::AttributeCase>& columns() {
  static const std::vector<testing::AttributeCase> all{
      {"identity of a column that gets a type without one",
       "",
       "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, x integer); INSERT INTO t (x) VALUES (1)",
       "CREATE TABLE t (id text, x integer)",
       {"changed column 'public.t.id'"},
       {}},
      {"key of identity that becomes a uuid, with those who refer to it",
       "",
       "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY); CREATE TABLE r (t integer REFERENCES t)",
       "CREATE TABLE t (id uuid DEFAULT gen_random_uuid() PRIMARY KEY); CREATE TABLE r (t uuid REFERENCES t)",
       {"changed column 'public.r.t'", "changed column 'public.t.id'", "added default 'public.t.id'"},
       {"changed column 'public.r.t'", "changed column 'public.t.id'", "removed default 'public.t.id'"}},
      {"identity with options that only the larger type holds",
       "",
       "CREATE TABLE t (id smallint GENERATED ALWAYS AS IDENTITY (MAXVALUE 100))",
       "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (START 3000000000 MINVALUE 3000000000))",
       {"changed column 'public.t.id'"},
       {}},
      {"identity that takes the name of a sequence",
       "",
       "CREATE SEQUENCE t_id_seq; CREATE TABLE t (id integer NOT NULL DEFAULT nextval('t_id_seq'))",
       "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY)",
       {"removed sequence 'public.t_id_seq'", "changed column 'public.t.id'", "removed default 'public.t.id'"},
       {"added sequence 'public.t_id_seq'", "changed column 'public.t.id'", "added default 'public.t.id'"}},
      {"function and aggregate that exchange their names",
       "",
       "CREATE FUNCTION a(integer) RETURNS integer LANGUAGE sql AS 'select 1'; CREATE AGGREGATE b(integer) (sfunc = "
       "int4pl, stype = integer)",
       "CREATE FUNCTION b(integer) RETURNS integer LANGUAGE sql AS 'select 1'; CREATE AGGREGATE a(integer) (sfunc = "
       "int4pl, stype = integer)",
       {"removed function 'public.a(integer)'", "added function 'public.b(integer)'",
        "added aggregate 'public.a(integer)'", "removed aggregate 'public.b(integer)'"},
       {"added function 'public.a(integer)'", "removed function 'public.b(integer)'",
        "removed aggregate 'public.a(integer)'", "added aggregate 'public.b(integer)'"}},
      {"functions that exchange their names under defaults",
       "",
       "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'select 1'; CREATE FUNCTION g() RETURNS text LANGUAGE sql "
       "AS "
       "'select text ''x'''; CREATE TABLE t (x integer DEFAULT f(), y text DEFAULT g())",
       "CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'select 1'; CREATE FUNCTION f() RETURNS text LANGUAGE sql "
       "AS "
       "'select text ''x'''; CREATE TABLE t (x integer DEFAULT g(), y text DEFAULT f())",
       {"changed function 'public.f()'", "changed function 'public.g()'", "changed default 'public.t.x'",
        "changed default 'public.t.y'"},
       {}},
      {"a setting of a function, in whatever case",
       "",
       "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'select 1'",
       "CREATE FUNCTION f() RETURNS integer LANGUAGE sql SET datestyle TO 'iso, dmy' SET TimeZone TO 'UTC' AS 'select "
       "1'",
       {"changed function 'public.f()'"},
       {}},
  };
  return all;
}

const std::vector<testing::AttributeCase>& views() {
  static const std::vector<testing::AttributeCase> all{
      {"default of a view's column",
       "CREATE TABLE t (a integer, b text); CREATE VIEW v AS SELECT a, b FROM t;",
       "ALTER VIEW v ALTER a SET DEFAULT 1",
       "ALTER VIEW v ALTER a SET DEFAULT 2; ALTER VIEW v ALTER b SET DEFAULT 'x'",
       {"changed default 'public.v.a'", "added default 'public.v.b'"},
       {"changed default 'public.v.a'", "removed default 'public.v.b'"}},
      {"default of a view's column, of a view that is made again",
       "",
       "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v ALTER a SET DEFAULT 1",
       "CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v ALTER a SET DEFAULT 1",
       {"changed column 'public.t.a'"},
       {}},
      {"default of a view's column of an enum that is made again",
       "",
       "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e); CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v ALTER a "
       "SET "
       "DEFAULT 'b'",
       "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (a e); CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v ALTER a "
       "SET "
       "DEFAULT 'b'",
       {"changed enum 'public.e'"},
       {}},
      {"view that groups by a primary key which is made again",
       "",
       "CREATE TABLE t (id integer, a integer, b text, CONSTRAINT j PRIMARY KEY (id)); CREATE VIEW v AS SELECT id, a, "
       "b, "
       "count(*) FROM t GROUP BY id; CREATE VIEW w AS SELECT a FROM v",
       "CREATE TABLE t (id integer, a integer, b text, CONSTRAINT k PRIMARY KEY (id)); CREATE VIEW v AS SELECT id, a, "
       "b, "
       "count(*) FROM t GROUP BY id; CREATE VIEW w AS SELECT a FROM v",
       {"removed constraint 'public.t.j'", "added constraint 'public.t.k'"},
       {"added constraint 'public.t.j'", "removed constraint 'public.t.k'"}},
      {"view over a function that is known by its name",
       "CREATE TABLE t (a integer, b text); CREATE FUNCTION s() RETURNS SETOF t LANGUAGE sql AS 'select * from t'; "
       "CREATE FUNCTION s2(integer) RETURNS SETOF integer LANGUAGE sql AS 'select 1';",
       "CREATE VIEW v AS SELECT s.a FROM s() WITH ORDINALITY s(a, b, c)",
       "CREATE VIEW v AS SELECT s.b, s2.c, s3.s FROM s(), LATERAL s2(s.a) s2(c), (SELECT s2(1) AS s) AS s3(s)",
       {"changed view 'public.v'"},
       {}},
      {"condition of a materialized view's index",
       "CREATE TABLE t (a integer, b text); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;",
       "CREATE INDEX i ON m (lower(b)) WHERE a > 1",
       "CREATE INDEX i ON m (lower(b)) WHERE a > 2",
       {"changed index 'public.m.i'"},
       {}},
  };
  return all;
}

}  // namespace

TEST_CASE("pairs: values that change their type") {
  testing::check_attributes(conversions());
}

TEST_CASE("pairs: columns and names") {
  testing::check_attributes(columns());
}

TEST_CASE("pairs: what stands on what is made again") {
  testing::check_attributes(views());
}
