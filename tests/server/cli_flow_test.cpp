// From a database to models, to a revision, up and down again: the program as a user runs it.
#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace limbeck::testing {
namespace {

using Arguments = std::vector<std::string>;

constexpr const char* shop = R"(
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE customers (
  id serial PRIMARY KEY,
  email varchar(200) NOT NULL UNIQUE,
  mood mood DEFAULT 'ok',
  CHECK (email LIKE '%@%')
);
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id integer REFERENCES customers (id) ON DELETE CASCADE,
  amount numeric(10,2) DEFAULT 0
);
CREATE INDEX ON orders (customer_id) WHERE amount > 0;
COMMENT ON TABLE customers IS 'who buys';
)";

// A project with limbeck.toml, and a database of its own.
struct Place {
  Place() : database(Cluster::shared().create_database()), url(Cluster::shared().url(database)) {
    REQUIRE(project.run({"init"}).status == 0);
  }
  ~Place() { Cluster::shared().drop_database(database); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] pg::Outcome on(const std::string& target, Arguments arguments) const {
    arguments.insert(arguments.begin(), {"--url", target});
    return project.run(std::move(arguments));
  }
  [[nodiscard]] pg::Outcome run(Arguments arguments) const { return on(url, std::move(arguments)); }

  Project project{LIMBECK_BINARY};
  std::string database;
  std::string url;
};

// Must succeed.
std::string output_of(const pg::Outcome& outcome) {
  CAPTURE(outcome.out);
  CAPTURE(outcome.err);
  REQUIRE(outcome.status == 0);
  return outcome.out;
}

TEST_CASE("cli: a directory without revisions is at head, and check compares") {
  const Place place;
  for (const Arguments& arguments : std::vector<Arguments>{{"upgrade", "head"}, {"downgrade", "base"}, {"current"}}) {
    CAPTURE(arguments.front());
    CHECK(output_of(place.run(arguments)).empty());
  }
  CHECK(place.run({"check"}).status == 1);  // no models at all would mean to drop everything
  place.project.directory().write("models/a.toml", "[table.a.columns]\nid = \"integer\"\n");
  const pg::Outcome check = place.run({"check"});
  CHECK(check.status == 2);
  CHECK(check.out == "added table 'public.a'\n");
}

TEST_CASE("cli: inspect, revision, upgrade, check, downgrade") {
  const Place place;
  const std::string source = Cluster::shared().create_from_sql(shop);
  output_of(place.on(Cluster::shared().url(source), {"inspect", "--output", "models/deep/schema.toml"}));
  CHECK(place.project.directory().files("models") == Arguments{"models/deep/schema.toml"});

  const pg::Outcome revision = place.run({"revision", "--autogenerate", "--allow", "all", "-m", "the shop"});
  const std::string generating = output_of(revision);
  CHECK(contains(generating, "Generating migrations/"));
  CHECK(contains(generating, "_the_shop.sql ... done\n"));
  CHECK(contains(revision.err, "Detected added table 'public.customers'\n"));
  CHECK(place.project.directory().files("migrations").size() == 1);

  CHECK(contains(output_of(place.run({"status"})), "not compared: the database is not at head"));
  const pg::Outcome upgrade = place.run({"upgrade", "head"});
  output_of(upgrade);
  CHECK(contains(upgrade.err, "Running upgrade base -> "));
  CHECK(output_of(place.run({"check"})).empty());
  CHECK(contains(output_of(place.run({"current"})), " (head)\n"));
  CHECK(contains(output_of(place.run({"status"})), "drift      none"));
  CHECK(Cluster::shared().compare_databases(place.database, source).verdict == Verdict::equal);

  // Nothing changed: nothing is written (R6).
  const pg::Outcome again = place.run({"revision", "--autogenerate", "-m", "again"});
  CHECK(output_of(again).empty());
  CHECK(contains(again.err, "No changes"));
  CHECK(place.project.directory().files("migrations").size() == 1);

  // Without a configured database the revisions are replayed, and give the same.
  const pg::Outcome replayed = place.project.run({"check"});
  CHECK(output_of(replayed).empty());
  CHECK(contains(replayed.err, "scratch server"));

  output_of(place.run({"downgrade", "base"}));
  CHECK(output_of(place.run({"current"})).empty());
  const std::string empty = Cluster::shared().create_database();
  CHECK(Cluster::shared().compare_databases(place.database, empty).verdict == Verdict::equal);
}

TEST_CASE("cli: differences are listed on stdout, their SQL by diff") {
  const Place place;
  output_of(place.run({"revision", "-m", "nothing"}));
  output_of(place.run({"upgrade"}));
  place.project.directory().write("models/a.toml", "[table.a.columns]\nid = \"integer\"\n");
  const pg::Outcome check = place.run({"check", "--quiet"});
  CHECK(check.status == 2);
  CHECK(check.out == "added table 'public.a'\n");
  CHECK(check.err.empty());
  const pg::Outcome diff = place.run({"diff"});
  CHECK(diff.status == 2);
  CHECK(contains(diff.out, "-- limbeck:upgrade\nCREATE TABLE public.a"));
  CHECK(contains(diff.out, "-- limbeck:downgrade\n-- hazard DATA_LOSS"));
  CHECK(place.project.directory().files("migrations").size() == 1);
  CHECK(contains(output_of(place.run({"status"})), "drift      1 difference"));
}

TEST_CASE("R31, R33: an upgrade that loses data is written only where that was allowed") {
  const Place place;
  pg::Connection(place.url).execute(
      "CREATE TABLE a (id int, x text); CREATE TABLE b (); CREATE TABLE c (); CREATE SCHEMA s; CREATE TABLE s.d ()");
  const std::string all = "[table.a.columns]\nid = \"integer\"\n[schema.s]\n";
  const std::string without_x = all + "[table.b]\n[table.c]\n[schema.s.table.d]\n";
  const std::string without_tables = all + "[schema.s.table.d]\n";
  struct Row {
    std::string models;
    Arguments allowed;
    int status;
    std::vector<std::string> said;  // on standard error, or in the file
  };
  const std::vector<Row> rows{
      {without_x, {}, 3, {"DATA_LOSS public.a.x: drops the column with its values", "--allow DATA_LOSS:public.a.x"}},
      {without_x, {"DATA_LOSS:public.a.y"}, 3, {"DATA_LOSS public.a.x"}},
      {without_x, {"data"}, 64, {"--allow knows no hazard 'data'"}},
      {without_x, {"DATA_LOSS:public.a.x"}, 0, {"\n-- Allowed: DATA_LOSS:public.a.x\n"}},
      {without_x, {"DATA_LOSS"}, 0, {"\n-- Allowed: DATA_LOSS:public.a.x\n"}},
      {without_tables, {"DATA_LOSS"}, 3, {"mass-drop public: most tables of the schema would be dropped"}},
      {without_tables, {"mass-drop:s", "DATA_LOSS"}, 3, {"mass-drop public"}},
      {without_tables, {"mass-drop"}, 3, {"DATA_LOSS public.a.x", "DATA_LOSS public.b: drops the table with its rows"}},
      {without_tables,
       {"mass-drop:public", "DATA_LOSS"},
       0,
       {"\n-- Allowed: mass-drop:public\n", "\n-- Allowed: DATA_LOSS:public.c\n"}},
      {without_tables, {"all"}, 0, {"\n-- Allowed: DATA_LOSS:public.b\n"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.said.front());
    place.project.directory().write("models/a.toml", row.models);
    Arguments arguments{"revision", "--autogenerate", "-m", "less", "--sql"};
    for (const std::string& each : row.allowed) arguments.insert(arguments.end(), {"--allow", each});
    const pg::Outcome outcome = place.run(arguments);
    CHECK(outcome.status == row.status);
    CHECK(outcome.out.empty() == (row.status != 0));
    for (const std::string& part : row.said) {
      CAPTURE(outcome.err);
      CHECK(contains(row.status == 0 ? outcome.out : outcome.err, part));
    }
  }
  CHECK(place.project.directory().files("migrations").empty());
}

TEST_CASE("cli: what nobody can tell is said, and is a failure with --strict (R8)") {
  const Place place;
  const std::string models = "[table.a.columns]\ns = \"text check (s in ('a', 'b'))\"\n";
  place.project.directory().write("models/a.toml", models);
  output_of(place.run({"revision", "--autogenerate", "-m", "a"}));
  output_of(place.run({"upgrade"}));
  CHECK(place.run({"check", "--strict"}).status == 0);
  std::string config = place.project.directory().read("limbeck.toml");
  const std::size_t live = config.find("live = true");
  REQUIRE(live != std::string::npos);
  place.project.directory().write("limbeck.toml", config.replace(live, 11, "live = false"));
  // No server beside it, either.
  const auto run = [&](Arguments arguments) {
    arguments.insert(arguments.begin(), {"--url", place.url});
    return place.project.run(std::move(arguments), {{"LIMBECK_SCRATCH_BIN", "/nowhere"}});
  };
  const pg::Outcome check = run({"check"});
  CHECK(check.status == 0);
  CHECK(contains(check.err, "cannot tell whether constraint 'public.a.a_s_check' differs: "));
  CHECK(run({"check", "--strict"}).status == 2);
  CHECK(run({"diff", "--strict"}).status == 2);
  CHECK(run({"revision", "--autogenerate", "--strict", "-m", "b"}).status == 2);
  CHECK(place.project.directory().files("migrations").size() == 1);
}

TEST_CASE("cli: what is not modelled is counted on stderr (R38)") {
  const Place place;
  const std::string source = Cluster::shared().create_from_sql(
      "CREATE TABLE t (id int); CREATE CONVERSION a FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;"
      "CREATE CONVERSION b FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;");
  const pg::Outcome inspect = place.on(Cluster::shared().url(source), {"inspect"});
  CHECK(contains(output_of(inspect), "[table.t.columns]"));
  CHECK(contains(inspect.err, "not modelled: "));
  CHECK(contains(inspect.err, "2 conversions"));
  REQUIRE(place.on(Cluster::shared().url(source), {"inspect", "--output", "models/all.toml"}).status == 0);
  CHECK(place.on(Cluster::shared().url(source), {"check", "--strict"}).status == 0);
  for (const char* command : {"check", "diff"}) {
    CHECK(place.on(Cluster::shared().url(source), {command, "--strict-coverage"}).status == 2);
  }
  // By what -v says, raw objects cover them.
  const pg::Outcome detail = place.on(Cluster::shared().url(source), {"-v", "check"});
  for (const std::string name : {"a", "b"}) {
    CHECK(contains(detail.err, "(for a raw object: conversion public." + name + ")"));
    place.project.directory().write(
        "models/" + name + ".toml",
        "[raw." + name + "]\nobject = \"conversion public." + name + "\"\ncreate = \"create conversion public." + name +
            " for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8\"\n" + "drop = \"drop conversion public." + name + "\"\n");
  }
  CHECK(place.on(Cluster::shared().url(source), {"check", "--strict-coverage"}).status == 0);
}

TEST_CASE("cli: inspect keeps what stood in the file, and says which other files declare the same") {
  const Place place;
  const std::string source = Cluster::shared().create_from_sql("CREATE TABLE t (id int)");
  const std::string url = Cluster::shared().url(source);
  place.project.directory().write("models/own.toml", "# by hand\n");
  output_of(place.on(url, {"inspect", "--output", "models/own.toml"}));
  CHECK(place.project.directory().read("models/own.toml.bak") == "# by hand\n");
  const pg::Outcome again = place.on(url, {"inspect", "--output", "models/own.toml"});
  CHECK(contains(again.err, "models/own.toml is as the database already"));
  CHECK(place.project.directory().read("models/own.toml.bak") == "# by hand\n");
  pg::Connection(url).execute("ALTER TABLE t ADD x int");
  output_of(place.on(url, {"inspect", "--output", "models/own.toml"}));
  CHECK(place.project.directory().read("models/own.toml.bak") == "# by hand\n");
  CHECK(contains(place.project.directory().read("models/own.toml.bak2"), "id = "));
  const pg::Outcome split = place.on(url, {"inspect", "--split"});
  CHECK(contains(split.err, "own.toml is a model file, too"));
}

TEST_CASE("cli: what the models use and do not declare is not dropped") {
  const Place place;
  const std::string source = Cluster::shared().create_from_sql(
      "CREATE SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext; CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;");
  place.project.directory().write(
      "models/a.toml", "[extension.hstore]\nschema = \"ext\"\n[view.v]\ndefinition = \"select public.f() as one\"\n");
  const pg::Outcome check = place.on(Cluster::shared().url(source), {"check"});
  CHECK(check.status == 1);
  CHECK(
      contains(check.err, "models/a.toml:1:12: error: extension 'hstore' uses schema 'ext', which no model declares"));
  CHECK(contains(check.err, "models/a.toml:3:7: error: view 'public.v' uses function 'public.f()'"));
}

TEST_CASE("cli: inspect --split writes one file a schema") {
  const Place place;
  const std::string source = Cluster::shared().create_from_sql(
      "CREATE TABLE t (id int); CREATE SCHEMA \"a/b\"; CREATE TABLE \"a/b\".u (id int);");
  output_of(place.on(Cluster::shared().url(source), {"inspect", "--split"}));
  CHECK(place.project.directory().files("models") == Arguments{"models/a%2fb.toml", "models/public.toml"});
  output_of(place.on(Cluster::shared().url(source), {"inspect", "--split", "other"}));
  CHECK(place.project.directory().files("other").size() == 2);
  output_of(place.project.run({"validate"}));
}

TEST_CASE("cli: autogenerate and check refuse a database that is not at head") {
  const Place place;
  place.project.directory().write("models/a.toml", "[table.a.columns]\nid = \"integer\"\n");
  output_of(place.run({"revision", "--autogenerate", "-m", "a", "--rev-id", "a1"}));
  for (const Arguments& arguments : std::vector<Arguments>{{"revision", "--autogenerate", "-m", "b"}, {"check"}}) {
    CAPTURE(arguments.front());
    const pg::Outcome outcome = place.run(arguments);
    CHECK(outcome.status == 4);
    CHECK(contains(outcome.err, "the database is not at head: it stands at base, and 1 revision is not applied: a1"));
    CHECK(contains(outcome.err, "`limbeck upgrade head`"));
  }
  CHECK(place.project.directory().files("migrations").size() == 1);
}

TEST_CASE("cli: an edited revision stops check with the status of history, before differences") {
  const Place place;
  output_of(place.run({"revision", "-m", "a", "--rev-id", "a1"}));
  output_of(place.run({"upgrade"}));
  place.project.directory().write("models/a.toml", "[table.a.columns]\nid = \"integer\"\n");
  const std::string file = "migrations/a1_a.sql";
  std::string text = place.project.directory().read(file);
  text.insert(text.find("-- limbeck:downgrade"), "SELECT 1;\n\n");
  place.project.directory().write(file, text);
  const pg::Outcome check = place.run({"check"});
  CHECK(check.status == 4);
  CHECK(contains(check.err, "revision a1 was edited after it was applied"));
  CHECK(contains(output_of(place.run({"status"})), "edited     revision a1"));
  output_of(place.run({"revision", "-m", "b"}));
  output_of(place.run({"stamp", "current"}));
  CHECK(place.run({"upgrade"}).status == 0);
}

TEST_CASE("cli: branches, merge and ranges") {
  const Place place;
  const Project& project = place.project;
  output_of(project.run({"revision", "-m", "one", "--rev-id", "a1"}));
  output_of(project.run({"revision", "-m", "two", "--rev-id", "b2", "--branch-label", "left"}));
  output_of(
      project.run({"revision", "-m", "three", "--rev-id", "c3", "--head", "a1", "--splice", "--depends-on", "b2"}));
  CHECK(output_of(project.run({"heads"})) == "b2 (left) (head)\nc3 (head)\n");
  CHECK(output_of(project.run({"branches"})) ==
        "<base> -> a1 (branchpoint), one\n"
        "  a1 -> b2 (left) (head), two\n"
        "  a1 (b2) -> c3 (head), three\n");
  const pg::Outcome ambiguous = project.run({"revision", "-m", "four"});
  CHECK(ambiguous.status == 4);
  CHECK(contains(ambiguous.err, "there are 2 heads: b2, c3"));
  CHECK(place.run({"upgrade", "head"}).status == 4);
  output_of(place.run({"upgrade", "left@head"}));
  CHECK(output_of(place.run({"current"})) == "b2 (left) (head)\n");
  CHECK(contains(output_of(place.run({"history", "-i"})), "a1 -> b2 (left) (head), two (current)\n"));
  CHECK(project.run({"merge", "b2", "c3"}).status == 4);  // c3 depends on b2
  output_of(project.run({"revision", "-m", "five", "--rev-id", "d4", "--head", "a1", "--splice"}));
  output_of(project.run({"merge", "c3", "d4", "-m", "join", "--rev-id", "m5", "--branch-label", "joined"}));
  CHECK(output_of(project.run({"history", "-r", "d4:m5"})) ==
        "c3, d4 -> m5 (joined) (head) (mergepoint), join\n"
        "a1 -> d4, five\n");
  CHECK(contains(output_of(project.run({"show", "joined@head"})), "Revision:    m5"));
  output_of(place.run({"upgrade", "joined@head"}));
  CHECK(output_of(place.run({"current"})) == "m5 (joined) (head) (mergepoint)\n");
  CHECK(contains(output_of(project.run({"show", "m5"})), "Revises:     c3, d4\n"));
}

TEST_CASE("cli: steps up and down, stamps, scripts") {
  const Place place;
  output_of(place.run({"revision", "-m", "one", "--rev-id", "a1"}));
  output_of(place.run({"revision", "-m", "two", "--rev-id", "b2"}));
  output_of(place.run({"upgrade", "+1"}));
  CHECK(output_of(place.run({"current"})) == "a1\n");
  output_of(place.run({"upgrade", "+1"}));
  output_of(place.run({"downgrade", "-1"}));
  CHECK(output_of(place.run({"current"})) == "a1\n");
  output_of(place.run({"stamp", "head"}));
  CHECK(output_of(place.run({"current"})) == "b2 (head)\n");
  CHECK(contains(output_of(place.run({"current", "-v"})), "File:        migrations/b2_two.sql\n"));
  output_of(place.run({"stamp", "base"}));
  CHECK(output_of(place.run({"current"})).empty());
  // Scripts need no database.
  CHECK(contains(output_of(place.project.run({"upgrade", "head", "--sql"})), "-- Running upgrade a1 -> b2, two"));
  CHECK(contains(output_of(place.project.run({"downgrade", "--sql", "head:base"})), "-- Running downgrade a1 -> base"));
  CHECK(contains(output_of(place.project.run({"stamp", "head", "--sql"})), "limbeck_version"));
  CHECK(contains(output_of(place.project.run({"stamp", "head", "--sql", "--purge"})),
                 "DELETE FROM public.limbeck_version;"));
}

TEST_CASE("cli: an unknown revision in the database is shown, and is an error of history") {
  const Place place;
  output_of(place.run({"revision", "-m", "one", "--rev-id", "a1"}));
  output_of(place.run({"upgrade"}));
  std::filesystem::remove(place.project.directory().path() / "migrations/a1_one.sql");
  const pg::Outcome current = place.run({"current"});
  CHECK(current.status == 4);
  CHECK(current.out == "a1 (no file has it)\n");
  CHECK(place.run({"check"}).status == 4);
  CHECK(contains(output_of(place.run({"status"})), "a1 (no file has it)"));
}

TEST_CASE("cli: variables of libpq name the database, those in .env behind those of the process") {
  const Place place;
  const std::string host = "host=";
  const std::size_t at = place.url.find(host);
  REQUIRE(at != std::string::npos);
  const std::string socket = place.url.substr(at + host.size(), place.url.find('&', at) - at - host.size());
  place.project.directory().write("models/a.toml", "[table.a.columns]\nid = \"integer\"\n");
  using Variables = std::vector<std::pair<std::string, std::optional<std::string>>>;
  const auto checked = [&](const Variables& variables) { return place.project.run({"-v", "check"}, variables).err; };
  const std::string there = "connected to " + socket + ":5432/" + place.database + " as postgres";
  CHECK(contains(checked({{"PGHOST", socket}, {"PGUSER", "postgres"}}), "connected to " + socket));
  CHECK(contains(checked({{"PGHOST", socket}, {"PGUSER", "postgres"}, {"PGDATABASE", place.database}}), there));
  CHECK(contains(checked({{"PGUSER", "postgres"}, {"PGPASSWORD", "x"}}), "no database is configured"));  // not where
  place.project.directory().write(".env",
                                  "PGHOST=" + socket + "\nPGUSER=postgres\nPGDATABASE=" + place.database + "\n");
  CHECK(contains(checked({}), there));
  CHECK(contains(checked({{"PGDATABASE", "nowhere"}}), "\"nowhere\" does not exist"));
  CHECK(contains(checked({{"DATABASE_URL", "host=/nowhere"}}), "/nowhere"));
}

TEST_CASE("cli: the version table may have another name and schema") {
  const Place place;
  pg::Connection connection(place.url);
  connection.execute("CREATE SCHEMA ops");
  place.project.directory().write("limbeck.toml",
                                  "[migrations]\nversion_table = \"Our Versions\"\nversion_schema = \"ops\"\n");
  place.project.directory().write("models/a.toml", "[schema.ops]\n[table.a.columns]\nid = \"integer\"\n");
  output_of(place.run({"revision", "--autogenerate", "-m", "a", "--rev-id", "a1"}));
  output_of(place.run({"upgrade"}));
  CHECK(connection.execute("SELECT revision FROM ops.\"Our Versions\"").text(0, 0) == "a1");
  CHECK(output_of(place.run({"current"})) == "a1 (head)\n");
  output_of(place.run({"check"}));  // the tables are no difference
  CHECK(connection.execute("SELECT FROM pg_class WHERE relname LIKE 'limbeck%'").rows() == 0);
  CHECK(contains(output_of(place.project.run({"upgrade", "head", "--sql"})), "ops.\"Our Versions\""));
  output_of(place.run({"downgrade", "base"}));
  CHECK(connection.execute("SELECT FROM ops.\"Our Versions\"").rows() == 0);
  // Not there yet, and not limbeck's to make.
  place.project.directory().write("limbeck.toml", "[migrations]\nversion_schema = \"nowhere\"\n");
  const pg::Outcome failed = place.run({"upgrade"});
  CHECK(failed.status == 1);
  CHECK(contains(failed.err, "limbeck's tables can not be made in schema nowhere"));
}

TEST_CASE("cli: scratch.url takes the place of a private server and is left as it was") {
  const Place place;
  place.project.directory().write("models/a.toml", "[table.a.columns]\nid = \"integer\"\n");
  const std::vector<std::pair<std::string, std::optional<std::string>>> scratch = {{"LIMBECK_SCRATCH_URL", place.url},
                                                                                   {"LIMBECK_SCRATCH_BIN", "/nowhere"}};
  output_of(place.project.run({"revision", "--autogenerate", "-m", "a"}, scratch));
  output_of(place.project.run({"check"}, scratch));
  CHECK(output_of(place.run({"current"})).empty());
  pg::Connection connection(place.url);
  CHECK(connection.execute("SELECT FROM pg_database WHERE datname LIKE 'limbeck\\_%'").rows() == 0);
}

}  // namespace
}  // namespace limbeck::testing
