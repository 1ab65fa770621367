#include "run/interrupt.hpp"

#include <algorithm>
#include <cerrno>
#include <thread>
#include <unistd.h>

namespace limbeck::run {
namespace {

volatile std::sig_atomic_t signal_came = 0;
pg::Connection* watched = nullptr;

extern "C" void on_signal(int) {
  if (signal_came != 0) ::_exit(static_cast<int>(ExitStatus::interrupted));
  signal_came = 1;
  const int error = errno;
  if (watched != nullptr) watched->cancel();
  errno = error;
}

}  // namespace

Interrupt::Interrupt(pg::Connection& connection) {
  signal_came = 0;
  watched = &connection;
  struct sigaction action {};
  action.sa_handler = &on_signal;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, &before_int_);
  ::sigaction(SIGTERM, &action, &before_term_);
}

Interrupt::~Interrupt() {
  ::sigaction(SIGINT, &before_int_, nullptr);
  ::sigaction(SIGTERM, &before_term_, nullptr);
  watched = nullptr;
}

bool Interrupt::requested() {
  return signal_came != 0;
}

void Interrupt::check() {
  if (requested()) throw Error("interrupted", ExitStatus::interrupted);
}

void Interrupt::sleep(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds slice{20};
  const auto end = std::chrono::steady_clock::now() + time;
  check();
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(
        std::min(slice, std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()) +
                            std::chrono::milliseconds{1}));
    check();
  }
}

}  // namespace limbeck::run
