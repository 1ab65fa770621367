#pragma once
// The directory of a private server: of mode 0700, owned by the user that the server runs as, with a path short enough
// for a Unix socket, and locked while someone needs it, so that what a crash left behind is recognised and removed.

#include "pg/process.hpp"

#include <optional>
#include <string>

namespace limbeck::pg {

class PrivateDirectory {
 public:
  // In $TMPDIR, or without it in memory (/dev/shm) where there is plenty, or in /tmp or /var/tmp: the first that `user`
  // (or we) may write to. Removes stale ones beside it.
  explicit PrivateDirectory(const std::optional<User>& user);
  PrivateDirectory(const PrivateDirectory&) = delete;
  PrivateDirectory& operator=(const PrivateDirectory&) = delete;
  ~PrivateDirectory();  // removes it

  [[nodiscard]] const std::string& path() const { return path_; }
  // An open file description, closed by exec: a child that lives longer than we do keeps the lock by keeping it.
  [[nodiscard]] int lock() const { return lock_; }

 private:
  std::string path_;
  std::optional<User> user_;
  int lock_ = -1;
};

}  // namespace limbeck::pg
