// The commands about revisions, option by option, as people who know Alembic use them.
#include "pg/connection.hpp"
#include "pg/process.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace limbeck::testing {
namespace {

using Arguments = std::vector<std::string>;

struct Place {
  Place() : database(Cluster::shared().create_database()), url(Cluster::shared().url(database)) {
    REQUIRE(project.run({"init"}).status == 0);
  }
  ~Place() { Cluster::shared().drop_database(database); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] pg::Outcome run(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"--url", url});
    return project.run(std::move(arguments));
  }
  void revise(const std::string& id, const std::string& below, const std::string& up, const std::string& down) const {
    project.directory().write("migrations/" + id + ".sql", "-- make " + id + "\n--\n-- Revision: " + id +
                                                               "\n-- Revises: " + below + "\n\n-- limbeck:upgrade\n" +
                                                               up + "\n\n-- limbeck:downgrade\n" + down + "\n");
  }
  // a1 <- b2 <- c3, each a table of its name.
  void three() const {
    revise("a1", "", "CREATE TABLE a1 ();", "DROP TABLE a1;");
    revise("b2", "a1", "CREATE TABLE b2 ();", "DROP TABLE b2;");
    revise("c3", "b2", "CREATE TABLE c3 ();", "DROP TABLE c3;");
  }

  Project project{LIMBECK_BINARY};
  std::string database;
  std::string url;
};

std::string output_of(const pg::Outcome& outcome) {
  CAPTURE(outcome.out);
  CAPTURE(outcome.err);
  REQUIRE(outcome.status == 0);
  return outcome.out;
}

void fails(const pg::Outcome& outcome, int status, const std::string& part) {
  CAPTURE(outcome.out);
  CAPTURE(outcome.err);
  CAPTURE(part);
  CHECK(outcome.status == status);
  CHECK(contains(outcome.err, part));
}

// As psql -v ON_ERROR_STOP=1 -f runs it.
void run_with_psql(const Place& place, const std::string& script) {
  const std::string file = place.project.directory().write("script.sql", script);
  const pg::Outcome outcome = pg::run({{"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", place.url, "-f", file}});
  CAPTURE(script);
  CAPTURE(outcome.err);
  REQUIRE(outcome.status == 0);
}

TEST_CASE("cli: heads and current can be asked whether all is well") {
  const Place place;
  place.three();
  CHECK(output_of(place.run({"heads", "--check"})) == "c3 (head)\n");
  fails(place.run({"current", "--check-heads"}), 4, "is not at head");
  output_of(place.run({"upgrade", "b2"}));
  fails(place.run({"current", "--check-heads"}), 4, "1 revision is not applied: c3");
  output_of(place.run({"upgrade"}));
  CHECK(output_of(place.run({"current", "--check-heads"})) == "c3 (head)\n");

  output_of(place.run({"revision", "-m", "side", "--rev-id", "d4", "--head", "b2", "--splice", "--depends-on", "c3"}));
  CHECK(output_of(place.run({"heads"})) == "c3 (head)\nd4 (head)\n");
  CHECK(output_of(place.run({"heads", "--resolve-dependencies"})) == "d4 (head)\n");
  fails(place.run({"heads", "--check"}), 4, "`limbeck merge heads -m \"...\"` joins them into one");
  fails(place.run({"upgrade", "head"}), 4, "limbeck merge heads");
}

TEST_CASE("cli: ranges of history count from their other end") {
  const Place place;
  place.three();
  output_of(place.run({"upgrade", "b2"}));
  const auto ids = [&](const std::string& range) {
    std::string found;
    const std::string text = output_of(place.run({"history", "-r", range}));
    for (const std::string id : {"c3", "b2", "a1"}) found += contains(text, "-> " + id) ? id + " " : "";
    return found;
  };
  CHECK(ids("-1:current") == "b2 a1 ");
  CHECK(ids("-3:current") == "b2 a1 ");
  CHECK(ids("-1:") == "c3 b2 ");
  CHECK(ids("a1:+1") == "b2 a1 ");
  CHECK(ids(":+1") == "a1 ");
  CHECK(ids("current:head") == "c3 b2 ");
  CHECK(contains(output_of(place.run({"history", "-r-1:current"})), "-> a1"));
  CHECK(contains(output_of(place.run({"history", "-i"})), "a1 -> b2, make b2 (current)\n"));
  fails(place.run({"history", "-r", "nope:"}), 4, "no file holds revision 'nope'");
}

TEST_CASE("cli: an edited file is reported, and upgrade refuses until it is accepted by name") {
  const Place place;
  place.three();
  output_of(place.run({"upgrade", "b2"}));
  place.revise("a1", "", "CREATE TABLE a1 (id int);", "DROP TABLE a1;");
  const std::string said = "revision a1 was edited after it was applied";
  for (const Arguments& command : std::vector<Arguments>{{"status"}, {"history"}, {"current"}}) {
    const pg::Outcome outcome = place.run(command);
    output_of(outcome);
    CHECK(contains(outcome.out + outcome.err, said));
  }
  fails(place.run({"check"}), 4, said);
  fails(place.run({"upgrade"}), 4, "limbeck resolve --accept a1");
  output_of(place.run({"revision", "-m", "four", "--rev-id", "d4"}));
  fails(place.run({"resolve", "--accept", "c3"}), 4, "revision c3 is not applied");
  fails(place.run({"resolve"}), 64, "needs --accept");
  output_of(place.run({"resolve", "--accept", "b2"}));  // was not edited: nothing changes
  fails(place.run({"upgrade"}), 4, said);
  CHECK(contains(place.run({"resolve", "--accept", "a1"}).err, "Accepted as it is now: a1."));
  CHECK(contains(place.run({"resolve", "--accept", "a1"}).err, "Nothing to do"));
  output_of(place.run({"upgrade"}));
  CHECK(output_of(place.run({"current"})) == "d4 (head)\n");
}

TEST_CASE("cli: without a range a script starts where the database stands, and does what a run does") {
  const Place offline;
  const Place online;
  offline.three();
  online.three();
  const auto rows = [](const Place& place) { return output_of(place.run({"current"})); };
  const auto script = [&](const Arguments& arguments) {
    Arguments with = arguments;
    with.emplace_back("--sql");
    run_with_psql(offline, output_of(offline.run(with)));
    output_of(online.run(arguments));
    CHECK(rows(offline) == rows(online));
    CHECK(Cluster::shared().compare_databases(offline.database, online.database).verdict == Verdict::equal);
  };
  script({"ensure-version"});
  script({"upgrade", "a1"});
  script({"upgrade", "+1"});
  script({"downgrade", "-1"});
  script({"upgrade", "head", "--tag", "release 7"});
  script({"downgrade", "base"});
  script({"stamp", "b2"});
  script({"stamp", "--purge", "a1"});
  CHECK(contains(output_of(offline.run({"upgrade", "--tag", "release\n7", "--sql"})), "\n-- Tag: release 7\n"));
  // With a range nobody is asked.
  const pg::Outcome ranged = offline.project.run({"--url", "host=/nowhere", "downgrade", "--sql", "c3:a1"});
  CHECK(contains(output_of(ranged), "-- Running downgrade b2 -> a1"));
  CHECK(ranged.err.empty());
  fails(offline.project.run({"downgrade", "--sql", "a1"}), 64, "write FROM:TO");
  // A database that nobody asked forgets what it holds.
  run_with_psql(offline, output_of(offline.project.run({"stamp", "--sql", "--purge", "c3"})));
  CHECK(rows(offline) == "c3 (head)\n");
}

TEST_CASE("cli: edit opens a file, even of revisions that do not fit together") {
  const Place place;
  place.three();
  const auto edit = [&](const std::string& target) {
    return place.project.run({"edit", target}, {{"VISUAL", std::nullopt}, {"EDITOR", "echo opened"}});
  };
  CHECK(output_of(edit("head")) == "opened migrations/c3.sql\n");
  CHECK(output_of(edit("b")) == "opened migrations/b2.sql\n");
  fails(edit("base"), 4, "names no revision");
  fails(place.project.run({"edit", "a1"}, {{"VISUAL", "/nowhere/vi"}}), 1, "the editor /nowhere/vi");
  place.revise("a1", "c3", "", "");
  fails(place.project.run({"heads"}), 4, "limbeck edit");
  CHECK(output_of(edit("a1")) == "opened migrations/a1.sql\n");
}

TEST_CASE("cli: several directories, and where a new revision goes") {
  const Place place;
  std::filesystem::create_directories(place.project.directory().path() / "billing/deep");
  place.project.directory().write("limbeck.toml",
                                  "[migrations]\nothers = [\"billing\"]\nfile_name = \"{rev}_{slug:8}\"\n"
                                  "hooks = [\"sed -i s/one/none/ {file}\"]\n");
  CHECK(contains(output_of(place.run({"revision", "-m", "one two three", "--rev-id", "a1"})),
                 "migrations/a1_one_two.sql"));
  CHECK(contains(place.project.directory().read("migrations/a1_one_two.sql"), "-- none two"));
  output_of(place.run({"revision", "-m", "bill", "--rev-id", "b1", "--head", "base", "--version-path", "billing/deep",
                       "--branch-label", "billing"}));
  CHECK(contains(output_of(place.run({"revision", "-m", "more", "--rev-id", "b2", "--head", "billing@head"})),
                 "billing/b2_more.sql"));
  CHECK(contains(output_of(place.run({"revision", "-m", "more", "--rev-id", "a2", "--head", "a1"})),
                 "migrations/a2_more.sql"));
  const std::string heads = output_of(place.run({"heads"}));  // the older first, by the second
  CHECK((contains(heads, "a2 (head)\n") && contains(heads, "b2 (head)\n")));
  fails(place.run({"revision", "-m", "x", "--head", "a2", "--version-path", "models"}), 64,
        "no directory of revisions");
  const std::string text = output_of(place.run({"revision", "-m", "x", "--head", "a2", "--sql", "--rev-id", "a3"}));
  CHECK(contains(text, "-- Revises: a2\n"));
  CHECK(place.project.directory().files("migrations").size() == 2);
  place.project.directory().write("limbeck.toml", "[migrations]\nothers = [\"billing\"]\nhooks = [\"false {file}\"]\n");
  fails(place.run({"merge", "heads", "-m", "join"}), 1, "the hook `false {file}` failed: status 1");
}

TEST_CASE("cli: history --check --base fails before two branches of git meet (R58)") {
  const Place place;
  const auto git = [&](Arguments arguments) {
    arguments.insert(arguments.begin(), {"git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C",
                                         place.project.directory().path().string()});
    const pg::Outcome outcome = pg::run({arguments});
    CAPTURE(outcome.err);
    REQUIRE(outcome.status == 0);
  };
  place.revise("a1", "", "", "");
  git({"init", "-q", "-b", "main"});
  git({"add", "."});
  git({"commit", "-q", "-m", "one"});
  git({"checkout", "-q", "-b", "feature"});
  place.revise("f1", "a1", "", "");
  output_of(place.run({"history", "--check", "--base", "main"}));
  git({"checkout", "-q", "main"});
  place.revise("m1", "a1", "", "");
  git({"add", "migrations/m1.sql"});
  git({"commit", "-q", "-m", "two"});
  git({"checkout", "-q", "feature"});
  fails(place.run({"history", "--check", "--base", "main"}), 4, "there are 2 heads: f1, m1");
  fails(place.run({"history", "--check", "--base", "main"}), 4, "git merge main");
  output_of(place.run({"history", "--check"}));
  place.revise("a1", "", "SELECT 1;", "");
  fails(place.run({"history", "--check", "--base", "main"}), 4, "revision a1 says something else in main");
  std::filesystem::remove(place.project.directory().path() / "migrations/a1.sql");
  place.revise("f1", "", "", "");
  fails(place.run({"history", "--check", "--base", "main"}), 4, "revision a1 is gone here");
  fails(place.run({"history", "--check", "--base", "--exec=x"}), 64, "git knows no commit");
}

}  // namespace
}  // namespace limbeck::testing
