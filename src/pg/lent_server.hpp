#pragma once
// A server that is somebody else's, on which databases may be made for a while. They are dropped when the object goes,
// and when SIGINT, SIGTERM or SIGHUP ends the process; SIGKILL leaves them. One at a time: the handlers are the
// process's.

#include <memory>
#include <string>

namespace limbeck::pg {

class LentServer {
 public:
  // Throws Error (status connection) if it is not to be reached.
  explicit LentServer(const std::string& conninfo);
  LentServer(const LentServer&) = delete;
  LentServer& operator=(const LentServer&) = delete;
  ~LentServer();

  [[nodiscard]] int major_version() const;
  // A new database from template0; its conninfo.
  std::string create_database(const std::string& name);
  void drop_database(const std::string& name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Never returns once a signal ends the process: connections break then, and nobody should go on from there.
void stay_if_ending();

}  // namespace limbeck::pg
