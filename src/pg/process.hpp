#pragma once
// Other programs: started without a shell, their output captured, never waited for longer than a limit. Between fork
// and exec only async-signal-safe functions run, so that threads of this process do no harm.

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace limbeck::pg {

// Whom a child becomes; only root can make it so.
struct User {
  uid_t uid = 0;
  gid_t gid = 0;
};

struct Command {
  std::vector<std::string> arguments;  // the first is the program, found in PATH if it holds no slash
  std::string directory = {};          // where it starts; empty: here
  std::vector<std::pair<std::string, std::optional<std::string>>> environment = {};  // changes to ours; none: unset
  std::optional<User> user = {};
  std::chrono::milliseconds timeout = std::chrono::minutes(2);
};

struct Outcome {
  int status = 0;  // its exit status; 128 + signal if one ended it; 127 if it could not be started
  bool timed_out = false;
  std::string out;
  std::string err;
};

// Runs it to its end with an empty standard input. At the limit it is killed with its process group. Throws Error only
// if no process can be made.
[[nodiscard]] Outcome run(const Command& command);

// Pointers as execve wants them; valid as long as the strings.
[[nodiscard]] std::vector<char*> null_terminated(std::vector<std::string>& strings);
// Our environment with the changes made, as "NAME=value".
[[nodiscard]] std::vector<std::string> environment_with(
    const std::vector<std::pair<std::string, std::optional<std::string>>>& changes);

// For a child between fork and exec: gives up root and its groups; clears the signal mask. False where it failed.
[[nodiscard]] bool become(const User& user) noexcept;
void clear_signal_mask() noexcept;

}  // namespace limbeck::pg
