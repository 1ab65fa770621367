// PostgreSQL is the judge of what a model says in other words than the catalog (R1, R4, R8, R9, R12): what is
// reformatted is no difference, what is edited is exactly one, nothing of a model is executed, and the SQL of what is
// new means the same in every session.

#include "catalog/introspect.hpp"
#include "catalog/settle.hpp"
#include "model/error.hpp"
#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/migration.hpp"
#include "support/project.hpp"
#include "toml/loader.hpp"
#include "toml/source_file.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limbeck::testing {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// A database that is emptied for each row.
struct Playground {
  Playground() : database(Cluster::shared().create_database("compare")), connection(Cluster::shared().url(database)) {}
  ~Playground() { Cluster::shared().drop_database(database); }
  Playground(const Playground&) = delete;
  Playground& operator=(const Playground&) = delete;

  void make(const std::string& sql) {
    connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    if (const auto error = connection.try_execute(sql)) FAIL(error->what() << "\n" << sql);
  }

  std::string database;
  pg::Connection connection;
};

// Where a condition can stand: `%` is the condition, `@` stands before each of its columns.
struct Spot {
  const char* name;
  const char* sql;
  const char* model;
  const char* column;
  const char* change;
};

const std::vector<Spot>& spots() {
  static const std::vector<Spot> all{
      {"check", "ALTER TABLE t ADD CONSTRAINT c CHECK (%)", "[table.t.constraints]\nc = \"check (%)\"", "",
       "changed constraint 'public.t.c'"},
      {"generated", "ALTER TABLE t ADD COLUMN g boolean GENERATED ALWAYS AS (%) STORED",
       "g = \"boolean generated always as (%) stored\"", "", "changed column 'public.t.g'"},
      {"index key", "CREATE INDEX i ON t ((%))", "[table.t.indexes]\ni = \"((%))\"", "", "changed index 'public.t.i'"},
      {"index predicate", "CREATE INDEX i ON t (n) WHERE %", "[table.t.indexes]\ni = \"(n) where %\"", "",
       "changed index 'public.t.i'"},
      {"exclusion", "ALTER TABLE t ADD CONSTRAINT e EXCLUDE USING gist (r WITH &&) WHERE (%)",
       "[table.t.constraints]\ne = \"exclude using gist (r with &&) where (%)\"", "",
       "changed constraint 'public.t.e'"},
      {"trigger", "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (%) EXECUTE FUNCTION touch()",
       "[table.t.triggers]\ng = \"before update for each row when (%) execute function touch()\"", "new.",
       "changed trigger 'public.t.g'"},
  };
  return all;
}

constexpr const char* base_sql = R"__(
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$select $1$$;
CREATE TABLE t (n integer, status varchar(20), name text, at timestamp, r int4range);
)__";
constexpr const char* base_model = R"__(
[function.touch]
definition = '''() returns trigger language plpgsql as $$begin return new; end$$'''
[function.f]
definition = '''(integer) returns integer language sql immutable as $$select $1$$'''
[table.t.columns]
n = "integer"
status = "varchar(20)"
name = "text"
at = "timestamp"
r = "int4range"
)__";

struct Row {
  const char* was;
  const char* now;
  bool differs;
};

}  // namespace

TEST_CASE(
    "comparison: a condition that is reformatted is no difference, one that is edited is one, wherever it stands") {
  const std::vector<Row> rows{
      {"@status in ('a', 'b')", "@status IN ('a','b')", false},
      {"@status in ('a', 'b')", "((@Status in ('a'   , 'b')))", false},
      {"@status in ('a', 'b')", "@status in ('a', 'c')", true},
      {"@n between 1 and 10", "@n >= 1 AND @n <= 10", false},
      {"@n between 1 and 10", "@n between 1 and 11", true},
      {"@name like 'x%'", "@name ~~ 'x%'::text", false},
      {"@name like 'x%'", "@name like 'y%'", true},
      {"@n::bigint > 0", "cast(@n AS int8) > 0", false},
      {"@n > 0", "(@n) > (0)", false},
      {"@n > 0", "@n >= 0", true},
      {"@n > 1.5::integer", "@n > 1.5", true},
      {"@at > '2020-01-01'::timestamp - interval '3 days'",
       "@at > timestamp '2020-01-01 00:00:00' - '3 days'::interval", false},
      {"@at > '2020-01-01'::timestamp - interval '3 days'", "@at > '2020-01-01'::timestamp - interval '4 days'", true},
      {"public.f(@n) > 0", "f(@n) > 0", false},
      {"public.f(@n) > 0", "f(@n + 1) > 0", true},
      {"@status is not null and not (@n = 1 or @n = 2)", "NOT (@n=1 OR @n=2) AND @status IS NOT NULL", true},
  };
  Playground playground;
  for (const Spot& spot : spots()) {
    for (const Row& row : rows) {
      CAPTURE(spot.name);
      CAPTURE(row.was);
      CAPTURE(row.now);
      const std::string was = replaced(row.was, "@", spot.column);
      const std::string now = replaced(row.now, "@", spot.column);
      playground.make(base_sql + replaced(spot.sql, "%", was));
      const std::string model = base_model + replaced(spot.model, "%", now) + "\n";
      const std::string found = changes_of(plan_to_model(playground.connection, model));
      CHECK(found == (row.differs ? spot.change : ""));
    }
  }
}

TEST_CASE("comparison: a default that is reformatted is no difference, one that is edited is one") {
  struct Default {
    const char* type;
    const char* was;
    const char* now;
    bool differs;
  };
  const std::vector<Default> rows{
      {"timestamptz", "CURRENT_TIMESTAMP", "current_timestamp", false},
      {"timestamptz", "now()", "(now())", false},
      {"timestamptz", "now()", "now() + interval '1 day'", true},
      {"interval", "'3 days'", "interval '3 days'", false},
      {"interval", "'3 days'", "interval '72 hours'", true},
      {"varchar(10)", "'a'", "'a'::character varying", false},
      {"varchar(10)", "'a'", "'b'", true},
      {"numeric(10,2)", "0", "'0'::numeric", true},
      {"integer", "f(1)", "public.f(1)", false},
      {"text[]", "'{}'", "array[]::text[]", true},
      {"boolean", "true", "TRUE", false},
      {"boolean", "true", "'t'", false},
      {"jsonb", "'{\"a\": 1}'", "'{\"a\": 1}'::jsonb", false},
  };
  Playground playground;
  for (const Default& row : rows) {
    CAPTURE(row.type);
    CAPTURE(row.was);
    CAPTURE(row.now);
    playground.make(base_sql + std::string("ALTER TABLE t ADD COLUMN d ") + row.type + " DEFAULT " + row.was);
    const std::string model = base_model + std::string("d = '''") + row.type + " default " + row.now + "'''\n";
    const std::string found = changes_of(plan_to_model(playground.connection, model));
    CHECK(found == (row.differs ? "changed default 'public.t.d'" : ""));
  }
}

TEST_CASE("comparison: text that was dumped and restored is equal at its second printing") {
  Playground playground;
  playground.make(std::string(base_sql) +
                  "ALTER TABLE t ADD CONSTRAINT c CHECK (((status)::text = ANY ((ARRAY['a'::character varying, "
                  "'b'::character varying])::text[])))");
  const std::string model = std::string(base_model) + "[table.t.constraints]\nc = \"check (status in ('a', 'b'))\"\n";
  CHECK(changes_of(plan_to_model(playground.connection, model)) == "");
  pg::Connection& connection = playground.connection;
  const std::string once(
      connection.query("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'c'").text(0, 0));
  connection.execute("ALTER TABLE t DROP CONSTRAINT c; ALTER TABLE t ADD CONSTRAINT c " + once);
  CHECK(changes_of(plan_to_model(playground.connection, model)) == "");
}

TEST_CASE("comparison: what PostgreSQL refuses is the model's mistake, unless the models add what it names") {
  Playground playground;
  playground.make(std::string(base_sql) +
                  "ALTER TABLE t ADD CONSTRAINT a CHECK (n > 0), ADD CONSTRAINT b CHECK (n > 1)");
  const auto mistakes_of = [&](const std::string& more) {
    LoadResult loaded = load_models(std::vector<SourceFile>{{"m.toml", base_model + more}}, {});
    REQUIRE(loaded.diagnostics.empty());
    std::vector<std::string> messages;
    try {
      const Schema live = catalog::introspect(playground.connection);
      const auto undecided = catalog::settle(loaded.schema, live, {&playground.connection});
      CHECK(undecided.empty());
    } catch (const Error& error) {
      for (const Diagnostic& each : error.diagnostics) {
        CHECK(each.where.file == "m.toml");
        CHECK(each.where.begin.line > 10);
        messages.push_back(each.message);
      }
    }
    return messages;
  };
  using Messages = std::vector<std::string>;
  CHECK(mistakes_of("[table.t.constraints]\na = \"check (nosuch(n) > 0)\"\nb = \"check (n like 'x')\"\n") ==
        Messages{"constraint 'public.t.a': function nosuch(integer) does not exist",
                 "constraint 'public.t.b': operator does not exist: integer ~~ unknown"});
  CHECK(mistakes_of("[table.t.constraints]\na = \"check (n > 'x')\"\nnew = \"check (nosuch(n))\"\n") ==
        Messages{"constraint 'public.t.a': invalid input syntax for type integer: \"x\"",
                 "constraint 'public.t.new': function nosuch(integer) does not exist"});
  CHECK(mistakes_of("[function.g]\ndefinition = '''(integer) returns boolean language sql as $$select true$$'''\n"
                    "[table.t.constraints]\na = \"check (g(n))\"\nb = \"check (n > 1)\"\n")
            .empty());
  CHECK(mistakes_of("[enum.e]\nvalues = [\"x\"]\n[table.t.constraints]\na = \"check (name::e = 'x')\"\n").empty());
}

TEST_CASE("comparison: nothing of a model or a database is executed (R4)") {
  Playground playground;
  playground.make(R"__(
CREATE FUNCTION boom(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$begin return 1; end$$;
CREATE TABLE t (n integer DEFAULT boom(1), m integer GENERATED ALWAYS AS (boom(1)) STORED, CHECK (boom(1) > 0));
CREATE INDEX i ON t ((boom(1))) WHERE boom(2) > 0;
CREATE OR REPLACE FUNCTION boom(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE
  AS $$begin raise exception 'executed'; end$$)__");
  playground.connection.on_notice([](std::string_view, std::string_view message) { FAIL_CHECK(std::string(message)); });
  const std::string model = R"__(
[function.boom]
definition = '''(integer) returns integer language plpgsql immutable as $$begin raise exception 'executed'; end$$'''
[table.t.columns]
n = "integer default (boom(1))"
m = "integer generated always as (public.boom((1))) stored"
[table.t.constraints]
t_check = "check ((boom(1)) > 0)"
[table.t.indexes]
i = "(boom((1))) where (boom(2)) > 0"
)__";
  CHECK(changes_of(plan_to_model(playground.connection, model)) == "");
  CHECK(changes_of(plan_to_model(playground.connection, replaced(model, "1", "3"))) ==
        "changed column 'public.t.m'\nchanged default 'public.t.n'\nchanged constraint 'public.t.t_check'\n"
        "changed index 'public.t.i'");
}

TEST_CASE("comparison: the SQL of a revision means the same under every setting of the session") {
  constexpr const char* model = R"__(
[extension.citext]
schema = "public"
[extension.hstore]
schema = "public"
[enum.mood]
values = ["ok", "2020-01-01"]
[table.t.columns]
wait = "interval default '3 days 4 hours'"
back = "interval default interval '-1 day 2:03'"
at = "timestamptz default '2020-02-01 10:00'"
day = "date default '01/02/2020'"
stamp = "timestamp default timestamp '01/02/2020 10:00' check (stamp > '01/02/2020')"
mail = "citext check (mail like '%@x.com' and mail <> 'A')"
tags = "hstore default 'a=>1'"
feel = "mood default '2020-01-01'"
price = "money default 12.5"
[table.t.indexes]
i = "(n) where at > '2020-02-01 10:00+00'"
k = "((tags -> 'a'))"
)__";
  const std::string whole = replaced(model, "[table.t.columns]\n", "[table.t.columns]\nn = \"integer\"\n");
  constexpr const char* start =
      "CREATE EXTENSION citext; "
      "CREATE EXTENSION hstore; CREATE TYPE mood AS ENUM ('ok', '2020-01-01'); ";
  Cluster& cluster = Cluster::shared();
  const std::string wanted =
      cluster.create_from_sql(std::string("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; ") + start + R"__(
CREATE TABLE t (n integer,
  wait interval DEFAULT '3 days 4 hours', back interval DEFAULT '-1 day +2:03',
  at timestamptz DEFAULT '2020-02-01 10:00+00', day date DEFAULT '2020-01-02',
  stamp timestamp DEFAULT timestamp '2020-01-02 10:00' CHECK (stamp > '2020-01-02'),
  mail citext CHECK (mail like '%@x.com' and mail <> 'A'), tags hstore DEFAULT 'a=>1',
  feel mood DEFAULT '2020-01-01', price money DEFAULT 12.5);
CREATE INDEX i ON t (n) WHERE at > '2020-02-01 10:00+00';
CREATE INDEX k ON t ((tags -> 'a'));)__");
  for (const char* before : {"", "CREATE TABLE t (n integer)"}) {
    CAPTURE(std::string(before));
    const std::string database = cluster.create_from_sql(*before == '\0' ? std::string() : start + std::string(before));
    {
      pg::Connection admin(cluster.url(database));
      for (const char* setting : {"DateStyle = 'SQL, DMY'", "TimeZone = 'Asia/Tokyo'", "search_path = ''",
                                  "IntervalStyle = 'sql_standard'"}) {
        admin.execute("ALTER DATABASE \"" + database + "\" SET " + setting);
      }
    }
    pg::Connection connection(cluster.url(database));
    apply(connection, plan_to_model(connection, whole).upgrade);
    check_equal(database, wanted);
    CHECK(changes_of(plan_to_model(connection, whole)) == "");
    cluster.drop_database(database);
  }
  cluster.drop_database(wanted);
}

TEST_CASE("comparison: SQL bodies of functions are printed by the scratch server") {
  Playground playground;
  playground.make(
      "CREATE TABLE a (x integer, y text); CREATE FUNCTION f(i integer) RETURNS bigint LANGUAGE sql STABLE\n"
      "BEGIN ATOMIC SELECT count(*) FROM a WHERE x = i AND y IN ('b', 'c'); END;"
      "CREATE FUNCTION g(i integer) RETURNS integer LANGUAGE sql RETURN i + 1");
  const std::string model = R"__(
[table.a.columns]
x = "integer"
y = "text"
[function.f]
definition = "(i int) returns bigint stable begin atomic select count(*) from a where x = i and y in ('b','c'); end"
[function.g]
definition = "(i integer) returns integer return (i + 1)"
)__";
  CHECK(changes_of(plan_to_model(playground.connection, model)) == "");
  CHECK(changes_of(plan_to_model(playground.connection, replaced(model, "x = i", "x >= i"))) ==
        "changed function 'public.f(integer)'");
  CHECK(changes_of(plan_to_model(playground.connection, replaced(model, "i + 1", "i + 2"))) ==
        "changed function 'public.g(integer)'");
}

TEST_CASE("comparison: operator classes, collations and types of extensions are those that PostgreSQL finds") {
  Playground playground;
  playground.make(
      "CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE TABLE t (n integer, s text, c citext);"
      "CREATE INDEX a ON t USING gin (s gin_trgm_ops); CREATE INDEX b ON t (n int4_ops); "
      "CREATE INDEX c ON t (s COLLATE \"C\" text_pattern_ops); CREATE INDEX d ON t ((lower(s)) text_pattern_ops);"
      "CREATE FUNCTION f(v citext) RETURNS SETOF citext LANGUAGE sql AS 'select v'; COMMENT ON FUNCTION f IS 'x'");
  const std::string model = R"__(
[extension.pg_trgm]
[extension.citext]
[table.t.columns]
n = "integer"
s = "text"
c = "citext"
[table.t.indexes]
a = "using gin (s gin_trgm_ops)"
b = "(n int4_ops)"
c = '(s collate "C" text_pattern_ops)'
d = "(LOWER(s) text_pattern_ops)"
[function.f]
definition = "(v citext) returns setof citext language sql as 'select v'"
comment = "x"
)__";
  CHECK(changes_of(plan_to_model(playground.connection, model)) == "");
  CHECK(changes_of(plan_to_model(playground.connection, replaced(model, "(n int4_ops)", "(s)"))) ==
        "changed index 'public.t.b'");
  CHECK(changes_of(plan_to_model(playground.connection, replaced(model, " gin_trgm_ops)", " public.gin_trgm_ops)"))) ==
        "");
}

TEST_CASE("comparison: where the database may not be asked the scratch server is, and the database is only read") {
  struct Obstacle {
    const char* sql;     // `%` is the database
    const char* config;  // in the place of "live = true"
    const char* reason;
  };
  const std::vector<Obstacle> obstacles{
      {"", "live = false", ""},
      {"ALTER DATABASE % SET default_transaction_read_only = on", "live = true", "read-only"},
      {"CREATE FUNCTION public.e() RETURNS event_trigger LANGUAGE plpgsql AS $$begin raise exception 'fired'; end$$;"
       "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION public.e()",
       "live = true", "event trigger"},
  };
  for (const Obstacle& obstacle : obstacles) {
    CAPTURE(obstacle.config);
    CAPTURE(obstacle.sql);
    Cluster& cluster = Cluster::shared();
    const std::string database = cluster.create_from_sql(
        "CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('ok'); CREATE FUNCTION f(integer) RETURNS integer LANGUAGE "
        "sql IMMUTABLE AS $$select $1$$; CREATE TABLE t (n integer DEFAULT f(1), m mood DEFAULT 'ok', s varchar CHECK "
        "(s in ('a', 'b')), c citext CHECK (c <> 'A'))");
    const Project project(LIMBECK_BINARY);
    REQUIRE(project.run({"init"}).status == 0);
    const std::string live = replaced(project.directory().read("limbeck.toml"), "live = true", obstacle.config);
    project.directory().write("limbeck.toml", live);
    const std::string model = R"__(
[extension.citext]
[enum.mood]
values = ["ok"]
[function.f]
definition = '''(integer) returns integer language sql immutable as $$select $1$$'''
[function.e]
definition = '''() returns event_trigger language plpgsql as $$begin raise exception 'fired'; end$$'''
[event_trigger.e]
definition = "on ddl_command_start execute function public.e()"
[table.t.columns]
n = "integer default (f((1)))"
m = "mood default 'ok'"
s = "varchar check (s in ('a','b'))"
c = "citext check (c <> 'A')"
)__";
    const std::string f = model.substr(0, model.find("[function.e]"));
    const std::string with_e =
        std::string(obstacle.reason) == "event trigger" ? model : f + model.substr(model.find("[table"));
    project.directory().write("models/t.toml", with_e);
    const std::string url = cluster.url(database);
    if (*obstacle.sql != '\0') pg::Connection(url).execute(replaced(obstacle.sql, "%", '"' + database + '"'));
    const auto next_transaction = [&] {
      const pg::Result row = pg::Connection(url).execute("SELECT txid_snapshot_xmax(txid_current_snapshot())");
      return std::string(row.text(0, 0));
    };
    const std::string before = next_transaction();
    const pg::Outcome check = project.run({"--url", url, "check", "--strict"});
    CAPTURE(check.out);
    CAPTURE(check.err);
    CHECK(check.status == 0);
    CHECK(next_transaction() == before);
    project.directory().write("models/t.toml", replaced(with_e, "'b'", "'c'"));
    const pg::Outcome edited = project.run({"--url", url, "check", "--strict"});
    CHECK(edited.status == 2);
    CHECK(edited.out == "changed constraint 'public.t.t_s_check'\n");
    const pg::Outcome nobody = project.run({"--url", url, "check", "--strict"}, {{"LIMBECK_SCRATCH_BIN", "/nowhere"}});
    CHECK(nobody.status == 2);
    CHECK(nobody.out.empty());
    CAPTURE(nobody.err);
    CHECK(nobody.err.find("cannot tell whether constraint 'public.t.t_s_check' differs: ") != std::string::npos);
    CHECK(nobody.err.find(obstacle.reason) != std::string::npos);
    cluster.drop_database(database);
  }
}

}  // namespace limbeck::testing
