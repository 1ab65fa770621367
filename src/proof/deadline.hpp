#pragma once
// How long a proof may take. When its time is over, whatever runs on the connection that is watched is cancelled, again
// and again, until the proof has noticed.

#include "pg/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace limbeck::proof {

class Deadline {
 public:
  // 0: none.
  explicit Deadline(std::chrono::milliseconds limit);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline();

  [[nodiscard]] bool is_over() const;
  [[nodiscard]] std::chrono::milliseconds limit() const { return limit_; }

  // The connection, for as long as this lives. One at a time.
  class Watch {
   public:
    Watch(Deadline& deadline, pg::Connection& connection) : deadline_(deadline) { deadline_.watch(&connection); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch() { deadline_.watch(nullptr); }

   private:
    Deadline& deadline_;
  };

 private:
  void watch(pg::Connection* connection);
  void wait();

  const std::chrono::milliseconds limit_;
  const std::chrono::steady_clock::time_point end_;
  std::mutex busy_;
  std::condition_variable changed_;
  pg::Connection* watched_ = nullptr;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace limbeck::proof
