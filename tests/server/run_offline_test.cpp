// Scripts (--sql) do what the runner does.

#include "grammar/split.hpp"
#include "history/revision_file.hpp"
#include "history/target.hpp"
#include "model/error.hpp"
#include "pg/connection.hpp"
#include "pg/server.hpp"
#include "run/offline.hpp"
#include "run/runner.hpp"
#include "support/cluster.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace limbeck;
using namespace limbeck::run;
using history::Ids;
using history::RevisionGraph;

namespace {

RevisionGraph sample() {
  const std::string_view files[] = {
      "-- first\n--\n-- Revision: a1\n-- Revises:\n\n-- limbeck:upgrade\nCREATE TABLE a (id int);\n"
      "-- limbeck:downgrade\nDROP TABLE a;\n",
      "-- second\n--\n-- Revision: b1\n-- Revises: a1\n\n-- limbeck:upgrade\nALTER TABLE a ADD x int;\n"
      "-- limbeck:upgrade no-transaction\nCREATE INDEX CONCURRENTLY ax ON a (x);\n"
      "-- limbeck:downgrade no-transaction\nDROP INDEX CONCURRENTLY ax;\n"
      "-- limbeck:downgrade\nALTER TABLE a DROP x;\n",
      "-- merged\n--\n-- Revision: c1\n-- Revises: b1\n\n"};
  std::vector<history::Revision> revisions;
  Diagnostics diagnostics;
  for (const std::string_view text : files) {
    auto revision = history::parse_revision(text, "m.sql", diagnostics);
    REQUIRE(revision);
    revisions.push_back(std::move(*revision));
  }
  return RevisionGraph(std::move(revisions));
}

// As psql sends it.
void run_script(pg::Connection& connection, const std::string& text) {
  // What stops psql at the first error is a command of its own; so does an exception here.
  const std::size_t begin = text.starts_with("\\set ON_ERROR_STOP on\n") ? text.find('\n') + 1 : 0;
  const auto statements = grammar::split_statements(std::string_view(text).substr(begin));
  REQUIRE(statements);
  for (const auto& each : *statements) connection.execute(each.text);
}

std::string contents(pg::Connection& connection) {
  std::string text;
  for (const std::string_view sql : {"SELECT revision FROM limbeck_version ORDER BY 1",
                                     "SELECT entry, revision, direction, unit_no, unit_count, sha256, header_sha256, "
                                     "file_sha256, state, statements_done, "
                                     "done_sha256, tool_version, role, host FROM limbeck_log ORDER BY 1"}) {
    const pg::Result result = connection.execute(sql);
    for (std::size_t row = 0; row < result.rows(); ++row) {
      for (std::size_t column = 0; column < result.columns(); ++column)
        text += fmt::format("{}|", result.text(row, column));
      text += "\n";
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a script leaves what a run leaves") {
  pg::Server server(testing::server_options());
  const RevisionGraph graph = sample();
  Options options;
  options.tool_version = "test";
  pg::Connection online(server.create_database("online"));
  pg::Connection offline(server.create_database("offline"));

  Runner(online, graph, options).upgrade("b1");
  run_script(offline, upgrade_script(graph, "b1", options));
  CHECK(contents(online) == contents(offline));
  CHECK(contents(offline).starts_with("b1|\n"));

  Runner(online, graph, options).downgrade("base");
  run_script(offline, downgrade_script(graph, "b1:base", options));
  CHECK(contents(online) == contents(offline));

  Runner(online, graph, options).stamp({"a1"});
  run_script(offline, stamp_script(graph, {}, {"a1"}, false, options));
  CHECK(contents(online) == contents(offline));

  // A script does not run where it does not belong, even if nobody stops at its first error.
  CHECK_THROWS_AS(run_script(offline, upgrade_script(graph, "b1:head", options)), Error);
  offline.execute("ROLLBACK");
  CHECK_THROWS_AS(static_cast<void>(downgrade_script(graph, "base", options)), Error);
  CHECK(history::upgrade_path(graph, {"a1"}, "head") == Ids{"b1", "c1"});
}

TEST_CASE("a script resets what a revision set for the session, and nothing else") {
  const std::string_view files[] = {
      "-- first\n--\n-- Revision: a1\n-- Revises:\n\n-- limbeck:upgrade\nSET search_path = s;\nSET LOCAL work_mem = "
      "'9MB';\n"
      "SET CONSTRAINTS ALL DEFERRED;\nset session \"X\".y to 1;\nSET TIME ZONE 'UTC';\nSET SESSION AUTHORIZATION r;\n"
      "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;\nSET search_path = t;\n-- limbeck:downgrade\n",
      "-- second\n--\n-- Revision: b1\n-- Revises: a1\n\n-- limbeck:upgrade\nCREATE TABLE b ();\n-- "
      "limbeck:downgrade\n"};
  std::vector<history::Revision> revisions;
  Diagnostics diagnostics;
  for (const std::string_view text : files) {
    auto revision = history::parse_revision(text, "m.sql", diagnostics);
    REQUIRE(revision);
    revisions.push_back(std::move(*revision));
  }
  const std::string script = upgrade_script(RevisionGraph(std::move(revisions)), "head", {});
  const std::string resets =
      "COMMIT;\nRESET search_path;\nRESET \"X\".y;\nRESET TIME ZONE;\nRESET SESSION AUTHORIZATION;\n"
      "RESET default_transaction_isolation; RESET default_transaction_read_only; "
      "RESET default_transaction_deferrable;\n\n-- Running upgrade a1 -> b1";
  CAPTURE(script);
  CHECK(script.find(resets) != std::string::npos);
  CHECK(script.find("RESET", script.find("a1 -> b1")) == std::string::npos);
}

TEST_CASE("a script of a plan goes on where a run stopped") {
  pg::Server server(testing::server_options());
  const RevisionGraph graph = sample();
  Options options;
  options.tool_version = "test";
  pg::Connection connection(server.create_database("resumed"));
  Runner runner(connection, graph, options);
  runner.upgrade("a1");
  CHECK_FALSE(is_at_head(graph, runner.state()));
  // A relation of that name lets the second unit of b1 fail.
  connection.execute("CREATE TABLE ax ()");
  CHECK_THROWS_AS(runner.upgrade("head"), Error);
  connection.execute("DROP TABLE ax");
  const std::string text = script(runner.plan(history::Direction::upgrade, "head"), options, false);
  CHECK(text.find("(from unit 2 of 2)") != std::string::npos);
  CHECK(text.find("ADD x int") == std::string::npos);
  run_script(connection, text);
  CHECK(runner.state().unfinished.empty());
  CHECK(is_at_head(graph, runner.state()));
}
