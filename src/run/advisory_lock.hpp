#pragma once
// One run of limbeck at a time on a version table: a session advisory lock, taken by polling. Waiting inside of
// pg_advisory_lock() would hold a snapshot, for which CREATE INDEX CONCURRENTLY of the holder waits (R49).

#include "pg/connection.hpp"
#include "run/options.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace limbeck::run {

class AdvisoryLock {
 public:
  // Throws Error (status lock) that names the holder when `wait` has passed (R51).
  AdvisoryLock(pg::Connection& connection, const VersionTable& table, std::chrono::milliseconds wait,
               const Observer& observer);
  AdvisoryLock(const AdvisoryLock&) = delete;
  AdvisoryLock& operator=(const AdvisoryLock&) = delete;
  ~AdvisoryLock();

  // An expression: whether this very session holds the lock. A pooler that hands out another server between
  // transactions is found out by it (R52).
  [[nodiscard]] std::string is_held() const;

 private:
  [[nodiscard]] std::string locks() const;
  [[nodiscard]] std::string holder() const;

  pg::Connection& connection_;
  std::int64_t key_ = 0;
  std::string backend_;
};

}  // namespace limbeck::run
