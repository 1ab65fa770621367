// The runner against a real server; rules R48 to R57.

#include "history/revision_file.hpp"
#include "history/revision_graph.hpp"
#include "model/error.hpp"
#include "pg/connection.hpp"
#include "pg/server.hpp"
#include "run/advisory_lock.hpp"
#include "run/offline.hpp"
#include "run/runner.hpp"
#include "support/cluster.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <map>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace limbeck;
using namespace limbeck::run;
using history::Direction;
using history::Ids;
using history::RevisionGraph;
using std::chrono::milliseconds;

namespace {

pg::Server& server() {
  static pg::Server instance(testing::server_options());
  return instance;
}

// A database of its own for each test.
class Database {
 public:
  Database() : conninfo_(server().create_database(fmt::format("run_{}", ++count))), connection_(conninfo_) {}
  [[nodiscard]] const std::string& conninfo() const { return conninfo_; }
  pg::Connection& operator*() { return connection_; }
  pg::Connection* operator->() { return &connection_; }
  std::string value(std::string_view sql) { return std::string(connection_.execute(sql).text(0, 0)); }
  bool has(std::string_view relation) {
    return value(fmt::format("SELECT to_regclass('{}') IS NOT NULL", relation)) == "t";
  }

 private:
  static inline int count = 0;
  std::string conninfo_;
  pg::Connection connection_;
};

using Files = std::map<std::string, std::string>;

std::string file(std::string_view id, std::string_view down, std::string_view sections) {
  return fmt::format("-- message of {}\n--\n-- Revision: {}\n-- Revises: {}\n\n{}", id, id, down, sections);
}

RevisionGraph graph_of(const Files& files) {
  std::vector<history::Revision> revisions;
  Diagnostics diagnostics;
  for (const auto& [id, text] : files) {
    auto revision = history::parse_revision(text, "m/" + id + ".sql", diagnostics);
    for (const Diagnostic& each : diagnostics) MESSAGE(to_text(each));
    REQUIRE(revision);
    revisions.push_back(std::move(*revision));
  }
  return RevisionGraph(std::move(revisions));
}

// Two revisions of one table each, and one whose upgrade has three units.
Files sample() {
  return {
      {"a1", file("a1", "", "-- limbeck:upgrade\nCREATE TABLE a (id int);\n-- limbeck:downgrade\nDROP TABLE a;\n")},
      {"b1", file("b1", "a1", "-- limbeck:upgrade\nCREATE TABLE b (id int);\n-- limbeck:downgrade\nDROP TABLE b;\n")},
      {"c1", file("c1", "b1",
                  "-- limbeck:upgrade\nALTER TABLE b ADD x int;\n"
                  "-- limbeck:upgrade no-transaction\nCREATE INDEX CONCURRENTLY bx ON b (x);\n"
                  "-- limbeck:upgrade\nCREATE TABLE c ();\n"
                  "-- limbeck:downgrade\nDROP TABLE c;\n"
                  "-- limbeck:downgrade no-transaction\nDROP INDEX CONCURRENTLY bx;\n"
                  "-- limbeck:downgrade\nALTER TABLE b DROP x;\n")},
  };
}

Options options() {
  Options all;
  all.tool_version = "test";
  all.lock_timeout = milliseconds{200};
  return all;
}

Error failure_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error was thrown");
  return Error("");
}

std::string everything(const Error& error) {
  std::string text = error.what();
  for (const Diagnostic& each : error.diagnostics) text += "\n" + to_text(each);
  return text + "\n" + error.hint;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Waits until somebody in this database runs a statement like this one: a machine may be slow.
void wait_for_statement(const Database& database, std::string_view pattern) {
  pg::Connection watcher(database.conninfo(), "watcher");
  for (int i = 0; i < 3000; ++i) {
    const auto seen = watcher.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'watcher' "
        "AND state = 'active' AND query LIKE $1",
        {std::string(pattern)});
    if (seen.rows() > 0) return;
    std::this_thread::sleep_for(milliseconds{10});
  }
  FAIL("nobody ran " << pattern);
}

std::size_t upgrade(Database& database, const RevisionGraph& graph, std::string_view target = "heads") {
  return Runner(*database, graph, options()).upgrade(target);
}
std::size_t downgrade(Database& database, const RevisionGraph& graph, std::string_view target = "base") {
  return Runner(*database, graph, options()).downgrade(target);
}
State state(Database& database, const RevisionGraph& graph) {
  return Runner(*database, graph, options()).state();
}

}  // namespace

TEST_CASE("up and down, with units of both kinds") {
  Database database;
  const RevisionGraph graph = graph_of(sample());
  std::vector<std::string> lines;
  Options with_lines = options();
  with_lines.observer.progress = [&](std::string_view line) { lines.emplace_back(line); };
  Runner runner(*database, graph, with_lines);
  CHECK(runner.upgrade("head") == 3);
  CHECK(lines == std::vector<std::string>{"Running upgrade base -> a1, message of a1",
                                          "Running upgrade a1 -> b1, message of b1",
                                          "Running upgrade b1 -> c1, message of c1"});
  CHECK(runner.state().rows == Ids{"c1"});
  CHECK(database.has("c"));
  CHECK(database.has("bx"));
  CHECK(database.value("SELECT count(*) FROM limbeck_log WHERE state = 'done' AND finished >= started") == "5");
  CHECK(database.value("SELECT string_agg(DISTINCT tool_version || role || host, ',') FROM limbeck_log") ==
        "test" + database.value("SELECT current_user") + "local");
  lines.clear();
  CHECK(runner.downgrade("-1") == 1);
  CHECK(lines == std::vector<std::string>{"Running downgrade c1 -> b1, message of c1"});
  CHECK_FALSE(database.has("c"));
  CHECK_FALSE(database.has("bx"));
  CHECK(runner.downgrade("base") == 2);
  CHECK(runner.state().rows.empty());
  CHECK(runner.upgrade("heads") == 3);
  CHECK(runner.state().unfinished.empty());
  // What is kept there: two tables with their keys, nothing else.
  CHECK(
      database.value("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relname LIKE 'limbeck%'") ==
      "limbeck_log limbeck_log_pkey limbeck_version limbeck_version_pkey");
}

TEST_CASE("R50: nothing to do takes no lock and writes nothing") {
  Database database;
  const RevisionGraph none = graph_of({});
  CHECK(upgrade(database, none) == 0);
  CHECK(downgrade(database, none) == 0);
  CHECK_FALSE(database.has("limbeck_version"));
  const RevisionGraph graph = graph_of(sample());
  CHECK(upgrade(database, graph) == 3);
  pg::Connection other(database.conninfo());
  const AdvisoryLock held(other, {}, milliseconds{0}, {});
  CHECK(upgrade(database, graph) == 0);
}

TEST_CASE("R51: a lock that is not free is reported with its holder") {
  Database database;
  const RevisionGraph graph = graph_of(sample());
  pg::Connection other(database.conninfo(), "the other one");
  const AdvisoryLock held(other, {}, milliseconds{0}, {});
  Options impatient = options();
  impatient.lock_wait = milliseconds{150};
  std::string noted;
  impatient.observer.note = [&](std::string_view text) { noted = text; };
  const Error error = failure_of([&] { Runner(*database, graph, impatient).upgrade("head"); });
  CHECK(error.status == ExitStatus::lock);
  CHECK_MESSAGE(holds(error.what(), "the other one"), error.what());
  CHECK(holds(error.what(), "pid " + std::string(other.execute("SELECT pg_backend_pid()").text(0, 0))));
  CHECK(holds(noted, "waiting"));
  CHECK_FALSE(database.has("limbeck_version"));
}

TEST_CASE("R48: of several runs at once one works, and all succeed") {
  Database database;
  const RevisionGraph graph = graph_of(sample());
  std::atomic<std::size_t> steps = 0;
  std::atomic<int> failures = 0;
  // Processes, as the handlers of signals are one a process.
  std::vector<pid_t> children;
  for (int count = 0; count < 6; ++count) {
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        pg::Connection connection(database.conninfo());
        const std::size_t done = Runner(connection, graph, options()).upgrade(count % 2 == 0 ? "head" : "c1");
        ::_exit(static_cast<int>(10 + done));
      } catch (...) {
        ::_exit(1);
      }
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WEXITSTATUS(status) < 10)
      ++failures;
    else
      steps += static_cast<std::size_t>(WEXITSTATUS(status) - 10);
  }
  CHECK(failures == 0);
  CHECK(steps == 3);
  CHECK(state(database, graph).rows == Ids{"c1"});
}

TEST_CASE("an error names the place in the file, and everything of the unit is rolled back") {
  Database database;
  Files files = sample();
  files["b1"] = file("b1", "a1",
                     "-- limbeck:upgrade\nCREATE TABLE b (id int);\n-- r\xC3\xA9sum\xC3\xA9\n"
                     "INSERT INTO b (id)\n  VALUES ('\xC3\xA9', nosuch);\n-- limbeck:downgrade\nDROP TABLE b;\n");
  const Error error = failure_of([&] { upgrade(database, graph_of(files)); });
  CHECK(error.status == ExitStatus::error);
  CHECK(error.sqlstate == "42703");
  REQUIRE(error.diagnostics.size() == 1);
  CHECK(error.diagnostics[0].where.file == "m/b1.sql");
  CHECK(error.diagnostics[0].where.begin == SourcePosition{10, 16});
  CHECK(error.diagnostics[0].excerpt == "  VALUES ('\xC3\xA9', nosuch);");
  CHECK_MESSAGE(holds(error.what(), "everything was rolled back, and the database stays at a1"), error.what());
  CHECK_FALSE(database.has("b"));
  // R56: no mark is left, and the mended file runs.
  const State now = state(database, graph_of(sample()));
  CHECK(now.rows == Ids{"a1"});
  CHECK(now.unfinished.empty());
  CHECK(upgrade(database, graph_of(sample())) == 2);
}

TEST_CASE("an error at COMMIT is one of the unit") {
  Database database;
  const Files files = {{"a1", file("a1", "",
                                   "-- limbeck:upgrade\nCREATE TABLE p (id int PRIMARY KEY);\n"
                                   "CREATE TABLE f (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"
                                   "INSERT INTO f VALUES (1);\n-- limbeck:downgrade\n")}};
  const Error error = failure_of([&] { upgrade(database, graph_of(files)); });
  CHECK(error.sqlstate == "23503");
  CHECK_MESSAGE(holds(everything(error), "the database stays at base"), everything(error));
  CHECK_FALSE(database.has("p"));
  CHECK(state(database, graph_of(files)).rows.empty());
}

TEST_CASE("a partial revision goes on at its next unit, and is refused elsewhere") {
  Database database;
  Files files = sample();
  const std::string whole = files["c1"];
  files["c1"].replace(files["c1"].find("CREATE TABLE c ()"), 17, "CREATE TABLE a ()");
  const RevisionGraph broken = graph_of(files);
  const Error error = failure_of([&] { upgrade(database, broken); });
  CHECK(error.sqlstate == "42P07");
  CHECK_MESSAGE(holds(error.what(), "section 3 of 3 was rolled back"), error.what());
  const State now = state(database, broken);
  CHECK(now.rows == Ids{"b1"});
  REQUIRE(now.partial() != nullptr);
  CHECK(now.partial()->to_text() == "c1 (2 of 3)");
  for (const auto& action : {std::function<void()>([&] { downgrade(database, broken, "a1"); }),
                             std::function<void()>([&] { Runner(*database, broken, options()).stamp({"a1"}); }),
                             std::function<void()>([&] { upgrade(database, broken, "a1"); })}) {
    const Error refused = failure_of(action);
    CHECK(refused.status == ExitStatus::history);
    CHECK_MESSAGE(holds(refused.what(), "c1 (2 of 3)"), refused.what());
  }
  // What has run must be as it was; what has not may be mended.
  Files edited = files;
  edited["c1"].replace(edited["c1"].find("ADD x int"), 9, "ADD x text");
  CHECK(holds(everything(failure_of([&] { upgrade(database, graph_of(edited)); })), "upgrade section 1"));
  files["c1"] = whole;
  const RevisionGraph mended = graph_of(files);
  CHECK(upgrade(database, mended) == 1);
  CHECK(state(database, mended).rows == Ids{"c1"});
  CHECK(state(database, mended).edited.empty());
  CHECK(database.value("SELECT count(*) FROM limbeck_log WHERE revision = 'c1'") == "3");
}

TEST_CASE("R56: a unit without a transaction goes on at the statement that failed") {
  Database database;
  const auto with = [](std::string_view second) {
    return graph_of({{"a1", file("a1", "",
                                 fmt::format("-- limbeck:upgrade no-transaction\nCREATE TABLE t (id int);\n"
                                             "INSERT INTO t VALUES (1);\n{};\nINSERT INTO t VALUES (2);\n"
                                             "-- limbeck:downgrade\nDROP TABLE t;\n",
                                             second))}});
  };
  const RevisionGraph broken = with("SELECT 1/0");
  const Error error = failure_of([&] { upgrade(database, broken); });
  CHECK(error.sqlstate == "22012");
  CHECK(error.diagnostics.at(0).where.begin.line == 9);
  CHECK(database.value("SELECT state || statements_done || sqlstate FROM limbeck_log") == "failed222012");
  CHECK(state(database, broken).partial()->to_text() == "a1 (0 of 1)");
  CHECK(upgrade(database, with("VACUUM t")) == 1);
  CHECK(database.value("SELECT string_agg(id::text, ',' ORDER BY id) FROM t") == "1,2");
  CHECK(state(database, with("VACUUM t")).rows == Ids{"a1"});
  CHECK(database.value("SELECT state || statements_done FROM limbeck_log") == "done4");
}

TEST_CASE("R54: the invalid index of a build that failed is dropped and built again") {
  Database database;
  database->execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)");
  const RevisionGraph graph = graph_of(
      {{"a1", file("a1", "",
                   "-- limbeck:upgrade no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY \"T i\" ON public.t (id);\n"
                   "-- limbeck:downgrade\n")}});
  CHECK(failure_of([&] { upgrade(database, graph); }).sqlstate == "23505");
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = '\"T i\"'::regclass") == "f");
  CHECK(state(database, graph).partial() == nullptr);
  database->execute("TRUNCATE t");
  CHECK(upgrade(database, graph) == 1);
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = '\"T i\"'::regclass") == "t");
}

TEST_CASE("a process that is killed leaves a database that the next run brings home") {
  // Killed while this statement waits; the rest of the row says what must be so before and after.
  struct Row {
    std::string_view name;
    std::string_view sections;
  };
  const Row rows[] = {
      {"in a transaction", "-- limbeck:upgrade\nCREATE TABLE c (id int);\nSELECT pg_sleep(1.5);\n"},
      {"outside of one", "-- limbeck:upgrade no-transaction\nCREATE TABLE c (id int);\nSELECT pg_sleep(1.5);\n"},
      {"in the second unit",
       "-- limbeck:upgrade\nCREATE TABLE c (id int);\n-- limbeck:upgrade\nINSERT INTO c VALUES (1);\nSELECT "
       "pg_sleep(1.5);\n"},
      {"with rows written",
       "-- limbeck:upgrade no-transaction\nCREATE TABLE c (id int);\nINSERT INTO c VALUES (1);\n"
       "INSERT INTO c SELECT 2 FROM pg_sleep(1.5);\nCREATE INDEX CONCURRENTLY ci ON c (id);\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Database database;
    const RevisionGraph graph =
        graph_of({{"a1", file("a1", "", std::string(row.sections) + "-- limbeck:downgrade\n")}});
    const pid_t child = ::fork();
    if (child == 0) {
      pg::Connection connection(database.conninfo());
      Runner(connection, graph, options()).upgrade("head");
      ::_exit(0);
    }
    wait_for_statement(database, "%pg_sleep(1.5)%");
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
    Options patient = options();
    CHECK(Runner(*database, graph, patient).upgrade("head") == 1);
    CHECK(state(database, graph).rows == Ids{"a1"});
    CHECK(state(database, graph).unfinished.empty());
    if (holds(std::string(row.sections), "INSERT")) {
      CHECK(database.value("SELECT string_agg(id::text, ',' ORDER BY id) FROM c") ==
            (holds(std::string(row.sections), "SELECT 2") ? "1,2" : "1"));
    }
  }
}

TEST_CASE("R54: a build of which nobody saw the end is not repeated if it came to a good one") {
  Database database;
  database->execute("CREATE TABLE t (id int)");
  const RevisionGraph graph =
      graph_of({{"a1", file("a1", "",
                            "-- limbeck:upgrade no-transaction\nCREATE INDEX CONCURRENTLY ti ON t (id);\n"
                            "-- limbeck:downgrade no-transaction\nDROP INDEX CONCURRENTLY ti;\n")}});
  // The build waits for this snapshot. Its client is killed; the server builds on, and holds the lock as long as it
  // does.
  pg::Connection other(database.conninfo());
  other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM t");
  const pid_t child = ::fork();
  if (child == 0) {
    pg::Connection connection(database.conninfo());
    Runner(connection, graph, options()).upgrade("head");
    ::_exit(0);
  }
  wait_for_statement(database, "CREATE INDEX CONCURRENTLY%");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(state(database, graph).partial()->to_text() == "a1 (0 of 1)");
  std::vector<std::string> notes;
  std::atomic<bool> waiting = false;
  Options with_notes = options();
  with_notes.observer.note = [&](std::string_view text) {
    notes.emplace_back(text);
    waiting = true;
  };
  std::thread release([&] {
    for (int i = 0; i < 3000 && !waiting; ++i) std::this_thread::sleep_for(milliseconds{10});
    other.execute("COMMIT");
  });
  CHECK(Runner(*database, graph, with_notes).upgrade("head") == 1);
  release.join();
  REQUIRE(notes.size() == 2);
  CHECK(holds(notes[0], "waiting for another run"));
  CHECK(holds(notes[1], "the statement had run"));
  CHECK(state(database, graph).rows == Ids{"a1"});

  // The same of a drop: the log is set back to the moment before the answer came.
  database->execute("DROP INDEX ti");
  CHECK(failure_of([&] { downgrade(database, graph); }).sqlstate == "42704");
  CHECK(state(database, graph).partial() == nullptr);
  database->execute("UPDATE limbeck_log SET state = 'running' WHERE state = 'failed'");
  CHECK(state(database, graph).partial()->to_text() == "a1 (downgrade, 0 of 1)");
  CHECK(holds(failure_of([&] { upgrade(database, graph); }).what(), "a1 (downgrade, 0 of 1)"));
  CHECK(downgrade(database, graph) == 1);
  CHECK(state(database, graph).rows.empty());
}

TEST_CASE("R54: a statement that ran and could not be logged is not said to have failed") {
  Database database;
  const RevisionGraph graph = graph_of(sample());
  upgrade(database, graph, "b1");
  database->execute(
      "CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS "
      "$$BEGIN RAISE 'no space left' USING ERRCODE = 'disk_full'; END$$;"
      "CREATE TRIGGER no_space BEFORE UPDATE ON limbeck_log FOR EACH ROW WHEN (new.statements_done = 1) "
      "EXECUTE FUNCTION no_space()");
  const Error error = failure_of([&] { upgrade(database, graph); });
  CHECK(holds(everything(error), "its statement has run and stays, but could not be logged"));
  CHECK(database.value("SELECT state FROM limbeck_log ORDER BY entry DESC LIMIT 1") == "running");
  database->execute("DROP TRIGGER no_space ON limbeck_log");
  upgrade(database, graph);
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'bx'::regclass") == "t");
  CHECK(database.has("c"));
}

TEST_CASE("a lost connection is an error of its own, and the next run goes on") {
  Database database;
  const RevisionGraph graph =
      graph_of({{"a1", file("a1", "",
                            "-- limbeck:upgrade\nCREATE TABLE a ();\n"
                            "SELECT pg_sleep(CASE WHEN application_name = 'doomed' THEN 9 ELSE 0 END) "
                            "FROM pg_stat_activity WHERE pid = pg_backend_pid();\n-- limbeck:downgrade\n")}});
  std::thread killer([&] {
    wait_for_statement(database, "SELECT pg_sleep%");
    database->execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doomed'");
  });
  pg::Connection doomed(database.conninfo(), "doomed");
  const Error error = failure_of([&] { Runner(doomed, graph, options()).upgrade("head"); });
  killer.join();
  CHECK(error.status == ExitStatus::connection);
  CHECK_FALSE(database.has("a"));
  CHECK(upgrade(database, graph) == 1);
}

TEST_CASE("R52: a session that lost the lock, or is another one, runs nothing more") {
  Database database;
  Files files = sample();
  files["a1"] = file("a1", "", "-- limbeck:upgrade\nSELECT pg_advisory_unlock_all();\n-- limbeck:downgrade\n");
  const Error error = failure_of([&] { upgrade(database, graph_of(files)); });
  CHECK_MESSAGE(holds(everything(error), "a pooler stands in between"), everything(error));
  CHECK(state(database, graph_of(files)).rows == Ids{"a1"});
}

TEST_CASE("a signal cancels the statement, and the unit is rolled back") {
  for (const int signal : {SIGINT, SIGTERM}) {
    Database database;
    const RevisionGraph graph = graph_of(
        {{"a1",
          file("a1", "", "-- limbeck:upgrade\nCREATE TABLE a ();\nSELECT pg_sleep(10);\n-- limbeck:downgrade\n")}});
    std::thread sender([&] {
      wait_for_statement(database, "SELECT pg_sleep%");
      ::kill(::getpid(), signal);
    });
    const Error error = failure_of([&] { upgrade(database, graph); });
    sender.join();
    CHECK(error.status == ExitStatus::interrupted);
    CHECK_MESSAGE(holds(error.what(), "everything was rolled back"), error.what());
    CHECK_FALSE(database.has("a"));
    CHECK(state(database, graph).rows.empty());
  }
}

TEST_CASE("R53: a lock timeout is tried again, then reported with those who may be in the way") {
  Database database;
  const RevisionGraph graph = graph_of(sample());
  upgrade(database, graph, "a1");
  const RevisionGraph altered =
      graph_of({{"a1", sample()["a1"]},
                {"d1", file("d1", "a1", "-- limbeck:upgrade\nALTER TABLE a ADD y int;\n-- limbeck:downgrade\n")}});
  pg::Connection other(database.conninfo(), "blocker");
  other.execute("BEGIN; LOCK TABLE a IN ACCESS SHARE MODE");
  Options hasty = options();
  hasty.lock_timeout = milliseconds{50};
  hasty.attempts = 2;
  std::vector<std::string> notes;
  hasty.observer.note = [&](std::string_view text) { notes.emplace_back(text); };
  const Error error = failure_of([&] { Runner(*database, altered, hasty).upgrade("head"); });
  CHECK(error.status == ExitStatus::lock);
  CHECK(notes.size() == 1);
  CHECK_MESSAGE(holds(error.hint, "blocker"), error.hint);
  CHECK(state(database, altered).rows == Ids{"a1"});

  hasty.attempts = 50;
  std::thread release([&] {
    std::this_thread::sleep_for(milliseconds{150});
    other.execute("COMMIT");
  });
  CHECK(Runner(*database, altered, hasty).upgrade("head") == 1);
  release.join();
  CHECK(database.value("SHOW lock_timeout") == "0");
}

TEST_CASE("a file edited after it was applied is reported and refused") {
  struct Row {
    std::string_view from;
    std::string_view to;
    std::string_view part;
  };
  const Row rows[] = {
      {"CREATE TABLE b", "CREATE  TABLE b", "upgrade section 1"},
      {"DROP TABLE b;", "DROP TABLE b CASCADE;", "its downgrade"},
      {"-- Revises: a1", "-- Revises: a1\n-- Depends-On: z1", "its header"},
      {"-- limbeck:downgrade", "-- limbeck:upgrade\nSELECT 1;\n-- limbeck:downgrade", "its upgrade sections"},
  };
  Files files = sample();
  files.erase("c1");
  files["z1"] = file("z1", "", "-- limbeck:upgrade\n-- limbeck:downgrade\n");
  for (const Row& row : rows) {
    CAPTURE(row.part);
    Database database;
    upgrade(database, graph_of(files));
    Files edited = files;
    edited["b1"].replace(edited["b1"].find(row.from), row.from.size(), row.to);
    edited["b1"].replace(0, 10, "-- another message ");  // R44: no part of what is applied
    const RevisionGraph graph = graph_of(edited);
    const State now = state(database, graph);
    REQUIRE(now.edited.size() == 1);
    CHECK(now.edited[0].revision == "b1");
    CHECK(now.edited[0].part == row.part);
    for (const Direction direction : {Direction::upgrade, Direction::downgrade}) {
      const Error error = failure_of([&] {
        Runner runner(*database, graph, options());
        direction == Direction::upgrade ? runner.upgrade("heads") : runner.downgrade("base");
      });
      CHECK(error.status == ExitStatus::history);
      CHECK(holds(error.what(), "b1"));
    }
    Runner(*database, graph, options()).stamp({"current"});
    CHECK(state(database, graph).edited.empty());
    CHECK(upgrade(database, graph) == 0);
  }
}

TEST_CASE("stamp records without running") {
  Database database;
  const RevisionGraph graph = graph_of(sample());
  Runner runner(*database, graph, options());
  CHECK(runner.stamp({"base"}).empty());
  CHECK_FALSE(database.has("limbeck_version"));
  CHECK(runner.stamp({"b1"}) == Ids{"b1"});
  CHECK(runner.state().rows == Ids{"b1"});
  CHECK_FALSE(database.has("b"));
  CHECK(runner.stamp({"head"}) == Ids{"c1"});
  CHECK(runner.stamp({"a1"}) == Ids{"a1"});
  CHECK(runner.stamp({"a1"}) == Ids{"a1"});
  CHECK(database.value("SELECT count(*) FROM limbeck_log WHERE direction = 'stamp'") == "3");
  database->execute("UPDATE limbeck_version SET revision = 'lost'");
  CHECK(runner.state().unknown == Ids{"lost"});
  for (const std::string_view word : {"heads", "a1"}) {
    const Error error = failure_of([&] { runner.upgrade(word); });
    CHECK(error.status == ExitStatus::history);
    CHECK(holds(error.what(), "lost"));
  }
  CHECK(failure_of([&] { runner.stamp({"a1"}); }).status == ExitStatus::history);
  CHECK(runner.stamp({"a1"}, true) == Ids{"a1"});
  CHECK(runner.state().unknown.empty());
  CHECK(runner.stamp({"base"}).empty());
  CHECK(runner.state().rows.empty());
}

TEST_CASE("branches, merges and dependencies keep one row a head") {
  Database database;
  const auto empty = [](std::string_view id, std::string_view down, std::string_view depends = "") {
    std::string text = file(id, down, "-- limbeck:upgrade\n-- limbeck:downgrade\n");
    if (!depends.empty()) text.insert(text.find("\n\n"), fmt::format("\n-- Depends-On: {}", depends));
    return text;
  };
  const RevisionGraph graph = graph_of({{"a1", empty("a1", "")},
                                        {"b1", empty("b1", "a1")},
                                        {"b2", empty("b2", "a1")},
                                        {"m1", empty("m1", "b1, b2")},
                                        {"x1", empty("x1", "")},
                                        {"x2", empty("x2", "x1", "m1")}});
  Runner runner(*database, graph, options());
  CHECK(runner.upgrade("b1") == 2);
  CHECK(runner.upgrade("b2") == 1);
  CHECK(runner.state().rows == Ids{"b1", "b2"});
  CHECK(runner.upgrade("m1") == 1);
  CHECK(runner.upgrade("x1") == 1);
  CHECK(runner.state().rows == Ids{"m1", "x1"});
  CHECK(runner.upgrade("heads") == 1);
  CHECK(runner.state().rows == Ids{"x2"});
  CHECK(runner.downgrade("x1") == 1);
  CHECK(runner.state().rows == Ids{"m1", "x1"});
  CHECK(runner.downgrade("b1") == 1);
  CHECK(runner.state().rows == Ids{"b1", "b2", "x1"});
  CHECK(runner.downgrade("base") == 4);
  CHECK(runner.state().rows.empty());
}

TEST_CASE("a revision that moves the version rows itself is refused") {
  Database database;
  const RevisionGraph graph =
      graph_of({{"a1", sample()["a1"]},
                {"b1", file("b1", "a1", "-- limbeck:upgrade\nDELETE FROM limbeck_version;\n-- limbeck:downgrade\n")}});
  const Error error = failure_of([&] { upgrade(database, graph); });
  CHECK_MESSAGE(holds(everything(error), "limbeck's own tables"), everything(error));
  CHECK(state(database, graph).rows == Ids{"a1"});
}

TEST_CASE("the log may be elsewhere, and hostile names are names") {
  Database database;
  database->execute("CREATE SCHEMA \"S \"\"x\"");
  const RevisionGraph graph = graph_of(sample());
  Options elsewhere = options();
  elsewhere.table = {"S \"x", "my table"};
  CHECK(Runner(*database, graph, elsewhere).upgrade("head") == 3);
  CHECK(database.value("SELECT revision FROM \"S \"\"x\".\"my table\"") == "c1");
  CHECK(database.value("SELECT count(*) FROM \"S \"\"x\".\"my table_log\"") == "5");
  elsewhere.table.schema = "nowhere";
  const Error error = failure_of([&] { Runner(*database, graph, elsewhere).upgrade("head"); });
  CHECK(holds(error.what(), "schema nowhere"));
}

TEST_CASE("a version table that is gone beside its log is an error, not an empty database") {
  Database database;
  const RevisionGraph graph = graph_of(sample());
  upgrade(database, graph, "a1");
  database->execute("DROP TABLE limbeck_version");
  CHECK(failure_of([&] { upgrade(database, graph); }).status == ExitStatus::history);
  database->execute(
      "CREATE TABLE limbeck_version (revision text PRIMARY KEY); INSERT INTO limbeck_version VALUES ('a1'); "
      "DROP TABLE limbeck_log");
  CHECK(state(database, graph).rows == Ids{"a1"});
  CHECK(upgrade(database, graph) == 2);
}

TEST_CASE("search_path, roles and timeouts that a unit sets do not confuse the log") {
  Database database;
  const RevisionGraph graph = graph_of({{"a1", file("a1", "",
                                                    "-- limbeck:upgrade\nSET search_path = '';\n"
                                                    "SET lock_timeout = '9s';\nCREATE TABLE public.a ();\n"
                                                    "-- limbeck:upgrade no-transaction\nVACUUM public.a;\n"
                                                    "-- limbeck:downgrade\n")}});
  CHECK(upgrade(database, graph) == 1);
  CHECK(state(database, graph).rows == Ids{"a1"});
}

TEST_CASE("a revision that goes on has the settings that its first part made") {
  Database database;
  database->execute("CREATE SCHEMA s; CREATE TABLE s.t (x int); CREATE TABLE public.t (x int)");
  const RevisionGraph graph =
      graph_of({{"a1", file("a1", "",
                            "-- limbeck:upgrade\nSET search_path = s;\nSET LOCAL work_mem = '9MB';\n"
                            "-- limbeck:upgrade no-transaction\nSET maintenance_work_mem = '9MB';\nRESET work_mem;\n"
                            "SELECT x FROM needed;\nCREATE INDEX CONCURRENTLY i ON t (x);\n-- limbeck:downgrade\n")}});
  failure_of([&] { upgrade(database, graph); });
  CHECK(state(database, graph).unfinished.size() == 1);
  pg::Connection later(database.conninfo());
  later.execute("CREATE TABLE s.needed (x int)");
  const Plan rest = Runner(later, graph, options()).plan(Direction::upgrade, "head");
  const std::string text = script(rest, options(), false);
  CHECK(holds(text, "SET search_path = s;\nSET maintenance_work_mem = '9MB';\nRESET work_mem;\nBEGIN;"));
  CHECK(Runner(later, graph, options()).upgrade("head") == 1);
  CHECK(database.has("s.i"));
  CHECK_FALSE(database.has("public.i"));
}

TEST_CASE("what a revision sets for the session does not reach the next one of the run") {
  Database database;
  database->execute(
      "DROP ROLE IF EXISTS run_other; CREATE ROLE run_other SUPERUSER; CREATE SCHEMA s; CREATE SCHEMA pair");
  const RevisionGraph graph = graph_of(
      {{"a1", file("a1", "",
                   "-- limbeck:upgrade\nSET search_path = s;\nCREATE TEMPORARY TABLE made ();\nPREPARE p AS SELECT 1;\n"
                   "-- limbeck:upgrade\nCREATE TABLE of_the_same ();\nSET statement_timeout = '9s';\n"
                   "-- limbeck:downgrade\n")},
       {"b1", file("b1", "a1",
                   "-- limbeck:upgrade\nCREATE TABLE made ();\nPREPARE p AS SELECT 1;\n"
                   "-- limbeck:upgrade no-transaction\nSET ROLE run_other;\n-- limbeck:downgrade\n")},
       {"c1", file("c1", "b1",
                   "-- limbeck:upgrade\nCREATE TABLE seen AS SELECT current_user::text, "
                   "current_setting('statement_timeout');\n-- limbeck:downgrade\n")}});
  CHECK(upgrade(database, graph) == 3);
  CHECK(database.has("s.of_the_same"));
  CHECK(database.has("public.made"));
  CHECK(database.value("SELECT seen::text FROM public.seen") == "(postgres,0)");
  CHECK(database.value("SHOW search_path") == "\"$user\", public");
}
