// What helps beside the schema itself: completion, help, pictures, snapshots, the commit hook.
#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace limbeck::testing {
namespace {

using Arguments = std::vector<std::string>;
using Environment = std::vector<std::pair<std::string, std::optional<std::string>>>;

// A project with two revisions, whose folder limbeck is found in PATH of.
struct Place {
  Place() {
    REQUIRE(project.run({"init"}).status == 0);
    REQUIRE(project.run({"revision", "-m", "the first", "--rev-id", "aa11", "--branch-label", "shop"}).status == 0);
    REQUIRE(project.run({"revision", "-m", "the \"second\"", "--rev-id", "bb22"}).status == 0);
    project.directory().write("models/shop.toml",
                              "[table.customers.columns]\nid = \"integer primary key\"\n"
                              "[table.orders.columns]\nid = \"bigint primary key\"\n"
                              "customer_id = \"integer not null references customers\"\n"
                              "gift_of = \"integer references customers\"\nnote = \"varchar(20)\"\n"
                              "[table.notes.columns]\norder_id = \"bigint primary key references orders\"\n"
                              "[schema.billing.table.invoices.columns]\nnumber = \"integer\"\n");
  }

  [[nodiscard]] static std::string path() {
    const std::string directory = std::filesystem::path(LIMBECK_BINARY).parent_path().string();
    return directory + ":" + std::getenv("PATH");
  }
  // Any program, in the project's folder.
  [[nodiscard]] pg::Outcome call(Arguments arguments) const {
    Environment environment = clean_environment();
    environment.emplace_back("PATH", path());
    environment.emplace_back("GIT_CONFIG_GLOBAL", "/dev/null");
    for (const char* name : {"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"}) {
      environment.emplace_back(name, "a@b");
    }
    return pg::run({.arguments = std::move(arguments),
                    .directory = project.directory().path().string(),
                    .environment = std::move(environment),
                    .timeout = std::chrono::seconds(60)});
  }

  Project project{LIMBECK_BINARY, std::chrono::seconds(60)};
};

bool is_installed(const char* program) {
  return pg::run({.arguments = {program, "--version"}}).status != 127;
}

Arguments lines_of(const std::string& text) {
  Arguments out;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) out.push_back(line);
  return out;
}

// What bash would offer for the beginning of a line, as it stands in COMPREPLY.
Arguments offered(const Place& place, const std::string& line) {
  const std::string script =
      "source <(limbeck completion bash); COMP_LINE=$1; COMP_POINT=${#1}; COMP_WORDBREAKS=$' \\t\\n\"\\'><=;|&(:@'; "
      "_limbeck; printf '%s\\n' \"${COMPREPLY[@]}\"";
  const pg::Outcome outcome = place.call({"bash", "--norc", "-c", script, "bash", line});
  CAPTURE(outcome.err);
  CHECK(outcome.status == 0);
  Arguments found = lines_of(outcome.out);
  std::erase(found, "");
  return found;
}

bool holds(const Arguments& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

TEST_CASE("completion: bash completes commands, options, values and revisions") {
  const Place place;
  struct Row {
    std::string line;
    Arguments has;
    Arguments has_not;
  };
  const std::vector<Row> rows = {
      {"limbeck ", {"init", "upgrade", "check", "help"}, {"words", "--url"}},
      {"limbeck up", {"upgrade"}, {"check"}},
      {"limbeck -q up", {"upgrade"}, {"check"}},
      {"limbeck --url postgresql://localhost/x up", {"upgrade"}, {}},
      {"limbeck upgrade --", {"--sql", "--tag", "--url", "--help"}, {"--autogenerate"}},
      {"limbeck check --format ", {"text", "json", "sarif", "github"}, {}},
      {"limbeck check --format s", {"sarif"}, {"json"}},
      {"limbeck check --format=s", {"sarif"}, {"json"}},
      {"limbeck --color ", {"auto", "always", "never"}, {}},
      {"limbeck upgrade ", {"head", "heads", "base", "aa11", "bb22", "shop@head"}, {}},
      {"limbeck upgrade b", {"bb22", "base"}, {"aa11"}},
      {"limbeck upgrade shop@h", {"head"}, {"shop@head"}},  // bash keeps what stands before the @
      {"limbeck history -r aa11:b", {"bb22", "base"}, {"aa11"}},
      {"limbeck revision --head ", {"aa11"}, {}},
      {"limbeck completion ", {"bash", "zsh", "fish"}, {}},
      {"limbeck diagram ", {"public.orders", "public.customers", "billing.invoices"}, {}},
      {"limbeck --config lim", {"limbeck.toml"}, {"models"}},
      {"limbeck init m", {"models", "migrations"}, {"limbeck.toml"}},
      {"limbeck help che", {"check"}, {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    const Arguments found = offered(place, row.line);
    std::string all;
    for (const std::string& each : found) all += each + " ";
    CAPTURE(all);
    for (const std::string& word : row.has) {
      CAPTURE(word);
      CHECK(holds(found, word));
    }
    for (const std::string& word : row.has_not) {
      CAPTURE(word);
      CHECK_FALSE(holds(found, word));
    }
  }
}

TEST_CASE("completion: zsh and fish can read their scripts") {
  const Place place;
  for (const char* shell : {"zsh", "fish"}) {
    CAPTURE(shell);
    const pg::Outcome script = place.project.run({"completion", shell});
    CHECK(script.status == 0);
    CHECK(contains(script.out, "upgrade"));
    CHECK(contains(script.out, "limbeck words "));
    if (!is_installed(shell)) continue;
    const std::string file = place.project.directory().write("completion", script.out);
    const pg::Outcome read = place.call({shell, "-n", file});
    CAPTURE(read.err);
    CHECK(read.status == 0);
  }
  if (is_installed("fish")) {
    const pg::Outcome found =
        place.call({"fish", "--no-config", "-c",
                    "limbeck completion fish | source; complete -C 'limbeck upgrade b'; complete -C "
                    "'limbeck check --format '"});
    CAPTURE(found.err);
    CHECK(contains(found.out, "bb22"));
    CHECK(contains(found.out, "sarif"));
  }
  CHECK(place.project.run({"completion", "tcsh"}).status == 64);
}

TEST_CASE("help: topics, and what is near a mistyped one") {
  const Project project(LIMBECK_BINARY);
  const std::string overview = project.run({"help"}).out;
  for (const char* topic : {"configuration", "exit-status", "formats", "hazards", "models", "revisions"}) {
    CAPTURE(topic);
    CHECK(contains(overview, std::string("\n  ") + topic + " "));
    const pg::Outcome help = project.run({"help", topic});
    CHECK(help.status == 0);
    for (const std::string& line : lines_of(help.out)) {
      CAPTURE(line);
      CHECK(line.size() <= 81);
    }
  }
  CHECK_FALSE(contains(overview, "\n  words "));
  const pg::Outcome unknown = project.run({"help", "hazrds"});
  CHECK(unknown.status == 64);
  CHECK(contains(unknown.err, "there is no command or topic 'hazrds'\n  hint: did you mean `hazards`?"));
}

TEST_CASE("graph: the revisions as Mermaid and DOT") {
  const Place place;
  REQUIRE(
      place.project
          .run({"revision", "-m", "other", "--rev-id", "cc33", "--head", "aa11", "--splice", "--depends-on", "bb22"})
          .status == 0);
  const pg::Outcome mermaid = place.project.run({"graph"});
  CHECK(mermaid.status == 0);
  CHECK(mermaid.out ==
        "flowchart TB\n"
        "  raa11[\"aa11 (shop)<br/>the first\"]\n"
        "  rbb22[\"bb22 (head)<br/>the #34;second#34;\"]\n"
        "  rcc33[\"cc33 (head)<br/>other\"]\n"
        "  raa11 --> rbb22\n"
        "  raa11 --> rcc33\n"
        "  rbb22 -.-> rcc33\n"
        "  classDef head stroke-width:3px\n"
        "  class rbb22,rcc33 head\n");
  const pg::Outcome dot = place.project.run({"graph", "-r", "bb22", "--format", "dot"});
  CHECK(contains(dot.out, "\"bb22\" [label=\"bb22 (head)\\nthe \\\"second\\\"\", penwidth=2];\n}"));
  const pg::Outcome svg = place.project.run({"graph", "--format", "svg"});
  if (is_installed("dot")) {
    CHECK(svg.status == 0);
    CHECK(contains(svg.out, "</svg>"));
  } else {
    CHECK(svg.status == 1);
    CHECK(contains(svg.err, "`dot` is not installed"));
  }
}

TEST_CASE("diagram: tables and their foreign keys") {
  const Place place;
  const pg::Outcome all = place.project.run({"diagram"});
  CAPTURE(all.err);
  CHECK(all.status == 0);
  CHECK(all.out ==
        "erDiagram\n"
        "  t1[\"billing.invoices\"] {\n    integer number\n  }\n"
        "  t2[\"customers\"] {\n    integer id PK \"not null\"\n  }\n"
        "  t3[\"notes\"] {\n    bigint order_id PK, FK \"not null\"\n  }\n"
        "  t4[\"orders\"] {\n    bigint id PK \"not null\"\n    integer customer_id FK \"not null\"\n"
        "    integer gift_of FK\n    varchar(20) note\n  }\n"
        "  t4 ||--o| t3 : \"order_id\"\n"
        "  t2 ||--o{ t4 : \"customer_id\"\n"
        "  t2 |o--o{ t4 : \"gift_of\"\n");

  const std::string near = place.project.run({"diagram", "notes", "--columns", "none"}).out;
  CHECK(contains(near, "\"notes\"]\n"));
  CHECK(contains(near, "\"orders\"]\n"));
  CHECK_FALSE(contains(near, "customers"));
  CHECK(contains(place.project.run({"diagram", "public.notes", "--depth", "2"}).out, "customers"));
  CHECK_FALSE(contains(place.project.run({"diagram", "--columns", "keys"}).out, "varchar"));

  const std::string dot = place.project.run({"diagram", "--format", "dot"}).out;
  CHECK(contains(dot, "subgraph \"cluster_billing\""));
  CHECK(contains(dot, "\"public.orders\" -> \"public.customers\" [label=\"gift_of\", style=dashed];"));
  const pg::Outcome wrong = place.project.run({"diagram", "order"});
  CHECK(wrong.status == 64);
  CHECK(contains(wrong.err, "did you mean `orders`?"));
  if (is_installed("dot")) CHECK(contains(place.project.run({"diagram", "--format", "svg"}).out, "</svg>"));

  const std::string database = Cluster::shared().create_from_sql("CREATE TABLE here (id int)");
  const pg::Outcome live = place.project.run({"--url", Cluster::shared().url(database), "diagram", "--database"});
  CHECK(contains(live.out, "t1[\"here\"]"));
}

TEST_CASE("check --against: a snapshot stands in for the database") {
  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  // With what a scratch server has not: a role.
  const std::string database = Cluster::shared().create_from_sql(
      "CREATE TYPE mood AS ENUM ('sad', 'ok'); "
      "CREATE TABLE people (id serial PRIMARY KEY, mood mood DEFAULT 'ok', CHECK (id > 0 OR mood <> 'sad')); "
      "CREATE VIEW happy AS SELECT id FROM people WHERE mood = 'ok'; "
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a + 1'; "
      "DO $$BEGIN CREATE ROLE limbeck_snapshot_reader; EXCEPTION WHEN duplicate_object THEN END$$; "
      "GRANT SELECT ON people TO limbeck_snapshot_reader");
  const std::string url = Cluster::shared().url(database);
  REQUIRE(project.run({"--url", url, "inspect", "-o", "snapshot.toml"}).status == 0);
  REQUIRE(project.run({"--url", url, "inspect", "-o", "models/schema.toml"}).status == 0);
  for (const char* command : {"check", "diff"}) {
    CAPTURE(command);
    const pg::Outcome same = project.run({command, "--against", "snapshot.toml"});
    CAPTURE(same.err);
    CHECK(same.status == 0);
    CHECK(contains(same.err, "No differences."));
  }
  project.directory().write("models/more.toml", "[table.more.columns]\nid = \"integer\"\n");
  const pg::Outcome other = project.run({"check", "--against", "snapshot.toml"});
  CHECK(other.status == 2);
  CHECK(other.out == "added table 'public.more'\n");
  CHECK(contains(project.run({"diff", "--against", "snapshot.toml"}).out, "CREATE TABLE public.more"));

  project.directory().write("broken.toml", "[view.v]\ndefinition = \"select nothing()\"\n");
  const pg::Outcome broken = project.run({"check", "--against", "broken.toml"});
  CHECK(broken.status == 1);
  CHECK(contains(broken.err, "broken.toml:1:"));
  CHECK(contains(broken.err, "the snapshot can not be built"));
  CHECK(project.run({"check", "--against", "nowhere.toml"}).status == 1);
}

TEST_CASE("hook: a commit is stopped where models and revisions do not belong together") {
  if (!is_installed("git")) return;
  const Project project(LIMBECK_BINARY);
  const Place place;
  const auto git = [&](Arguments arguments) {
    arguments.insert(arguments.begin(), "git");
    return place.call(std::move(arguments));
  };
  const auto commit = [&] { return git({"commit", "--quiet", "-m", "x"}); };
  const TemporaryDirectory& directory = place.project.directory();
  CHECK(place.call({LIMBECK_BINARY, "hook", "install"}).status == 1);  // no repository
  REQUIRE(git({"init", "--quiet"}).status == 0);
  const pg::Outcome installed = place.call({LIMBECK_BINARY, "hook", "install"});
  CAPTURE(installed.err);
  REQUIRE(installed.status == 0);
  CHECK(place.call({LIMBECK_BINARY, "hook", "install"}).status == 0);  // again: it is limbeck's own

  // What has nothing to do with limbeck is committed without a look.
  directory.write("notes.txt", "x");
  REQUIRE(git({"add", "notes.txt"}).status == 0);
  CHECK(commit().status == 0);

  // Models without a revision.
  directory.write("models/shop.toml", "[table.customers.columns]\nid = \"integer primary key\"\n");
  REQUIRE(git({"add", "."}).status == 0);
  const pg::Outcome without = commit();
  CAPTURE(without.err);
  CHECK(without.status != 0);
  CHECK(contains(without.out + without.err, "added table 'public.customers'"));
  CHECK(contains(without.err, "the models say what no revision does"));

  // The revision is there, but not in the index.
  const pg::Outcome revision =
      place.call({LIMBECK_BINARY, "revision", "--autogenerate", "-m", "customers", "--rev-id", "dd44"});
  CAPTURE(revision.err);
  REQUIRE(revision.status == 0);
  CHECK(commit().status != 0);
  REQUIRE(git({"add", "."}).status == 0);
  const pg::Outcome both = commit();
  CAPTURE(both.err);
  CHECK(both.status == 0);
  CHECK(contains(both.err, "dd44: proven"));

  // One that does not do what it is for.
  directory.write("models/shop.toml", "[table.customers.columns]\nid = \"integer primary key\"\nname = \"text\"\n");
  directory.write("migrations/ee55_wrong.sql",
                  "-- wrong\n--\n-- Revision: ee55\n-- Revises: dd44\n\n-- limbeck:upgrade\n"
                  "ALTER TABLE public.customers ADD COLUMN name text;\n\n-- limbeck:downgrade\nSELECT 1;\n");
  REQUIRE(git({"add", "."}).status == 0);
  const pg::Outcome unproven = commit();
  CAPTURE(unproven.err);
  CHECK(unproven.status != 0);
  CHECK_FALSE(contains(unproven.err, "no revision does"));

  // A hook of somebody else's stays.
  directory.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
  const pg::Outcome refused = place.call({LIMBECK_BINARY, "hook", "install"});
  CHECK(refused.status == 1);
  CHECK(contains(refused.err, "limbeck --config 'limbeck.toml' hook run"));
  CHECK(directory.read(".git/hooks/pre-commit") == "#!/bin/sh\nexit 0\n");
}

}  // namespace
}  // namespace limbeck::testing
