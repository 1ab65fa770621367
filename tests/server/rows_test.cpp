// What a migration of the schema must do for the rows that are there, where pg_dump sees no difference.

#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace limbeck::testing {

namespace {

// A project of one model file, for a database of its own.
class OneModel {
 public:
  explicit OneModel(const std::string& before) : database_(cluster_.create_from_sql(before)) { must({"init"}); }
  ~OneModel() { cluster_.drop_database(database_); }
  OneModel(const OneModel&) = delete;
  OneModel& operator=(const OneModel&) = delete;

  pg::Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--url", cluster_.url(database_)});
    return project_.run(std::move(arguments));
  }
  void must(std::vector<std::string> arguments) const {
    const pg::Outcome outcome = run(std::move(arguments));
    CAPTURE(outcome.err);
    REQUIRE(outcome.status == 0);
  }
  pg::Outcome revise(const std::string& model) const {
    project_.directory().write("models/m.toml", model);
    return run({"revision", "--autogenerate", "--allow", "all", "-m", "change", "--rev-id", "a1"});
  }
  [[nodiscard]] std::string revision() const { return project_.directory().read("migrations/a1_change.sql"); }
  [[nodiscard]] pg::Connection connect() const { return pg::Connection(cluster_.url(database_)); }

 private:
  Cluster& cluster_ = Cluster::shared();
  std::string database_;
  Project project_{LIMBECK_BINARY};
};

const char* const moods =
    "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN one AS mood; CREATE DOMAIN many AS mood[];"
    "CREATE TYPE day AS (each int, morning mood, rest many, evening one);"
    "CREATE TYPE week AS (first day, days day[]);";

std::string moods_model(const std::string& map, const std::string& columns) {
  return "[enum.mood]\nvalues = ['ok', 'happy']\n" + map +
         "[domain]\none = 'mood'\nmany = 'mood[]'\n"
         "[composite.day.attributes]\neach = 'int'\nmorning = 'mood'\nrest = 'many'\nevening = 'one'\n"
         "[composite.week.attributes]\nfirst = 'day'\ndays = 'day[]'\n"
         "[table.t.columns]\n" +
         columns;
}

}  // namespace

TEST_CASE("rows: R28 a removed enum value is looked for wherever a value of the type can be") {
  const OneModel project(std::string(moods) +
                         "CREATE TABLE t (a mood, b mood[], c one, d one[], e many, f many[], "
                         "g day, h day[], i week, j week[])");
  const pg::Outcome made = project.revise(
      moods_model("",
                  "a = 'mood'\nb = 'mood[]'\nc = 'one'\nd = 'one[]'\ne = 'many'\nf = 'many[]'\ng = 'day'\nh = 'day[]'\n"
                  "i = 'week'\nj = 'week[]'\n"));
  CAPTURE(made.err);
  REQUIRE(made.status == 0);
  pg::Connection connection = project.connect();
  const char* const day = "row(1, null, array['ok', 'sad']::many, null)::day";
  const std::vector<std::pair<std::string, std::string>> holders{
      {"a", "'sad'"},
      {"b", "'{ok,sad}'"},
      {"c", "'sad'"},
      {"d", "'{ok,sad}'"},
      {"e", "'{ok,sad}'"},
      {"f", "array['{ok}'::many, '{happy,sad}'::many]"},
      {"g", "row(1, null, null, 'sad')::day"},
      {"g", "row(1, 'sad', null, 'ok')::day"},
      {"g", day},
      {"h", std::string("array[null, row(2, 'ok', null, null)::day, ") + day + "]"},
      {"i", std::string("row(") + day + ", null)::week"},
      {"i", std::string("row(null, array[") + day + "])::week"},
      {"j", std::string("array[row(null, array[") + day + "])::week]"}};
  for (const auto& [column, value] : holders) {
    CAPTURE(column);
    CAPTURE(value);
    connection.execute("INSERT INTO t DEFAULT VALUES");
    connection.execute("INSERT INTO t (" + column + ") VALUES (" + value + ")");
    const pg::Outcome failed = project.run({"upgrade"});
    CHECK(failed.status != 0);
    CAPTURE(failed.err);
    CHECK(failed.err.find("rows of public.t." + column + " hold a value that is removed") != std::string::npos);
    connection.execute("DELETE FROM t");
  }
  connection.execute("INSERT INTO t (a, g) VALUES ('ok', row(1, 'ok', array['happy']::many, null))");
  project.must({"upgrade"});
  CHECK(connection.execute("SELECT g::text FROM t").text(0, 0) == "(1,ok,{happy},)");
  project.must({"downgrade", "base"});
  CHECK(connection.execute("SELECT g::text FROM t").text(0, 0) == "(1,ok,{happy},)");
}

TEST_CASE("rows: R28 a mapped enum value is another one wherever a value of the type can be") {
  const std::string map = "map = { sad = 'ok' }\n";
  {
    const OneModel project(std::string(moods) + "CREATE TABLE t (a mood, b mood[], c one, d one[], e many, g day)");
    pg::Connection connection = project.connect();
    connection.execute(
        "INSERT INTO t VALUES ('sad', '{sad,happy}', 'sad', '{sad,null}', '{happy,sad}', "
        "row(1, 'sad', array['sad', 'happy']::many, 'sad')), (null, null, null, null, null, null)");
    const pg::Outcome made =
        project.revise(moods_model(map, "a = 'mood'\nb = 'mood[]'\nc = 'one'\nd = 'one[]'\ne = 'many'\ng = 'day'\n"));
    CAPTURE(made.err);
    REQUIRE(made.status == 0);
    CHECK(project.revision().find("hazard DATA_LOSS: 'sad' becomes 'ok'") != std::string::npos);
    project.must({"upgrade"});
    const pg::Result rows = connection.execute("SELECT t::text FROM t ORDER BY a");
    CHECK(rows.text(0, 0) == R"x((ok,"{ok,happy}",ok,"{ok,NULL}","{happy,ok}","(1,ok,""{ok,happy}"",ok)"))x");
    CHECK(rows.text(1, 0) == "(,,,,,)");
    project.must({"downgrade", "base"});
    project.must({"upgrade"});
  }
  // Nothing reaches into the values of these.
  for (const std::string type : {"day[]", "week", "many[]"}) {
    CAPTURE(type);
    const OneModel project(std::string(moods) + "CREATE TABLE t (x " + type + ")");
    const pg::Outcome refused = project.revise(moods_model(map, "x = '" + type + "'\n"));
    CHECK(refused.status == 1);
    CAPTURE(refused.err);
    CHECK(refused.err.find("values of mood become others") != std::string::npos);
  }
}

TEST_CASE("rows: a column that becomes serial or identity counts on behind its values, both ways") {
  struct Row {
    const char* was;
    const char* now;
  };
  for (const Row& row :
       std::vector<Row>{{"integer primary key", "serial primary key"},
                        {"text primary key", "bigserial primary key"},
                        {"smallserial primary key", "integer generated always as identity primary key"},
                        {"bigint generated always as identity primary key", "bigserial primary key"}}) {
    CAPTURE(std::string(row.was));
    Cluster& cluster = Cluster::shared();
    const std::string database = cluster.create_from_sql(std::string("CREATE TABLE t (id ") + row.was + ", s text)");
    const Project project(LIMBECK_BINARY);
    const auto must = [&](std::vector<std::string> arguments) {
      arguments.insert(arguments.begin(), {"--url", cluster.url(database)});
      const pg::Outcome outcome = project.run(std::move(arguments));
      CAPTURE(outcome.err);
      REQUIRE(outcome.status == 0);
    };
    pg::Connection connection(cluster.url(database));
    const auto next = [&] {
      const pg::Result result = connection.execute("INSERT INTO t (s) VALUES ('x') RETURNING id");
      return std::string(result.text(0, 0));
    };
    connection.execute("INSERT INTO t (id, s) OVERRIDING SYSTEM VALUE VALUES ('1', 'x'), ('7', 'y')");
    must({"init"});
    project.directory().write("models/t.toml",
                              std::string("[table.t.columns]\nid = \"") + row.now + "\"\ns = \"text\"\n");
    must({"revision", "--autogenerate", "--allow", "all", "-m", "count", "--rev-id", "a1"});
    must({"upgrade"});
    CHECK(next() == "8");
    must({"downgrade", "base"});
    if (std::string(row.was).find("serial") != std::string::npos ||
        std::string(row.was).find("identity") != std::string::npos) {
      CHECK(next() == "9");
    }
    must({"upgrade"});
    cluster.drop_database(database);
  }
}

}  // namespace limbeck::testing
