// R14 for operators and casts, and raw objects: what they need, what needs them.

#include "model/error.hpp"
#include "support/attributes.hpp"
#include "support/cluster.hpp"
#include "support/migration.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck;

namespace {

const std::string functions =
    "CREATE FUNCTION same(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select $1 = $2'; "
    "CREATE FUNCTION other(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select $1 <> $2'; "
    "CREATE FUNCTION same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select $1 = $2'; "
    "CREATE FUNCTION first(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select true'; CREATE SCHEMA s;";

const std::string users =
    "CREATE TABLE t (a integer DEFAULT (CASE WHEN 1 === 2 THEN 1 END), CONSTRAINT c CHECK (a === 3)); "
    "CREATE VIEW v AS SELECT a === 4 AS x FROM t; COMMENT ON VIEW v IS 'kept'; "
    "CREATE INDEX i ON t ((a === 5)); CREATE FUNCTION f() RETURNS boolean LANGUAGE sql RETURN 1 === 2";

struct Flip {
  std::string name, common, was, now;
  std::vector<std::string> up, down;
};

const std::vector<Flip>& cases() {
  static const std::vector<Flip> all{
      {"operator",
       functions,
       "",
       "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same); "
       "CREATE OPERATOR === (RIGHTARG = text, FUNCTION = first); "
       "CREATE OPERATOR s.@@ (LEFTARG = text, RIGHTARG = text, FUNCTION = same, COMMUTATOR = OPERATOR(s.@@)); "
       "COMMENT ON OPERATOR s.@@ (text, text) IS 'x'",
       {"added operator 'public.===(NONE, text)'", "added operator 'public.===(integer, integer)'",
        "added operator 's.@@(text, text)'"},
       {"removed operator 'public.===(NONE, text)'", "removed operator 'public.===(integer, integer)'",
        "removed operator 's.@@(text, text)'"}},
      {"operator comment",
       functions + "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same);",
       "",
       "COMMENT ON OPERATOR === (integer, integer) IS 'x'",
       {"added comment 'public.==='"},
       {"removed comment 'public.==='"}},
      {"operator estimators, in place, under a view",
       functions,
       "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same, RESTRICT = eqsel); " + users,
       "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same, JOIN = eqjoinsel); " + users,
       {"changed operator 'public.===(integer, integer)'"},
       {}},
      {"operator function, with what uses it",
       functions,
       "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same); " + users,
       "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = other); " + users,
       {"changed operator 'public.===(integer, integer)'"},
       {}},
      {"operator commutator, negator, hashes, merges",
       functions,
       "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same); "
       "CREATE OPERATOR !== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = other, COMMUTATOR = !==)",
       "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same, COMMUTATOR = ===, NEGATOR = !==, "
       "HASHES, MERGES); "
       "CREATE OPERATOR !== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = other, NEGATOR = ===)",
       {"changed operator 'public.!==(integer, integer)'", "changed operator 'public.===(integer, integer)'"},
       {}},
      {"operator whose type is made again",
       "",
       "CREATE TYPE e AS ENUM ('a', 'b'); CREATE FUNCTION g(e, e) RETURNS boolean LANGUAGE sql AS 'select true'; "
       "CREATE OPERATOR @@ (LEFTARG = e, RIGHTARG = e, FUNCTION = g); CREATE TABLE t (e e); "
       "CREATE VIEW v AS SELECT e @@ e AS x FROM t",
       "CREATE TYPE e AS ENUM ('b'); CREATE FUNCTION g(e, e) RETURNS boolean LANGUAGE sql AS 'select true'; "
       "CREATE OPERATOR @@ (LEFTARG = e, RIGHTARG = e, FUNCTION = g); CREATE TABLE t (e e); "
       "CREATE VIEW v AS SELECT e @@ e AS x FROM t",
       {"changed enum 'public.e'"},
       {}},
      {"cast",
       "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION g(integer) RETURNS e LANGUAGE sql AS $$select 'a'::e$$;",
       "",
       "CREATE CAST (integer AS e) WITH FUNCTION g(integer); COMMENT ON CAST (integer AS e) IS 'x'; "
       "CREATE CAST (e AS varchar) WITH INOUT AS IMPLICIT",
       {"added cast 'integer as public.e'", "added cast 'public.e as character varying'"},
       {"removed cast 'integer as public.e'", "removed cast 'public.e as character varying'"}},
      {"cast: how, and when",
       "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION g(integer) RETURNS e LANGUAGE sql AS $$select 'a'::e$$; "
       "CREATE FUNCTION h(integer, integer, boolean) RETURNS e LANGUAGE sql AS $$select 'a'::e$$;",
       "CREATE CAST (integer AS e) WITH FUNCTION g(integer) AS ASSIGNMENT; CREATE CAST (e AS integer) WITH INOUT; "
       "CREATE CAST (bigint AS e) WITH INOUT",
       "CREATE CAST (integer AS e) WITH FUNCTION h(integer, integer, boolean) AS ASSIGNMENT; "
       "CREATE CAST (e AS integer) WITH INOUT AS IMPLICIT; CREATE CAST (bigint AS e) WITH INOUT AS ASSIGNMENT",
       {"changed cast 'bigint as public.e'", "changed cast 'integer as public.e'",
        "changed cast 'public.e as integer'"},
       {}},
      {"cast comment",
       "CREATE TYPE e AS ENUM ('a'); CREATE CAST (integer AS e) WITH INOUT;",
       "",
       "COMMENT ON CAST (integer AS e) IS 'x'",
       {"added comment 'integer as public.e'"},
       {"removed comment 'integer as public.e'"}},
      {"cast that the models use at once",
       "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION g(integer) RETURNS e LANGUAGE sql IMMUTABLE AS $$select 'a'::e$$;",
       "",
       "CREATE CAST (integer AS e) WITH FUNCTION g(integer) AS IMPLICIT; "
       "CREATE TABLE t (a integer, b e DEFAULT 3::e, CHECK (a::e = 'a')); CREATE VIEW v AS SELECT a::e AS x FROM t",
       {"added cast 'integer as public.e'", "added table 'public.t'", "added view 'public.v'"},
       {"removed cast 'integer as public.e'", "removed table 'public.t'", "removed view 'public.v'"}},
  };
  return all;
}

}  // namespace

TEST_CASE("R14: each attribute of operators and casts, flipped, is found and migrated both ways") {
  for (const Flip& row : cases()) {
    testing::check_attributes(
        {{row.name.c_str(), row.common.c_str(), row.was.c_str(), row.now.c_str(), row.up, row.down}});
  }
}

namespace {

const std::string without_raw = R"model(
[function.read]
definition = "(FUNCTION internal) returns internal language internal immutable as $$int4in$$"
[function.write]
definition = "(internal) returns text language internal immutable as $$textin$$"
)model";

const std::string raw = R"model(
[raw.of_text]
object = "transform for pg_catalog.text on language plpgsql"
create = """create transform for text language plpgsql
  (from sql with function public.read(internal), to sql with function public.write(internal))"""
drop = "drop transform for text language plpgsql"
needs = ["function public.read", "function public.write"]
)model";

std::string with_function(std::string model, const std::string& name) {
  model.replace(model.find("FUNCTION"), 8, name);
  return model;
}

}  // namespace

TEST_CASE("raw objects are made again with what they need") {
  testing::Cluster& cluster = testing::Cluster::shared();
  const std::string database = cluster.create_database();
  pg::Connection connection(cluster.url(database));
  const std::string before = with_function(without_raw + raw, "same");
  testing::apply(connection, testing::plan_to_model(connection, before).upgrade);
  CHECK(testing::changes_of(testing::plan_to_model(connection, before)).empty());

  // A model that does not mention it must not touch what it stands on.
  try {
    (void)testing::plan_to_model(connection, with_function(without_raw, "other"));
    FAIL("a transform that is not modelled did not stand in the way");
  } catch (const Error& error) {
    CAPTURE(std::string(error.what()));
    CHECK(std::string(error.what()).find("transform for text language plpgsql") != std::string::npos);
  }

  const std::string after = with_function(without_raw + raw, "other");
  const diff::Plan plan = testing::plan_to_model(connection, after);
  CHECK(testing::changes_of(plan) == "changed function 'public.read(internal)'");
  testing::apply(connection, plan.upgrade);
  CHECK(testing::changes_of(testing::plan_to_model(connection, after)).empty());
  testing::apply(connection, plan.downgrade);
  CHECK(testing::changes_of(testing::plan_to_model(connection, before)).empty());
}
