// limbeck lint as CI runs it. Which statements its rules find is a matter of tests/unit/lint_rules_test.cpp.
#include "pg/process.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace limbeck::testing {
namespace {

using Arguments = std::vector<std::string>;

std::string revision(const std::string& id, const std::string& below, const std::string& sql) {
  return "-- " + id + "\n--\n-- Revision: " + id + "\n-- Revises: " + below + "\n\n-- limbeck:upgrade\n" + sql +
         "\n\n-- limbeck:downgrade\n";
}

TEST_CASE("cli: lint says what is unsafe, where, and what to do instead") {
  const Project project{LIMBECK_BINARY};
  REQUIRE(project.run({"init"}).status == 0);
  const auto write = [&](const std::string& id, const std::string& below, const std::string& sql) {
    project.directory().write("migrations/" + id + ".sql", revision(id, below, sql));
  };
  const auto lint = [&](Arguments arguments, int status) {
    arguments.insert(arguments.begin(), "lint");
    pg::Outcome outcome = project.run(std::move(arguments));
    CAPTURE(outcome.out);
    CAPTURE(outcome.err);
    CHECK(outcome.status == status);
    return outcome;
  };
  CHECK(contains(lint({}, 0).err, "No findings in 0 revisions."));
  write("a1", "", "CREATE TABLE public.t (a bigint);");
  CHECK(lint({}, 0).out.empty());
  write("b2", "a1", "DROP TABLE public.t;");
  write("c3", "b2", "ALTER TABLE public.u RENAME a TO b;");
  CHECK(lint({"b2"}, 2).out ==
        "migrations/b2.sql:7:12: error: drops the table public.t with its rows [drop-table]\n"
        "  7 | DROP TABLE public.t;\n"
        "    |            ^\n"
        "  hint: rename it first and drop it when nobody has missed it; `limbeck revision --allow "
        "DATA_LOSS:TABLE` records that it is meant\n");
  CHECK(contains(lint({}, 2).err, "1 error and 1 warning in 3 revisions."));
  CHECK(contains(lint({"head"}, 0).out, "migrations/c3.sql:7:22: warning: "));
  lint({"head", "--strict"}, 2);
  lint({"a1", "c3"}, 0);
  CHECK(contains(lint({"d4"}, 4).err, "d4"));
  CHECK(contains(lint({"--rules"}, 0).out, "drop-table (error): DROP TABLE: its rows are lost\n"));
  CHECK(contains(lint({"a1", "--since", "main"}, 64).err, "exclude each other"));

  SUBCASE("the configuration switches rules off") {
    project.directory().write("limbeck.toml", "[lint]\nignore = [\"drop-table\"]\nerrors = [\"rename-column\"]\n");
    const pg::Outcome outcome = lint({}, 2);
    CHECK(contains(outcome.out, "error: clients that name public.u.a fail [rename-column]"));
    CHECK_FALSE(contains(outcome.out, "drop-table"));
    project.directory().write("limbeck.toml", "[lint]\nignore = [\"drop-tabel\"]\n");
    CHECK(contains(lint({}, 64).err, "did you mean 'drop-table'?"));
  }
  SUBCASE("--since takes what a reference of git does not have, or has otherwise") {
    const auto git = [&](Arguments arguments) {
      arguments.insert(arguments.begin(), {"git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C",
                                           project.directory().path().string()});
      REQUIRE(pg::run({std::move(arguments)}).status == 0);
    };
    git({"init", "-q", "-b", "main"});
    git({"add", "."});
    git({"commit", "-q", "-m", "one"});
    CHECK(contains(lint({"--since", "main"}, 0).err, "No findings in 0 revisions."));
    write("d4", "c3", "TRUNCATE t;");
    const std::string fresh = lint({"--since", "main"}, 2).out;
    CHECK(contains(fresh, "migrations/d4.sql:7:10: error: empties t [truncate]"));
    CHECK_FALSE(contains(fresh, "b2.sql"));
    write("b2", "a1", "-- nothing else\nDROP TABLE public.t;");
    CHECK(contains(lint({"--since", "main"}, 2).out, "b2.sql:8:12"));
    CHECK(contains(lint({"--since", "nowhere"}, 64).err, "git knows no commit 'nowhere'"));
  }
}

}  // namespace
}  // namespace limbeck::testing
