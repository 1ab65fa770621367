#pragma once
// While an Interrupt lives, SIGINT and SIGTERM cancel the running statement and are remembered; a second one ends the
// process at once. One at a time: the handlers are the process's.

#include "pg/connection.hpp"

#include <chrono>
#include <csignal>

namespace limbeck::run {

class Interrupt {
 public:
  explicit Interrupt(pg::Connection& connection);
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt();

  [[nodiscard]] static bool requested();
  // Throws Error (status interrupted) if a signal came.
  static void check();
  // Sleeps; check() as soon as a signal comes.
  static void sleep(std::chrono::milliseconds time);

 private:
  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

}  // namespace limbeck::run
