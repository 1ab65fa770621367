#pragma once
// The one exception type: flat, caught once, in main. Its status is the exit status of the process (README, "Exit
// statuses").

#include "model/diagnostic.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace limbeck {

enum class ExitStatus {
  ok = 0,
  error = 1,
  differences = 2,
  hazard = 3,
  history = 4,
  lock = 5,
  connection = 6,
  usage = 64,
  interrupted = 130,
};

class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message, ExitStatus exit_status = ExitStatus::error)
      : std::runtime_error(message), status(exit_status) {}
  Error(Diagnostics all, const std::string& message, ExitStatus exit_status = ExitStatus::error)
      : std::runtime_error(message), status(exit_status), diagnostics(std::move(all)) {}

  Error& with_hint(std::string text) & {
    hint = std::move(text);
    return *this;
  }
  Error&& with_hint(std::string text) && {
    hint = std::move(text);
    return std::move(*this);
  }

  ExitStatus status;
  std::string hint;         // the next step to take
  std::string sqlstate;     // five characters where a server reported the error
  std::string detail;       // the server's DETAIL
  std::string statement;    // the statement that failed; never holds a connection string
  int position = 0;         // 1-based character of `statement` that the server points at, 0: none
  Diagnostics diagnostics;  // shown before the message
};

}  // namespace limbeck
