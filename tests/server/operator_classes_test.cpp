// R14 for operator classes and families, tables of a type and the order of storage parameters.

#include "support/attributes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck;

namespace {

const std::string operators =
    "CREATE FUNCTION lt(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select length($1) < length($2)'; "
    "CREATE FUNCTION eq(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select length($1) = length($2)'; "
    "CREATE FUNCTION cmp(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select length($1) - length($2)'; "
    "CREATE FUNCTION h(text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select length($1)'; "
    "CREATE FUNCTION lt(text, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select length($1) < $2'; "
    "CREATE FUNCTION cmp(text, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select length($1) - $2'; "
    "CREATE OPERATOR <# (LEFTARG = text, RIGHTARG = text, FUNCTION = lt); "
    "CREATE OPERATOR <# (LEFTARG = text, RIGHTARG = integer, FUNCTION = lt); "
    "CREATE OPERATOR =# (LEFTARG = text, RIGHTARG = text, FUNCTION = eq, HASHES, MERGES); CREATE SCHEMA s; "
    "CREATE TABLE t (a text, b int4range, c integer[], n integer); CREATE TYPE pair AS (a integer, b integer); "
    "CREATE FUNCTION p(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'select ($1).a < ($2).a'; "
    "CREATE FUNCTION pc(pair, pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select ($1).a - ($2).a'; "
    "CREATE OPERATOR <<< (LEFTARG = pair, RIGHTARG = pair, FUNCTION = p);";

const std::string of_pairs = " FOR TYPE pair USING btree AS OPERATOR 1 <<<, FUNCTION 1 pc(pair, pair)";
const std::string by_length =
    "CREATE OPERATOR CLASS c FOR TYPE text USING btree AS OPERATOR 1 <#, FUNCTION 1 cmp(text, text)";

const std::string person = "CREATE TYPE person AS (id integer, name text); ";

struct Flip {
  std::string name, common, was, now;
  std::vector<std::string> up, down;
};

const std::vector<Flip>& flips() {
  static const std::vector<Flip> all{
      {"operator class with its family, and what uses it",
       operators,
       "",
       by_length + "; COMMENT ON OPERATOR CLASS c USING btree IS 'x'; COMMENT ON OPERATOR FAMILY c USING btree IS 'y'; "
                   "CREATE INDEX i ON t (a c); CREATE TYPE r AS RANGE (subtype = text, subtype_opclass = c); "
                   "CREATE TABLE p (a text) PARTITION BY RANGE (a c)",
       {"added range 'public.r'", "added operator family 'public.c'", "added operator class 'public.c'",
        "added table 'public.p'", "added index 'public.t.i'"},
       {"removed range 'public.r'", "removed operator family 'public.c'", "removed operator class 'public.c'",
        "removed table 'public.p'", "removed index 'public.t.i'"}},
      {"operator class: its members, under an index",
       operators,
       by_length + "; CREATE INDEX i ON t (a c)",
       by_length + ", OPERATOR 3 =#; CREATE INDEX i ON t (a c)",
       {"changed operator class 'public.c'"},
       {}},
      {"operator class: default",
       operators,
       "CREATE OPERATOR CLASS c" + of_pairs,
       "CREATE OPERATOR CLASS c DEFAULT" + of_pairs,
       {"changed operator class 'public.c'"},
       {}},
      {"operator class: family, of another schema",
       operators + "CREATE OPERATOR FAMILY f USING btree; CREATE OPERATOR FAMILY s.f USING btree;",
       "CREATE OPERATOR CLASS c FOR TYPE text USING btree FAMILY f AS OPERATOR 1 <#, FUNCTION 1 cmp(text, text)",
       "CREATE OPERATOR CLASS c FOR TYPE text USING btree FAMILY s.f AS OPERATOR 1 <#, FUNCTION 1 cmp(text, text)",
       {"changed operator class 'public.c'"},
       {}},
      {"operator class: storage, and members that are the family's",
       operators + "CREATE OPERATOR FAMILY f USING gin;",
       "CREATE OPERATOR CLASS c FOR TYPE anyarray USING gin FAMILY f AS OPERATOR 1 &&, "
       "FUNCTION 2 ginarrayextract(anyarray, internal, internal), "
       "FUNCTION 3 ginqueryarrayextract(anyarray, internal, smallint, internal, internal, internal, internal), "
       "FUNCTION 4 ginarrayconsistent(internal, smallint, anyarray, integer, internal, internal, internal, internal)",
       "CREATE OPERATOR CLASS c FOR TYPE anyarray USING gin FAMILY f AS OPERATOR 1 &&, "
       "FUNCTION 2 ginarrayextract(anyarray, internal, internal), "
       "FUNCTION 3 ginqueryarrayextract(anyarray, internal, smallint, internal, internal, internal, internal), "
       "FUNCTION 4 ginarrayconsistent(internal, smallint, anyarray, integer, internal, internal, internal, internal), "
       "STORAGE anyelement",
       {"changed operator class 'public.c'"},
       {}},
      {"operator class of the same name for another access method",
       operators + by_length + ";",
       "",
       "CREATE OPERATOR CLASS c FOR TYPE text USING hash AS OPERATOR 1 =#, FUNCTION 1 h(text); "
       "CREATE INDEX i ON t USING hash (a c)",
       {"added operator family 'public.c'", "added operator class 'public.c'", "added index 'public.t.i'"},
       {"removed operator family 'public.c'", "removed operator class 'public.c'", "removed index 'public.t.i'"}},
      {"operator class of GiST, BRIN and SP-GiST",
       operators,
       "",
       "CREATE OPERATOR CLASS g FOR TYPE anyrange USING gist AS OPERATOR 3 &&, "
       "FUNCTION 1 range_gist_consistent(internal, anyrange, smallint, oid, internal), "
       "FUNCTION 2 range_gist_union(internal, internal), FUNCTION 5 range_gist_penalty(internal, internal, internal), "
       "FUNCTION 6 range_gist_picksplit(internal, internal), "
       "FUNCTION 7 range_gist_same(anyrange, anyrange, internal); "
       "CREATE OPERATOR CLASS b FOR TYPE integer USING brin AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, "
       "OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 brin_minmax_opcinfo(internal), "
       "FUNCTION 2 brin_minmax_add_value(internal, internal, internal, internal), "
       "FUNCTION 3 brin_minmax_consistent(internal, internal, internal), "
       "FUNCTION 4 brin_minmax_union(internal, internal, internal); "
       "CREATE OPERATOR CLASS sp FOR TYPE text USING spgist AS OPERATOR 3 =, "
       "FUNCTION 1 spg_text_config(internal, internal), FUNCTION 2 spg_text_choose(internal, internal), "
       "FUNCTION 3 spg_text_picksplit(internal, internal), FUNCTION 4 spg_text_inner_consistent(internal, internal), "
       "FUNCTION 5 spg_text_leaf_consistent(internal, internal); "
       "CREATE INDEX i ON t USING gist (b g); CREATE INDEX j ON t USING brin (n b)",
       {"added operator family 'public.b'", "added operator family 'public.g'", "added operator family 'public.sp'",
        "added operator class 'public.b'", "added operator class 'public.g'", "added operator class 'public.sp'",
        "added index 'public.t.i'", "added index 'public.t.j'"},
       {"removed operator family 'public.b'", "removed operator family 'public.g'",
        "removed operator family 'public.sp'", "removed operator class 'public.b'", "removed operator class 'public.g'",
        "removed operator class 'public.sp'", "removed index 'public.t.i'", "removed index 'public.t.j'"}},
      {"operator family: members of its own",
       operators + by_length + ";",
       "",
       "ALTER OPERATOR FAMILY c USING btree ADD OPERATOR 1 <# (text, integer), "
       "FUNCTION 1 (text, integer) cmp(text, integer)",
       {"added operator family member 'public.c'", "added operator family member 'public.c'"},
       {"removed operator family member 'public.c'", "removed operator family member 'public.c'"}},
      {"table of a type",
       person,
       "",
       "CREATE TABLE t OF person (id WITH OPTIONS PRIMARY KEY, name WITH OPTIONS DEFAULT 'x' NOT NULL, "
       "CHECK (name <> '')); COMMENT ON COLUMN t.name IS 'n'; ALTER TABLE t ALTER name SET STORAGE EXTERNAL",
       {"added table 'public.t'"},
       {"removed table 'public.t'"}},
      {"table that becomes one of a type",
       person,
       "CREATE TABLE t (id integer NOT NULL, name text)",
       "CREATE TABLE t OF person (id WITH OPTIONS NOT NULL)",
       {"added type of table 'public.t.of'"},
       {"removed type of table 'public.t.of'"}},
      {"storage parameters, in their order",
       "",
       "CREATE TABLE t (a text) WITH (fillfactor = 70, autovacuum_enabled = false, toast.vacuum_truncate = false); "
       "CREATE INDEX i ON t (a) WITH (fillfactor = 70, deduplicate_items = off); "
       "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = english, ACCEPT = false)",
       "CREATE TABLE t (a text) WITH (fillfactor = 60, autovacuum_enabled = false, parallel_workers = 1, "
       "toast.vacuum_truncate = false); "
       "CREATE INDEX i ON t (a) WITH (fillfactor = 60, deduplicate_items = off); "
       "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = german, ACCEPT = false)",
       {"changed text search dictionary 'public.d'", "changed table 'public.t'", "changed index 'public.t.i'"},
       {}},
      {"comment of the schema public",
       "",
       "",
       "COMMENT ON SCHEMA public IS 'x'",
       {"added comment 'public'"},
       {"removed comment 'public'"}},
      {"no comment of the schema public",
       "",
       "COMMENT ON SCHEMA public IS NULL",
       "COMMENT ON SCHEMA public IS 'x'",
       {"changed comment 'public'"},
       {}},
      {"no comment of an extension",
       "CREATE EXTENSION citext;",
       "",
       "COMMENT ON EXTENSION citext IS NULL",
       {"added comment 'citext'"},
       {"removed comment 'citext'"}},
  };
  return all;
}

}  // namespace

TEST_CASE("R14: each attribute of operator classes, tables of a type and the like, flipped, is migrated both ways") {
  for (const Flip& row : flips()) {
    testing::check_attributes(
        {{row.name.c_str(), row.common.c_str(), row.was.c_str(), row.now.c_str(), row.up, row.down}});
  }
}
