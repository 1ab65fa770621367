#include "pg/server.hpp"

#include "model/error.hpp"
#include "pg/binaries.hpp"
#include "pg/cluster.hpp"
#include "pg/connection.hpp"
#include "pg/conninfo.hpp"
#include "pg/directory.hpp"
#include "pg/keeper.hpp"
#include "pg/process.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <pwd.h>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace limbeck::pg {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto start_limit = std::chrono::seconds(60);
constexpr useconds_t start_interval = 2000;

// The data is thrown away, so nothing is synced; nothing runs in the background; room for a schema of thousands of
// tables in one transaction. TimeZone is the one that model text is read under (design.md 6).
const std::vector<std::string> server_settings = {
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_logical_replication_workers=0",
    "jit=off",
    "shared_buffers=16MB",
    "max_connections=20",
    "max_locks_per_transaction=1024",
    "TimeZone=UTC",
    "log_timezone=UTC",
};

// PostgreSQL refuses to run as root.
std::optional<User> server_user() {
  if (geteuid() != 0) return std::nullopt;
  if (const char* sudo = std::getenv("SUDO_UID"); sudo != nullptr) {
    char* end = nullptr;
    const unsigned long uid = std::strtoul(sudo, &end, 10);
    if (end != sudo && *end == '\0' && uid != 0) {
      const passwd* entry = getpwuid(static_cast<uid_t>(uid));
      if (entry != nullptr) return User{entry->pw_uid, entry->pw_gid};
    }
  }
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* entry = getpwnam(name); entry != nullptr) return User{entry->pw_uid, entry->pw_gid};
  }
  throw Error("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
      .with_hint("run limbeck as another user");
}

std::string end_of(const std::string& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  const std::string all = text.str();
  constexpr std::size_t longest = 2000;
  return all.size() <= longest ? all : all.substr(all.size() - longest);
}

std::string quoted_identifier(const std::string& name) {
  std::string result = "\"";
  for (const char c : name) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

}  // namespace

struct Server::State {
  Binaries binaries;
  std::optional<User> user;
  PrivateDirectory directory;
  std::optional<Keeper> keeper;  // after `directory`, so that it goes first

  explicit State(const ServerOptions& options)
      : binaries(find_binaries(options.binaries, options.at_least_major)), user(server_user()), directory(user) {
    const ClusterCache cache(binaries, user);
    const std::string data = directory.path() + "/data";
    const bool cached = cache.make(data);
    if (start(options)) return;
    if (cached) {  // the copy may be at fault: once more from a new one
      cache.discard();
      (void)run({.arguments = {"rm", "-rf", "--", data}, .directory = "/", .user = user});
      (void)cache.make(data);
      if (start(options)) return;
    }
    Error error(fmt::format("the private server ({}) did not start", binaries.version));
    error.detail = end_of(log());
    throw std::move(error).with_hint("check `bin` under [scratch] in limbeck.toml, or give `url` there");
  }

  [[nodiscard]] std::string log() const { return directory.path() + "/log"; }

  [[nodiscard]] std::string conninfo(const std::string& database) const {
    // What PG* variables or a service say is meant for the user's own server; a value given here goes before them.
    return fmt::format(
        "host={} hostaddr='' port=5432 user=postgres dbname={} options='' sslmode=disable gssencmode=disable "
        "channel_binding=disable target_session_attrs=any requirepeer=''",
        conninfo_quoted(directory.path()), conninfo_quoted(database));
  }

  bool start(const ServerOptions& options) {
    std::vector<std::string> arguments = {binaries.directory + "/postgres", "-D", directory.path() + "/data"};
    const auto set = [&](const std::string& setting) {
      arguments.emplace_back("-c");
      arguments.push_back(setting);
    };
    set("unix_socket_directories=" + directory.path());
    for (const std::string& setting : server_settings) set(setting);
    for (const std::string& setting : options.settings) set(setting);
    keeper.emplace(std::move(arguments), user, directory.path(), log(), directory.lock());
    const std::string target = conninfo("postgres");
    for (const Clock::time_point limit = Clock::now() + start_limit; Clock::now() < limit;) {
      if (PQping(target.c_str()) == PQPING_OK) return true;
      if (!keeper->alive()) break;
      usleep(start_interval);
    }
    // An end by itself leaves the directory; a server that hangs is killed and takes it along, log and all.
    return false;
  }
};

Server::Server(const ServerOptions& options) : state_(std::make_unique<State>(options)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

std::string Server::conninfo(const std::string& database) const {
  return state_->conninfo(database);
}
const std::string& Server::socket_directory() const {
  return state_->directory.path();
}
const std::string& Server::binaries() const {
  return state_->binaries.directory;
}
int Server::major_version() const {
  return state_->binaries.major;
}

// A connection for each call: callers may be on several threads.
std::string Server::create_database(const std::string& name) {
  Connection(conninfo())
      .execute(fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", quoted_identifier(name)));
  return conninfo(name);
}

void Server::drop_database(const std::string& name) {
  Connection connection(conninfo());
  if (state_->binaries.major >= 13) {
    connection.execute(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted_identifier(name)));
    return;
  }
  connection.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", {name});
  connection.execute(fmt::format("DROP DATABASE IF EXISTS {}", quoted_identifier(name)));
}

}  // namespace limbeck::pg
