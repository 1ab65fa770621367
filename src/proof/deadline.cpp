#include "proof/deadline.hpp"

namespace limbeck::proof {
namespace {

// Between two statements there is nothing to cancel.
constexpr std::chrono::milliseconds between_cancels{100};

}  // namespace

Deadline::Deadline(std::chrono::milliseconds limit) : limit_(limit), end_(std::chrono::steady_clock::now() + limit) {
  if (limit_.count() > 0) thread_ = std::thread([this] { wait(); });
}

Deadline::~Deadline() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(busy_);
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Deadline::is_over() const {
  return limit_.count() > 0 && std::chrono::steady_clock::now() >= end_;
}

void Deadline::watch(pg::Connection* connection) {
  const std::lock_guard lock(busy_);
  watched_ = connection;
}

void Deadline::wait() {
  std::unique_lock lock(busy_);
  auto next = end_;
  while (!is_ending_) {
    changed_.wait_until(lock, next, [this] { return is_ending_; });
    if (is_ending_ || !is_over()) continue;
    if (watched_ != nullptr) watched_->cancel();
    next = std::chrono::steady_clock::now() + between_cancels;
  }
}

}  // namespace limbeck::proof
