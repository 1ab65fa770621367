// R14 for default privileges, and that what is made while there are some has just what its model names.

#include "support/attributes.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace limbeck;

namespace {

const std::vector<testing::AttributeCase>& cases() {
  static const std::vector<testing::AttributeCase> all{
      {"default privileges",
       "CREATE SCHEMA s;",
       "",
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT EXECUTE ON FUNCTIONS TO PUBLIC; "
       "ALTER DEFAULT PRIVILEGES FOR ROLE writer GRANT USAGE ON SCHEMAS TO \"odd \"\"role\"\"\"",
       {"added default privileges 'postgres'", "added default privileges 'postgres in s'",
        "added default privileges 'writer'"},
       {"removed default privileges 'postgres'", "removed default privileges 'postgres in s'",
        "removed default privileges 'writer'"}},
      {"grants of aggregates, foreign data wrappers and servers",
       "CREATE AGGREGATE a(integer) (SFUNC = int4pl, STYPE = integer); CREATE AGGREGATE a(*) (SFUNC = int8inc, STYPE = "
       "bigint, INITCOND = '0'); CREATE AGGREGATE o(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE "
       "= internal, "
       "FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA); CREATE FOREIGN DATA WRAPPER w; "
       "CREATE SERVER f FOREIGN DATA WRAPPER w;",
       "",
       "REVOKE EXECUTE ON FUNCTION a(integer) FROM PUBLIC; GRANT EXECUTE ON FUNCTION a(integer) TO reader; "
       "GRANT EXECUTE ON FUNCTION a() TO writer; GRANT EXECUTE ON FUNCTION o(float8, anyelement) TO reader; "
       "GRANT USAGE ON FOREIGN DATA WRAPPER w TO reader WITH GRANT OPTION; GRANT USAGE ON FOREIGN SERVER f TO writer",
       {"added grant 'f to writer'", "added grant 'w to reader'", "added grant 'public.a(*) to writer'",
        "added grant 'public.a(integer) to public'", "added grant 'public.a(integer) to reader'",
        "added grant 'public.o(double precision ORDER BY anyelement) to reader'"},
       {"removed grant 'f to writer'", "removed grant 'w to reader'", "removed grant 'public.a(*) to writer'",
        "removed grant 'public.a(integer) to public'", "removed grant 'public.a(integer) to reader'",
        "removed grant 'public.o(double precision ORDER BY anyelement) to reader'"}},
      {"default privileges: what is given",
       "",
       "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO reader WITH GRANT OPTION",
       "ALTER DEFAULT PRIVILEGES GRANT SELECT, TRIGGER ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO reader",
       {"changed default privileges 'postgres'"},
       {}},
      {"default privileges: to whom, on what, in which schema, of which role",
       "CREATE SCHEMA s; CREATE SCHEMA r;",
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES FOR ROLE writer GRANT SELECT ON SEQUENCES TO reader; "
       "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON TYPES TO reader",
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO writer; "
       "ALTER DEFAULT PRIVILEGES FOR ROLE writer GRANT SELECT ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES IN SCHEMA r GRANT USAGE ON TYPES TO reader",
       {"changed default privileges 'postgres'", "added default privileges 'postgres in r'",
        "removed default privileges 'postgres in s'", "changed default privileges 'writer'"},
       {"changed default privileges 'postgres'", "removed default privileges 'postgres in r'",
        "added default privileges 'postgres in s'", "changed default privileges 'writer'"}},
      {"default privileges that come with objects that have others",
       "",
       "CREATE TABLE u (a integer); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO writer",
       "CREATE TABLE t (id serial PRIMARY KEY); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'select 1'; "
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
       {"added function 'public.f()'", "added table 'public.t'", "removed table 'public.u'",
        "changed default privileges 'postgres'"},
       {"removed function 'public.f()'", "removed table 'public.t'", "added table 'public.u'",
        "changed default privileges 'postgres'"}},
      {"objects with what default privileges give",
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO writer;",
       "",
       "CREATE TABLE t (id serial PRIMARY KEY); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'select 1'; "
       "CREATE TYPE e AS ENUM ('a'); CREATE VIEW v AS SELECT id FROM t",
       {"added enum 'public.e'", "added function 'public.f()'", "added table 'public.t'", "added view 'public.v'"},
       {"removed enum 'public.e'", "removed function 'public.f()'", "removed table 'public.t'",
        "removed view 'public.v'"}},
      {"objects without what default privileges give",
       "CREATE SCHEMA s;",
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader, postgres, writer; "
       "ALTER DEFAULT PRIVILEGES FOR ROLE reader GRANT ALL ON TABLES TO postgres WITH GRANT OPTION; "
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO writer WITH GRANT OPTION",
       "CREATE TABLE t (id serial PRIMARY KEY); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'select 1'; "
       "CREATE TYPE e AS ENUM ('a'); CREATE VIEW s.v AS SELECT id FROM t; CREATE SEQUENCE s.q; "
       "GRANT USAGE ON SEQUENCE s.q TO writer; GRANT SELECT (id), INSERT ON t TO reader; "
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader, postgres, writer; "
       "ALTER DEFAULT PRIVILEGES FOR ROLE reader GRANT ALL ON TABLES TO postgres WITH GRANT OPTION; "
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO writer WITH GRANT OPTION",
       {"added enum 'public.e'", "added function 'public.f()'", "added sequence 's.q'", "added table 'public.t'",
        "added view 's.v'"},
       {"removed enum 'public.e'", "removed function 'public.f()'", "removed sequence 's.q'",
        "removed table 'public.t'", "removed view 's.v'"}},
      {"objects made again without what default privileges give",
       "",
       "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t; CREATE TYPE e AS ENUM ('a', 'b'); "
       "CREATE TABLE u (e e); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'select 1'; "
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC",
       "CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; CREATE TYPE e AS ENUM ('b'); "
       "CREATE TABLE u (e e); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'select 1::bigint'; "
       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; "
       "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; "
       "ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC",
       {"changed enum 'public.e'", "changed function 'public.f()'", "changed column 'public.t.a'"},
       {}},
  };
  return all;
}

}  // namespace

TEST_CASE("default privileges: each attribute changed, there and back") {
  testing::check_attributes(cases());
}
