// --format of the commands that say what is wrong, against a real server: all of it on standard output, nothing else.
#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/json_schema.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace limbeck::testing {
namespace {

using Arguments = std::vector<std::string>;
using Json = nlohmann::ordered_json;

Json schema_of(const std::string& name) {
  std::ifstream stream(std::string(LIMBECK_SOURCE_DIR) + "/" + name);
  return Json::parse(stream);
}

// A project whose database differs from its models in known places.
struct Place {
  Place() : database(Cluster::shared().create_database()), url(Cluster::shared().url(database)) {
    REQUIRE(project.run({"init"}).status == 0);
    pg::Connection(url).execute(
        "CREATE TABLE customers (id int PRIMARY KEY, name text, fax text); "
        "CREATE TABLE orders (id int, status text DEFAULT 'open'); CREATE LANGUAGE plsample HANDLER "
        "plpgsql_call_handler");
    project.directory().write("models/shop.toml",
                              "[table.customers.columns]\n"
                              "id = \"integer primary key\"\n"
                              "full_name = { definition = \"text\", renamed_from = \"name\" }\n"
                              "[table.orders.columns]\n"
                              "id = \"integer\"\n"
                              "status = \"text default 'new'\"\n"
                              "[table.orders.indexes]\n"
                              "ix_orders = \"(status)\"\n");
  }
  ~Place() { Cluster::shared().drop_database(database); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] pg::Outcome run(
      Arguments arguments, std::vector<std::pair<std::string, std::optional<std::string>>> environment = {}) const {
    arguments.insert(arguments.begin(), {"--url", url});
    return project.run(std::move(arguments), std::move(environment));
  }

  Project project{LIMBECK_BINARY};
  std::string database;
  std::string url;
};

const Json& difference_of(const Json& report, const std::string& name) {
  const Json& findings = report["findings"];
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const Json& each) {
    return each.contains("difference") && each["difference"]["name"] == name;
  });
  CAPTURE(name);
  REQUIRE(found != findings.end());
  return *found;
}

TEST_CASE("formats: check and diff tell each difference as JSON") {
  const Place place;
  const Json schema = schema_of("schemas/report.json");
  for (const char* command : {"check", "diff"}) {
    CAPTURE(command);
    const pg::Outcome outcome = place.run({command, "--format", "json"});
    CAPTURE(outcome.err);
    CHECK(outcome.status == 2);
    const Json report = Json::parse(outcome.out);
    CHECK(complaints(schema, report) == Arguments{});
    CHECK(report["command"] == command);
    CHECK(report["status"] == 2);

    const Json changed = difference_of(report, "public.orders.status");
    CHECK(changed["rule"] == "difference-changed");
    CHECK(changed["file"] == "models/shop.toml");
    CHECK(changed["line"] == 6);
    CHECK(changed["difference"]["kind"] == "default");
    CHECK(changed["difference"]["was"] == "DEFAULT 'open'::text");
    CHECK(changed["difference"]["now"] == "DEFAULT 'new'");
    CHECK(changed["difference"]["upgrade"].size() == 1);
    CHECK(changed["difference"]["upgrade"][0]["sql"] ==
          "ALTER TABLE public.orders ALTER COLUMN status SET DEFAULT 'new'");
    CHECK(changed["difference"]["downgrade"][0]["sql"] ==
          "ALTER TABLE public.orders ALTER COLUMN status SET DEFAULT 'open'::text");

    // What the models do not have is told where its table stands.
    const Json removed = difference_of(report, "public.customers.fax");
    CHECK(removed["rule"] == "difference-removed");
    CHECK(removed["line"] == 1);
    CHECK(removed["difference"]["now"].is_null());
    const Json& hazard = removed["difference"]["upgrade"][0]["hazards"][0];
    CHECK(hazard["name"] == "DATA_LOSS");
    CHECK(hazard["object"] == "public.customers.fax");

    const Json renamed = difference_of(report, "public.customers.full_name");
    CHECK(renamed["line"] == 3);
    CHECK(renamed["difference"]["was"] == "public.customers.name");
    CHECK(renamed["difference"]["upgrade"][0]["sql"] == "ALTER TABLE public.customers RENAME COLUMN name TO full_name");
    CHECK(renamed["difference"]["downgrade"][0]["sql"] ==
          "ALTER TABLE public.customers RENAME COLUMN full_name TO name");

    const Json added = difference_of(report, "public.orders.ix_orders");
    CHECK(added["line"] == 8);
    CHECK(added["difference"]["was"].is_null());
    CHECK(added["difference"]["downgrade"][0]["sql"] == "DROP INDEX public.ix_orders");

    const auto is_language = [](const Json& each) {
      return each["rule"] == "not-modelled" && contains(each["message"].get<std::string>(), "plsample");
    };
    const Json& findings = report["findings"];
    CHECK(std::any_of(findings.begin(), findings.end(), is_language));
    CHECK(contains(report["sql"]["upgrade"].get<std::string>(), "-- limbeck:upgrade\n"));
    CHECK(contains(report["sql"]["downgrade"].get<std::string>(), "-- limbeck:downgrade\n"));
  }
}

TEST_CASE("formats: what comes and goes with a table is told with it") {
  const Place place;
  place.project.directory().write("models/more.toml",
                                  "[table.notes]\ncomment = \"loose\"\n[table.notes.columns]\nid = \"integer\"\n"
                                  "[table.notes.indexes]\nix_notes = \"(id)\"\n");
  const Json report = Json::parse(place.run({"diff", "--format", "json"}).out);
  const Json added = difference_of(report, "public.notes");
  CHECK(added["file"] == "models/more.toml");
  Arguments statements;
  for (const Json& each : added["difference"]["upgrade"]) statements.push_back(each["sql"].get<std::string>());
  REQUIRE(statements.size() == 3);
  CHECK(contains(statements[0], "CREATE TABLE public.notes"));
  CHECK(std::any_of(statements.begin(), statements.end(),
                    [](const std::string& each) { return contains(each, "CREATE INDEX ix_notes"); }));
  CHECK(added["difference"]["downgrade"].size() == 1);
}

TEST_CASE("formats: SARIF and annotations point at the models") {
  const Place place;
  const Json schema = schema_of("tests/support/sarif.json");
  const pg::Outcome outcome = place.run({"check", "--format", "sarif"});
  CHECK(outcome.status == 2);
  const Json log = Json::parse(outcome.out);
  CHECK(complaints(schema, log) == Arguments{});
  const Json& results = log["runs"][0]["results"];
  const auto points = [&](const std::string& rule, int line) {
    return std::any_of(results.begin(), results.end(), [&](const Json& each) {
      if (each["ruleId"] != rule || !each["locations"][0].contains("physicalLocation")) return false;
      const Json& physical = each["locations"][0]["physicalLocation"];
      return physical["artifactLocation"]["uri"] == "models/shop.toml" && physical["region"]["startLine"] == line;
    });
  };
  CHECK(points("difference-changed", 6));
  CHECK(points("difference-removed", 1));
  CHECK(points("difference-renamed", 3));

  const std::string workspace = place.project.directory().path().parent_path().string();
  const std::string folder = place.project.directory().path().filename().string();
  const pg::Outcome annotated = place.run({"check", "--format", "github"}, {{"GITHUB_WORKSPACE", workspace}});
  CHECK(annotated.status == 2);
  CHECK(contains(annotated.out, "::error file=" + folder + "/models/shop.toml,line=6,col="));
  CHECK(contains(annotated.out, "title=limbeck check%3A difference-changed::changed default 'public.orders.status'"));
}

TEST_CASE("formats: no difference, and no connection") {
  const Place place;
  pg::Connection(place.url).execute("DROP TABLE customers, orders; DROP LANGUAGE plsample");
  place.project.directory().write("models/shop.toml", "");
  const Json schema = schema_of("schemas/report.json");
  const pg::Outcome none = place.run({"check", "--format", "json"});
  CHECK(none.status == 0);
  const Json report = Json::parse(none.out);
  CHECK(complaints(schema, report) == Arguments{});
  CHECK(report["findings"].empty());
  CHECK(place.run({"check", "--format", "github"}).out.empty());

  const pg::Outcome lost = place.project.run({"--url", "host=/nowhere dbname=x", "check", "--format", "json"});
  CHECK(lost.status == 6);
  const Json failed = Json::parse(lost.out);
  CHECK(complaints(schema, failed) == Arguments{});
  CHECK(failed["status"] == 6);
  CHECK(failed["findings"][0]["rule"] == "connection");
  CHECK(contains(lost.err, "limbeck: error: "));
}

TEST_CASE("formats: mistakes of models and of revisions") {
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  project.directory().write("models/a.toml", "[table.a.columns]\nid = \"integer nul\"\n");
  project.directory().write("models/b.toml", "[table.b]\ncolour = \"red\"\n");
  const pg::Outcome validate = project.run({"validate", "--format", "json"});
  CHECK(validate.status == 1);
  const Json report = Json::parse(validate.out);
  CHECK(complaints(schema_of("schemas/report.json"), report) == Arguments{});
  REQUIRE(report["findings"].size() == 2);
  CHECK(report["findings"][0]["rule"] == "mistake");
  CHECK(report["findings"][0]["file"] == "models/a.toml");
  CHECK(report["findings"][0]["line"] == 2);
  CHECK(report["findings"][1]["column"] == 1);
  CHECK(report["failure"]["message"] == "the models have errors");
  CHECK(contains(project.run({"validate", "--format", "github"}).out, "::error file=models/b.toml,line=2,col=1,"));

  REQUIRE(project.run({"revision", "-m", "one", "--rev-id", "a1"}).status == 0);
  REQUIRE(project.run({"revision", "-m", "two", "--rev-id", "b1"}).status == 0);
  REQUIRE(project.run({"revision", "-m", "three", "--rev-id", "c1", "--head", "a1", "--splice"}).status == 0);
  const pg::Outcome history = project.run({"history", "--check", "--format", "sarif"});
  CHECK(history.status == 4);
  const Json log = Json::parse(history.out);
  CHECK(complaints(schema_of("tests/support/sarif.json"), log) == Arguments{});
  CHECK(log["runs"][0]["results"].size() == 2);
  CHECK(log["runs"][0]["results"][0]["ruleId"] == "history");
  CHECK(project.run({"history", "--format", "json"}).status == 64);
}

}  // namespace
}  // namespace limbeck::testing
