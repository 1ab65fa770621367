#include "pg/cluster.hpp"

#include "model/error.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace limbeck::pg {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view unfinished = ".new-";

// deps.md measured these: no sync, small WAL segments (a smaller copy), trust behind a directory of mode 0700.
const std::vector<std::string> initdb_options = {"--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync",
                                                 "--wal-segsize=1"};

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::string name_of(const Binaries& binaries) {
  std::string key = binaries.directory + '\n' + binaries.version;
  for (const std::string& option : initdb_options) key += '\n' + option;
  return fmt::format("pg-{}-{:016x}", binaries.major, fnv1a(key));
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::vector<std::string> places(const std::optional<User>& user) {
  std::vector<std::string> result;
  const std::string cache = environment("XDG_CACHE_HOME");
  const std::string home = environment("HOME");
  if (!cache.empty() && cache.front() == '/') {
    result.push_back(cache + "/limbeck");
  } else if (!home.empty() && home.front() == '/') {
    result.push_back(home + "/.cache/limbeck");
  }
  result.push_back(fmt::format("/var/tmp/limbeck-cache-{}", user ? user->uid : geteuid()));
  return result;
}

// A place that somebody else could have filled would hand us their server configuration, programs to run included.
bool is_trusted(const std::string& place, uid_t owner) {
  struct stat status {};
  return lstat(place.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == owner &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

ClusterCache::ClusterCache(const Binaries& binaries, const std::optional<User>& user)
    : binaries_(binaries), user_(user), name_(name_of(binaries)), places_(places(user)) {}

Outcome ClusterCache::run_as_user(std::vector<std::string> arguments) const {
  return run({.arguments = std::move(arguments), .directory = "/", .user = user_});
}

bool ClusterCache::make(const std::string& data) const {
  if (load(data)) return true;
  initialise(data);
  store(data);
  return false;
}

bool ClusterCache::load(const std::string& data) const {
  for (const std::string& place : places_) {
    const std::string copy = place + "/" + name_;
    if (!is_trusted(place, user_ ? user_->uid : geteuid()) || access(copy.c_str(), F_OK) != 0) continue;
    if (run_as_user({"cp", "-a", "--reflink=auto", "--", copy, data}).status == 0) return true;
    (void)run_as_user({"rm", "-rf", "--", data});  // a part of it, or nothing
  }
  return false;
}

void ClusterCache::store(const std::string& data) const {
  const uid_t owner = user_ ? user_->uid : geteuid();
  for (const std::string& place : places_) {
    (void)run_as_user({"mkdir", "-p", "-m", "700", "--", place});
    if (!is_trusted(place, owner)) continue;
    (void)run_as_user({"find", place, "-maxdepth", "1", "-name", fmt::format("{}*", unfinished), "-mmin", "+60",
                       "-exec", "rm", "-rf", "{}", "+"});
    // The directory of the server has a name of its own: it serves as the temporary one.
    const std::string copy = place + "/" + std::string(unfinished) + fs::path(data).parent_path().filename().string();
    const bool done = run_as_user({"cp", "-a", "--reflink=auto", "--", data, copy}).status == 0 &&
                      run_as_user({"mv", "-T", "--", copy, place + "/" + name_}).status == 0;
    if (!done) (void)run_as_user({"rm", "-rf", "--", copy});
    if (done || access((place + "/" + name_).c_str(), F_OK) == 0) return;  // by us, or by another process meanwhile
  }
}

void ClusterCache::discard() const {
  for (const std::string& place : places_) {
    if (is_trusted(place, user_ ? user_->uid : geteuid())) (void)run_as_user({"rm", "-rf", "--", place + "/" + name_});
  }
}

void ClusterCache::initialise(const std::string& data) const {
  Outcome outcome;
  // C.UTF-8 is not known everywhere; C with UTF8 sorts alike.
  for (const char* locale : {"C.UTF-8", "C"}) {
    std::vector<std::string> arguments = {binaries_.directory + "/initdb", "--pgdata=" + data,
                                          fmt::format("--locale={}", locale)};
    arguments.insert(arguments.end(), initdb_options.begin(), initdb_options.end());
    outcome = run_as_user(std::move(arguments));
    if (outcome.status == 0) return;
    (void)run_as_user({"rm", "-rf", "--", data});
  }
  Error error(fmt::format("initdb of {} failed with status {}", binaries_.version, outcome.status));
  error.detail = outcome.err.empty() ? outcome.out : outcome.err;
  throw std::move(error).with_hint("check the room in the temporary directory, and that the server's files are whole");
}

}  // namespace limbeck::pg
