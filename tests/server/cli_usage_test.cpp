// What the program says and returns when it is used wrongly, or something is missing.
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace limbeck::testing {
namespace {

using Arguments = std::vector<std::string>;

struct Row {
  Arguments arguments;
  int status;
  std::string error;  // a part of stderr
};

TEST_CASE("cli: wrong usage") {
  const Project project(LIMBECK_BINARY);
  const std::vector<Row> rows = {
      {{}, 64, "there is no command"},
      {{"upgarde", "head"}, 64, "there is no command 'upgarde'\n  hint: did you mean `upgrade`?"},
      {{"--url", "x", "chek"}, 64, "did you mean `check`?"},
      {{"upgrade", "--sqll"}, 64, "`limbeck upgrade` has no option --sqll\n  hint: did you mean `--sql`?"},
      {{"--colour", "never", "check"}, 64, "did you mean `--color`?"},
      {{"--color", "blue", "check"}, 64, "'blue' is none of auto, always, never"},
      {{"check", "-x"}, 64, "has no option -x"},
      {{"check", "more"}, 64, "`limbeck check` does not take 'more'"},
      {{"upgrade", "head", "heads"}, 64, "`limbeck upgrade` does not take 'heads'"},
      {{"downgrade"}, 64, "`limbeck downgrade` needs REVISION\n  hint: `limbeck downgrade -1`"},
      {{"revision", "--autogenerate"}, 64, "`limbeck revision` needs --message"},
      {{"merge"}, 64, "`limbeck merge heads`"},
      {{"stamp"}, 64, "`limbeck stamp head`"},
      {{"heads", "--", "more"}, 64, "`limbeck heads` does not take 'more'"},
      {{"upgrade", "--url"}, 64, "--url"},
      {{"--url=", "upgrade"}, 64, "--url has no value"},
      {{"--url", "", "upgrade"}, 64, "--url is empty"},
      {{"-q", "-v", "check"}, 64, "exclude each other"},
      {{"--config", "nowhere.toml", "check"}, 1, "nowhere.toml"},
      {{"heads"}, 1, "migrations: there is no such directory"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.error);
    const pg::Outcome outcome = project.run(row.arguments);
    CAPTURE(outcome.err);
    CHECK(outcome.status == row.status);
    CHECK(contains(outcome.err, row.error));
    CHECK(contains(outcome.err, "limbeck: error: "));
    CHECK(outcome.out.empty());
  }
  CHECK(project.directory().files().empty());
}

TEST_CASE("cli: what a project lacks") {
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  const std::vector<Row> rows = {
      {{"init"}, 1, "limbeck.toml is there already"},
      {{"upgrade"}, 6, "no database is configured\n  hint: give --url"},
      {{"current"}, 6, "no database is configured"},
      {{"inspect"}, 6, "no database is configured"},
      {{"check"}, 1, "there is no model file"},
      {{"validate"}, 1, "there is no model file"},
      {{"--url", "host=/nowhere dbname=x", "current"}, 6, "/nowhere"},
      {{"--url", "mysql://root@localhost/x", "current"}, 6, "mysql"},
      {{"show", "abc"}, 4, "abc"},
      {{"show", "--", "-1"}, 6, "no database is configured"},
      {{"downgrade", "base", "--sql"}, 64, "FROM:TO"},
      {{"revision", "-m", "x", "--rev-id", "No Id"}, 64, "'No Id' is no revision id"},
      {{"inspect", "--output", "x", "--split", "y"}, 64, "exclude each other"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.error);
    const pg::Outcome outcome = project.run(row.arguments);
    CAPTURE(outcome.err);
    CHECK(outcome.status == row.status);
    CHECK(contains(outcome.err, row.error));
    CHECK(outcome.out.empty());
  }
}

TEST_CASE("cli: mistakes of all models at once, with their places") {
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  project.directory().write("models/a.toml", "[table.a.columns]\nid = \"integer nul\"\n");
  project.directory().write("models/b.toml", "[table.b]\ncolour = \"red\"\n");
  project.directory().write("models/c.toml", "[table.c\n");
  const pg::Outcome outcome = project.run({"validate"});
  CAPTURE(outcome.err);
  CHECK(outcome.status == 1);
  for (const char* part :
       {"models/a.toml:2:", "models/b.toml:2:1: error: ", "models/c.toml:1:", "the models have errors"}) {
    CAPTURE(part);
    CHECK(contains(outcome.err, part));
  }
}

TEST_CASE("cli: models of a schema that is not managed are refused") {
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  project.directory().write("models/a.toml", "[schema.billing.table.a.columns]\nid = \"integer\"\n");
  CHECK(project.run({"validate"}).status == 0);
  const pg::Outcome outcome = project.run({"validate"}, {{"LIMBECK_DATABASE_SCHEMAS", "public,shop_*"}});
  CHECK(outcome.status == 1);
  CHECK(contains(outcome.err, "models/a.toml:"));
  CHECK(contains(outcome.err, "schema 'billing' is not managed"));
}

TEST_CASE("cli: help and version") {
  const Project project(LIMBECK_BINARY);
  CHECK(project.run({"--version"}).out == "limbeck 0.1.0\n");
  const std::string overview = project.run({"--help"}).out;
  for (const char* command : {"init", "inspect", "validate", "check", "diff", "status", "revision", "merge", "history",
                              "heads", "branches", "show", "upgrade", "downgrade", "current", "stamp"}) {
    CAPTURE(command);
    CHECK(contains(overview, std::string("\n  ") + command + " "));
    const pg::Outcome help = project.run({command, "--help"});
    CHECK(help.status == 0);
    CHECK(help.err.empty());
    CHECK(contains(help.out, std::string("Examples:\n  limbeck ") + command));
    CHECK(project.run({"help", command}).out == help.out);
  }
}

TEST_CASE("cli: global options may stand before or after the command") {
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  const std::string url = Cluster::shared().url(Cluster::shared().create_database());
  const std::vector<Arguments> rows = {
      {"--url", url, "status"},
      {"status", "--url", url},
      {"status", "--url=" + url},
      {"-q", "status", "--color", "never", "--url", url},
      {"--config", "limbeck.toml", "status", "--url", url, "-q"},
  };
  for (const Arguments& arguments : rows) {
    const pg::Outcome outcome = project.run(arguments);
    CAPTURE(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(contains(outcome.out, "head       no revisions yet\n"));
  }
  // The environment, and .env behind it.
  CHECK(project.run({"status"}, {{"DATABASE_URL", url}}).status == 0);
  project.directory().write(".env", "export DATABASE_URL='" + url + "'\n");
  CHECK(project.run({"current"}).status == 0);
  CHECK(project.run({"current"}, {{"DATABASE_URL", "host=/nowhere"}}).status == 6);
  project.directory().write("other.env", "DATABASE_URL=host=/elsewhere\n");
  CHECK(contains(project.run({"current", "--env-file", "other.env"}).err, "/elsewhere"));
}

TEST_CASE("cli: colours only where they are asked for") {
  const Project project(LIMBECK_BINARY);
  CHECK_FALSE(contains(project.run({"bogus"}).err, "\033"));
  CHECK_FALSE(contains(project.run({"bogus"}, {{"NO_COLOR", std::nullopt}}).err, "\033"));
  CHECK(contains(project.run({"--color", "always", "heads"}).err, "\033[31merror:"));
}

TEST_CASE("cli: a failed statement is shown with its place, and nothing of it remains") {
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  const std::string url = Cluster::shared().url(Cluster::shared().create_database());
  project.directory().write("migrations/a.sql",
                            "-- a\n--\n-- Revision: a1\n-- Revises:\n-- Created: 2026-01-01T00:00:00Z\n\n"
                            "-- limbeck:upgrade\nCREATE TABLE t (id int);\nSELECT nonsense FROM t;\n\n"
                            "-- limbeck:downgrade\nDROP TABLE t;\n");
  const pg::Outcome outcome = project.run({"--url", url, "upgrade"});
  CAPTURE(outcome.err);
  CHECK(outcome.status == 1);
  CHECK(contains(outcome.err, "migrations/a.sql:9:8: error: "));
  CHECK(contains(outcome.err, "42703"));
  CHECK(project.run({"--url", url, "current"}).out.empty());
}

TEST_CASE("cli: no password in any output (rules 8.5)") {
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  const std::string secret = "Gr1ndelwald";
  const std::string directory = Cluster::shared().url("postgres");
  const std::string database = Cluster::shared().create_database();
  const std::vector<std::string> urls = {
      "host=/nowhere dbname=x password=" + secret,
      "postgresql://app:" + secret + "@/x?host=/nowhere",
      "postgresql://app:" + secret + "@[::1/x",
      "postgresql://app:" + secret + "#%zz@localhost/x",
      "host=/nowhere password='" + secret,
      "mysql://app:" + secret + "@localhost/x",
      Cluster::shared().url(database) + (contains(directory, "?") ? "&" : "?") + "password=" + secret,
  };
  for (const std::string& url : urls) {
    for (const Arguments& command :
         std::vector<Arguments>{{"current"}, {"-v", "status"}, {"check"}, {"inspect"}, {"-v", "upgrade"}}) {
      for (const bool by_variable : {false, true}) {
        Arguments arguments = command;
        if (!by_variable) arguments.insert(arguments.end(), {"--url", url});
        const pg::Outcome outcome =
            by_variable ? project.run(arguments, {{"DATABASE_URL", url}}) : project.run(arguments);
        CAPTURE(command.front());
        CHECK_FALSE(contains(outcome.out + outcome.err, secret));
      }
    }
  }
}

}  // namespace
}  // namespace limbeck::testing
