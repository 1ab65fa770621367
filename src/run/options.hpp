#pragma once
// What a run can be told, and whom it talks to.

#include "run/ledger.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace limbeck::run {

struct Observer {
  std::function<void(std::string_view)> progress;  // a line a revision: "Running upgrade a1 -> b2, message"
  std::function<void(std::string_view)> note;      // waiting, retrying, resuming
};

struct Options {
  VersionTable table;
  std::string tool_version;                        // of limbeck, for the log
  std::string tag;                                 // a word of the user's at the head of a script
  std::chrono::milliseconds lock_wait{60'000};     // for another run of limbeck to end
  std::chrono::milliseconds lock_timeout{3'000};   // for each lock of a unit in a transaction
  std::chrono::milliseconds statement_timeout{0};  // 0: none
  int attempts = 5;                                // of a unit that met a lock timeout or a deadlock
  Observer observer;
};

}  // namespace limbeck::run
