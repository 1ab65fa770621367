#pragma once
// A server process that never outlives us. It is the child of a small process of ours, the keeper, which holds the
// read end of a pipe of which only we hold the write end: however we end (return, signal, SIGKILL), the kernel closes
// it, and the keeper stops the server and removes its directory. PR_SET_PDEATHSIG alone would not do: it fires when the
// *thread* that forked ends, and leaves the directory; here it guards the server against the end of the keeper.

#include "pg/process.hpp"

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace limbeck::pg {

class Keeper {
 public:
  // Starts the program with its output in `log`; `lock` stays open in the keeper. `directory` is removed at the end.
  Keeper(std::vector<std::string> arguments, const std::optional<User>& user, const std::string& directory,
         const std::string& log, int lock);
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  ~Keeper();  // waits until server and directory are gone

  [[nodiscard]] bool alive();  // false once the server has ended

 private:
  pid_t keeper_ = -1;
  int pipe_ = -1;  // the write end
};

}  // namespace limbeck::pg
