#pragma once
// An empty data directory for a private server: copied from a cache (0.1 s), or made by initdb (0.7 s) and cached.

#include "pg/binaries.hpp"
#include "pg/process.hpp"

#include <optional>
#include <string>

namespace limbeck::pg {

// Where the cluster of these binaries is or would be kept, best place first: $XDG_CACHE_HOME/limbeck or
// ~/.cache/limbeck, and a directory of the server's user under /var/tmp for one that may not go there. A finished copy
// is renamed into place, so that processes that make it at once do no harm.
class ClusterCache {
 public:
  ClusterCache(const Binaries& binaries, const std::optional<User>& user);

  // Makes `data`, which must not exist, in a directory that the server's user owns; whether it came from the cache.
  // Throws Error with the last lines of initdb.
  bool make(const std::string& data) const;
  // Forgets the cached copy: a server did not start on it.
  void discard() const;

 private:
  [[nodiscard]] bool load(const std::string& data) const;
  void store(const std::string& data) const;
  void initialise(const std::string& data) const;
  [[nodiscard]] Outcome run_as_user(std::vector<std::string> arguments) const;

  Binaries binaries_;
  std::optional<User> user_;
  std::string name_;                 // of the copy in each place
  std::vector<std::string> places_;  // absolute
};

}  // namespace limbeck::pg
