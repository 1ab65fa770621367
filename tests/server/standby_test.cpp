// A hot standby: what is there is read as from its primary, and nothing is asked of it that only a primary may do.

#include "catalog/introspect.hpp"
#include "pg/connection.hpp"
#include "pg/process.hpp"
#include "pg/server.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"
#include "toml/writer.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace limbeck::testing {
namespace {

// Whom the server runs as: the owner of its directory.
std::optional<pg::User> owner_of(const std::string& directory) {
  struct stat found {};
  if (geteuid() != 0 || stat(directory.c_str(), &found) != 0) return std::nullopt;
  return pg::User{found.st_uid, found.st_gid};
}

// A standby of a private server, in a directory beside the server's own socket, where all goes with it.
class Standby {
 public:
  explicit Standby(const pg::Server& primary)
      : programs_(primary.binaries()),
        directory_(primary.socket_directory() + "/standby"),
        user_(owner_of(primary.socket_directory())) {
    must(
        {programs_ + "/pg_basebackup", "-D", directory_, "-d", primary.conninfo(), "-R", "-X", "stream", "-c", "fast"});
    must({programs_ + "/pg_ctl", "-D", directory_, "-l", directory_ + "/log", "-w", "-o",
          "-c listen_addresses= -c port=5433 -c fsync=off -c max_locks_per_transaction=1024 -c "
          "unix_socket_directories=" +
              directory_,
          "start"});
  }
  ~Standby() {
    const pg::Outcome ignored = run({programs_ + "/pg_ctl", "-D", directory_, "-m", "immediate", "-w", "stop"});
    static_cast<void>(ignored);
  }
  Standby(const Standby&) = delete;
  Standby& operator=(const Standby&) = delete;

  [[nodiscard]] std::string conninfo() const {
    return "host=" + directory_ + " port=5433 user=postgres dbname=postgres";
  }

 private:
  [[nodiscard]] pg::Outcome run(std::vector<std::string> arguments) const {
    return pg::run({.arguments = std::move(arguments), .directory = "/", .user = user_});
  }
  void must(std::vector<std::string> arguments) const {
    const pg::Outcome outcome = run(std::move(arguments));
    CAPTURE(outcome.err);
    CAPTURE(outcome.out);
    REQUIRE(outcome.status == 0);
  }

  std::string programs_;
  std::string directory_;
  std::optional<pg::User> user_;
};

}  // namespace

TEST_CASE("standby: a hot standby is read and compared as its primary is") {
  pg::ServerOptions options = server_options();
  options.settings = {"wal_level=replica", "max_wal_senders=4"};
  const pg::Server primary(options);
  if (!std::filesystem::exists(primary.binaries() + "/pg_basebackup")) {
    MESSAGE("skipped: these binaries have no pg_basebackup");
    return;
  }
  pg::Connection writer(primary.conninfo());
  writer.execute(
      "CREATE TYPE mood AS ENUM ('sad', 'ok');"
      "CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'ok', CONSTRAINT positive CHECK (id > 0));"
      "CREATE INDEX t_expr ON t ((id + 1)) WHERE m = 'ok';"
      "CREATE VIEW v AS SELECT id FROM t WHERE m = 'ok'");
  const std::string model = write_model(catalog::introspect(writer));
  const Standby standby(primary);
  pg::Connection reader(standby.conninfo());
  REQUIRE(reader.execute("SELECT pg_is_in_recovery()").text(0, 0) == "t");
  CHECK(write_model(catalog::introspect(reader)) == model);

  const Project project(LIMBECK_BINARY);
  REQUIRE(project.run({"init"}).status == 0);
  const auto check = [&](std::string text, const std::string& was, const std::string& now) {
    if (!was.empty()) text.replace(text.find(was), was.size(), now);
    (void)project.directory().write("models/all.toml", text);
    return project.run({"--url", standby.conninfo(), "check", "--strict"});
  };
  const pg::Outcome same = check(model, "", "");
  CHECK_MESSAGE(same.status == 0, same.out << same.err);
  // Nothing can be asked of a standby but what is there: the scratch server judges.
  const pg::Outcome reformatted = check(model, "id > 0", "(ID) >  0::integer");
  CHECK_MESSAGE(reformatted.status == 0, reformatted.out << reformatted.err);
  const pg::Outcome changed = check(model, "id > 0", "id >= 0");
  CHECK(changed.status == 2);
  CHECK_MESSAGE(changed.out == "changed constraint 'public.t.positive'\n", changed.out << changed.err);

  // What cannot be done there fails before anything is.
  (void)project.directory().write("models/all.toml", model);
  const pg::Outcome upgraded = project.run({"--url", standby.conninfo(), "ensure-version"});
  CHECK(upgraded.status != 0);
  CHECK_MESSAGE(upgraded.err.find("read-only") != std::string::npos, upgraded.err);
}

}  // namespace limbeck::testing
