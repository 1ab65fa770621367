// The private server: its databases, its cache, and that it never outlives its process.

#include "model/error.hpp"
#include "pg/connection.hpp"
#include "pg/lent_server.hpp"
#include "pg/process.hpp"
#include "pg/server.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

using limbeck::Error;
using limbeck::pg::Connection;
using limbeck::pg::Server;
using limbeck::pg::ServerOptions;
namespace fs = std::filesystem;

namespace {

bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// Of the postmaster, from the file that PostgreSQL keeps of itself.
pid_t postmaster(const std::string& directory) {
  const auto outcome = limbeck::pg::run({.arguments = {"head", "-n", "1", directory + "/data/postmaster.pid"}});
  return static_cast<pid_t>(std::atoi(outcome.out.c_str()));
}

bool runs(pid_t pid) {
  return kill(pid, 0) == 0;
}

}  // namespace

TEST_CASE("a server gives databases and leaves nothing behind") {
  std::string directory;
  pid_t pid = 0;
  {
    Server server;
    directory = server.socket_directory();
    pid = postmaster(directory);
    REQUIRE(pid > 0);
    CHECK(runs(pid));
    struct stat status {};
    REQUIRE(stat(directory.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    CHECK(server.major_version() >= 10);
    CHECK(fs::exists(server.binaries() + "/initdb"));

    const std::string name = "it's a \"name\" \\ with é";
    Connection connection(server.create_database(name));
    CHECK(connection.execute("SELECT current_database()").text(0, 0) == name);
    CHECK(connection.execute("SHOW server_encoding").text(0, 0) == "UTF8");
    CHECK(connection.execute("SHOW fsync").text(0, 0) == "off");
    CHECK(connection.execute("SHOW listen_addresses").text(0, 0).empty());
    CHECK_THROWS_AS(server.create_database(name), Error);
    server.drop_database(name);
    CHECK_THROWS_AS(Connection(server.conninfo(name)), Error);
    server.drop_database(name);  // a second time is no error

    Server moved = std::move(server);
    CHECK(moved.socket_directory() == directory);
  }
  CHECK(!runs(pid));
  CHECK(!fs::exists(directory));
}

TEST_CASE("settings are added, wrong ones are reported with the server's words") {
  Server server({.settings = {"max_connections=33"}});
  CHECK(Connection(server.conninfo()).execute("SHOW max_connections").text(0, 0) == "33");
  try {
    const Server wrong({.settings = {"shared_buffers=nonsense"}});
    FAIL("it started");
  } catch (const Error& error) {
    CHECK(error.detail.find("shared_buffers") != std::string::npos);
    CHECK(!error.hint.empty());
  }
}

TEST_CASE("variables meant for the user's own server do not lead away from the private one") {
  const std::vector<std::pair<const char*, const char*>> variables = {
      {"PGHOSTADDR", "127.0.0.1"},      {"PGPORT", "1"},
      {"PGDATABASE", "nowhere"},        {"PGOPTIONS", "-c search_path=nowhere"},
      {"PGSSLMODE", "require"},         {"PGCHANNELBINDING", "require"},
      {"PGREQUIREPEER", "nobody_here"}, {"PGTARGETSESSIONATTRS", "standby"}};
  for (const auto& [name, value] : variables) setenv(name, value, 1);
  {
    const Server server;
    CHECK(Connection(server.conninfo()).execute("SHOW search_path").text(0, 0) == "\"$user\", public");
  }
  for (const auto& [name, value] : variables) unsetenv(name);
}

TEST_CASE("binaries that are not there, or too old, are reported") {
  CHECK_THROWS_AS(Server({.binaries = "/nowhere"}), Error);
  CHECK_THROWS_AS(Server({.at_least_major = 1000}), Error);
}

TEST_CASE("several servers at once, made on threads that end before them") {
  std::array<std::optional<Server>, 3> servers;
  std::vector<std::thread> threads;
  for (auto& server : servers) threads.emplace_back([&server] { server.emplace(); });
  for (std::thread& thread : threads) thread.join();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  for (auto& server : servers) {
    REQUIRE(server.has_value());
    CHECK(Connection(server->conninfo()).execute("SELECT 1").rows() == 1);
  }
  // None keeps another alive.
  const std::string directory = servers[0]->socket_directory();
  const pid_t pid = postmaster(directory);
  servers[0].reset();
  CHECK(!runs(pid));
  CHECK(Connection(servers[1]->conninfo()).execute("SELECT 1").rows() == 1);
}

TEST_CASE("the server is gone with its process, however that ends") {
  for (const int signal : {SIGINT, SIGTERM, SIGKILL, SIGABRT, 0}) {
    CAPTURE(signal);
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const pid_t child = fork();
    if (child == 0) {
      for (const int each : {SIGINT, SIGTERM, SIGABRT}) ::signal(each, SIG_DFL);
      const Server server;
      const std::string line = server.socket_directory() + "\n";
      if (write(ends[1], line.data(), line.size()) < 0) _exit(1);
      if (signal == 0) _exit(0);  // without a destructor
      raise(signal);
      _exit(1);
    }
    close(ends[1]);
    std::array<char, 256> buffer{};
    const ssize_t count = read(ends[0], buffer.data(), buffer.size());
    close(ends[0]);
    REQUIRE(count > 1);
    const std::string directory(buffer.data(), static_cast<std::size_t>(count - 1));
    REQUIRE(waitpid(child, nullptr, 0) == child);
    CHECK(eventually([&] { return !fs::exists(directory); }));
    CHECK(limbeck::pg::run({.arguments = {"pgrep", "-f", directory}}).out.empty());
  }
}

TEST_CASE("a directory that a crash left behind is removed at the next start") {
  Server first;
  const std::string stale = fs::path(first.socket_directory()).parent_path() / "limbeck-pg-stale0";
  REQUIRE(limbeck::pg::run({.arguments = {"cp", "-a", first.socket_directory(), stale}}).status == 0);
  const Server second;
  CHECK(!fs::exists(stale));
  CHECK(fs::exists(first.socket_directory()));
  CHECK(Connection(first.conninfo()).execute("SELECT 1").rows() == 1);
}

TEST_CASE("databases on a server that is somebody else's are dropped, also when a signal ends the process") {
  const Server server;
  Connection watcher(server.conninfo());
  const auto left = [&] {
    return watcher.execute("SELECT FROM pg_catalog.pg_database WHERE datname LIKE 'lent%'").rows();
  };
  {
    limbeck::pg::LentServer lent(server.conninfo());
    const Connection used(lent.create_database("lent_1"));
    lent.create_database("lent_2");
    CHECK(left() == 2);
    lent.drop_database("lent_2");
    CHECK(left() == 1);
  }
  CHECK(left() == 0);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    CAPTURE(signal);
    const pid_t child = fork();
    if (child == 0) {
      try {
        limbeck::pg::LentServer lent(server.conninfo());
        lent.create_database("lent_1");
        Connection(lent.create_database("lent_2")).execute("SELECT pg_catalog.pg_sleep(60)");
      } catch (...) {  // nothing goes on from a connection that broke because of the signal
      }
      _exit(1);
    }
    REQUIRE(eventually([&] {
      return watcher
                 .execute("SELECT FROM pg_catalog.pg_stat_activity WHERE datname = 'lent_2' AND query LIKE '%sleep%'")
                 .rows() == 1;
    }));
    kill(child, signal);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == static_cast<int>(limbeck::ExitStatus::interrupted));
    CHECK(left() == 0);
  }
}
