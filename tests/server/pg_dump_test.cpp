// The referee itself: what it calls equal and what it does not.

#include "support/cluster.hpp"
#include "support/dump.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::testing;

namespace {

Comparison verdict_of(const std::string& actual, const std::string& expected) {
  Cluster& cluster = Cluster::shared();
  const std::string a = cluster.create_from_sql(actual);
  const std::string b = cluster.create_from_sql(expected);
  Comparison result = cluster.compare_databases(a, b);
  cluster.drop_database(a);
  cluster.drop_database(b);
  return result;
}

}  // namespace

TEST_CASE("two databases are equal, equal but for column order, or different") {
  struct Row {
    std::string actual;
    std::string expected;
    Verdict verdict;
    std::vector<std::string> differences;  // first lines
  };
  const std::string table = "CREATE TABLE t (a integer, b text);";
  const std::vector<Row> rows = {
      {"", "", Verdict::equal, {}},
      {table, table, Verdict::equal, {}},
      {"CREATE TABLE u (); " + table, table + " CREATE TABLE u ();", Verdict::equal, {}},
      {table, "CREATE TABLE t (b text, a integer);", Verdict::column_order, {}},
      {"CREATE TYPE t AS (a integer, b text);", "CREATE TYPE t AS (b text, a integer);", Verdict::column_order, {}},
      {"CREATE TYPE t AS ENUM ('a', 'b');",
       "CREATE TYPE t AS ENUM ('b', 'a');",
       Verdict::different,
       {"different TYPE public.t"}},
      {"CREATE TABLE t (a integer, b text, CHECK (CASE WHEN a = 1 THEN b IN (',', ')') ELSE b = E'(\\'' END));",
       "CREATE TABLE t (b text, a integer, CHECK (CASE WHEN a = 1 THEN b IN (',', ')') ELSE b = E'(\\'' END));",
       Verdict::column_order,
       {}},
      {"CREATE TABLE t (a text, b text, \"c,(\" text); ALTER TABLE t ALTER a SET STORAGE MAIN, ALTER b SET STORAGE "
       "MAIN",
       "CREATE TABLE t (\"c,(\" text, b text, a text); ALTER TABLE t ALTER a SET STORAGE MAIN, ALTER b SET STORAGE "
       "MAIN",
       Verdict::column_order,
       {}},
      {table, "CREATE TABLE t (a bigint, b text);", Verdict::different, {"different TABLE public.t"}},
      {table, "", Verdict::different, {"unexpected TABLE public.t"}},
      {"", table, Verdict::different, {"missing TABLE public.t"}},
      {table + "CREATE INDEX i ON t (a);",
       table + "CREATE INDEX j ON t (a);",
       Verdict::different,
       {"unexpected INDEX public.i", "missing INDEX public.j"}},
      {table + "COMMENT ON COLUMN t.a IS 'x';", table, Verdict::different, {"unexpected COMMENT public.COLUMN t.a"}},
      {table + "GRANT SELECT ON t TO role_one; GRANT SELECT ON t TO role_two;",
       table + "GRANT SELECT ON t TO role_two; GRANT SELECT ON t TO role_one;",
       Verdict::equal,
       {}},
      {table + "GRANT SELECT ON t TO role_one;", table, Verdict::different, {"unexpected ACL public.TABLE t"}},
      // The same expression, printed by PostgreSQL once and twice.
      {"CREATE TABLE t (a varchar(9) CONSTRAINT c CHECK (a IN ('x', 'y')));",
       "CREATE TABLE t (a varchar(9) CONSTRAINT c CHECK (((a)::text = ANY ((ARRAY['x'::character varying, "
       "'y'::character varying])::text[]))));",
       Verdict::equal,
       {}},
      {"CREATE TABLE t (a varchar(9) CONSTRAINT c CHECK (a IN ('x', 'y')));",
       "CREATE TABLE t (a varchar(9) CONSTRAINT c CHECK (a IN ('x', 'z')));",
       Verdict::different,
       {"different TABLE public.t"}},
      // limbeck's own tables with all that stands on them; what only looks like them counts.
      {"CREATE TABLE limbeck_version (revision text PRIMARY KEY, at timestamptz DEFAULT now());"
       "CREATE TABLE limbeck_log (id text, CONSTRAINT k CHECK (id <> '')); CREATE INDEX any_name ON limbeck_log (id);"
       "COMMENT ON TABLE limbeck_log IS 'x'; GRANT SELECT ON limbeck_version TO role_one;",
       "",
       Verdict::equal,
       {}},
      {"CREATE TABLE limbeck_versions (); CREATE VIEW my_limbeck_log AS SELECT 1;",
       "",
       Verdict::different,
       {"unexpected TABLE public.limbeck_versions", "unexpected VIEW public.my_limbeck_log"}},
      {"CREATE TABLE t (a integer) WITH (fillfactor = 50);",
       "CREATE TABLE t (a integer);",
       Verdict::different,
       {"different TABLE public.t"}},
      {"CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\n--\n-- Name: x; Type: TABLE; Schema: y; Owner: "
       "z\n--\nselect 'a'$$;",
       "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\n--\n-- Name: x; Type: TABLE; Schema: y; Owner: "
       "z\n--\nselect 'b'$$;",
       Verdict::different,
       {"different TABLE y.x"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.actual);
    CAPTURE(row.expected);
    const Comparison comparison = verdict_of(row.actual, row.expected);
    CHECK(comparison.verdict == row.verdict);
    std::vector<std::string> titles;
    for (const Difference& difference : comparison.differences) {
      const std::string text = to_text(difference);
      titles.push_back(text.substr(0, text.find('\n')));
    }
    CHECK(titles == row.differences);
  }
}

TEST_CASE("floating lines are taken out, but for the tablespace they set") {
  const std::string head =
      "--\n-- Name: t; Type: TABLE; Schema: s; Owner: -\n--\n\nCREATE TABLE s.t (\n    a integer\n);\n\n\n";
  const std::string tail = "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict xyz\n\n";
  const auto of = [&](const std::string& before, const std::string& inside) {
    return parse_dump("\\restrict abc\n\nSET statement_timeout = 0;\n" + before + head + inside + tail);
  };
  const Dump plain = of("", "");
  REQUIRE(plain.size() == 1);
  CHECK(plain[0].type == "TABLE");
  CHECK(plain[0].title == "TABLE s.t");
  CHECK(plain[0].text == "CREATE TABLE s.t (\n    a integer\n);");
  CHECK(compare(plain, of("SET default_tablespace = '';\nSET default_table_access_method = heap;\n\n", "")).verdict ==
        Verdict::equal);
  CHECK(compare(plain, of("", "SET default_with_oids = false;\n")).verdict == Verdict::equal);
  CHECK(compare(plain, of("", "SET default_tablespace = fast;\n\n")).verdict == Verdict::equal);  // of what follows
  CHECK(compare(plain, of("SET default_tablespace = fast;\n\n", "")).verdict == Verdict::different);
}

TEST_CASE("files of psql load, with its commands, rows and roles that nobody has made") {
  Cluster& cluster = Cluster::shared();
  const std::string database = cluster.create_from_sql(
      "\\set name t\nCREATE TABLE :name (a integer);\nCOPY t FROM stdin;\n1\n2\n\\.\n"
      "GRANT SELECT ON t TO \"made Role\", other_role;\n");
  CHECK(cluster.dump_text(database).find("\"made Role\"") != std::string::npos);
  CHECK_THROWS_AS((void)cluster.create_from_sql("CREATE TABLE t (); SELECT nothing;"), ProgramFailed);
}
