#pragma once
// A private PostgreSQL server from the binaries installed on the machine: a temporary data directory of mode 0700, a
// Unix socket, no TCP, fsync off. Run as root it becomes an unprivileged user for the server. Gone when the object is,
// however the process ends. A cached initdb makes the second start fast.

#include <memory>
#include <string>
#include <vector>

namespace limbeck::pg {

struct ServerOptions {
  std::string binaries = {};  // folder of initdb and postgres; empty: pg_config --bindir, then Debian's, then PATH
  int at_least_major = 0;     // 0: any; else only a version of at least this one
  std::vector<std::string> settings = {};  // further "name=value"
};

class Server {
 public:
  explicit Server(const ServerOptions& options = {});
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();

  // A conninfo string of a database on this server, as its superuser.
  [[nodiscard]] std::string conninfo(const std::string& database = "postgres") const;
  [[nodiscard]] const std::string& socket_directory() const;
  [[nodiscard]] const std::string& binaries() const;
  [[nodiscard]] int major_version() const;

  // A new database from template0, UTF8; its conninfo. These two may be called from several threads.
  std::string create_database(const std::string& name);
  void drop_database(const std::string& name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace limbeck::pg
