#include "pg/directory.hpp"

#include "model/error.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <vector>

namespace limbeck::pg {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "limbeck-pg-";
constexpr std::string_view lock_name = "lock";
constexpr const char* in_memory = "/dev/shm";
// sun_path holds 108 bytes with the NUL (unix(7)); the socket's name is .s.PGSQL.5432.
constexpr std::size_t longest_parent = 107 - sizeof("/limbeck-pg-XXXXXX/.s.PGSQL.5432");
constexpr std::time_t time_to_lock = 60;  // seconds between making a directory and locking it, generously

bool usable(const std::string& parent, const std::optional<User>& user) {
  if (parent.empty() || parent.front() != '/' || parent.size() > longest_parent) return false;
  if (!user) return access(parent.c_str(), W_OK | X_OK) == 0;
  const Command test{.arguments = {"test", "-w", parent, "-a", "-x", parent}, .directory = "/", .user = user};
  return run(test).status == 0;
}

// A cluster is a thousand small files, which some file systems take a second to make. Only where schemas of thousands
// of tables have room, on the file system and in memory: a container may have 64 MiB.
bool has_room_in_memory() {
  constexpr std::uint64_t room = std::uint64_t{2} << 30;
  struct statvfs place {};
  if (statvfs(in_memory, &place) != 0 || place.f_bavail * std::uint64_t{place.f_frsize} < room) return false;
  std::ifstream info("/proc/meminfo");  // proc(5)
  for (std::string word; info >> word;) {
    std::uint64_t available = 0;  // KiB
    if (word == "MemAvailable:" && info >> available) return available * 1024 >= 2 * room;
  }
  return false;
}

std::vector<std::string> parents() {
  std::vector<std::string> result;
  if (const char* configured = std::getenv("TMPDIR"); configured != nullptr) {
    result.emplace_back(configured);
  } else if (has_room_in_memory()) {
    result.emplace_back(in_memory);
  }
  result.insert(result.end(), {"/tmp", "/var/tmp"});
  return result;
}

std::string find_parent(const std::optional<User>& user) {
  for (const std::string& parent : parents()) {
    if (usable(parent, user)) return parent;
  }
  throw Error("no temporary directory for the private server: $TMPDIR, /tmp and /var/tmp are not writable")
      .with_hint("set TMPDIR to a writable directory with a path of at most 70 bytes");
}

void remove_tree(const std::string& path, const std::optional<User>& user) {
  (void)run({.arguments = {"rm", "-rf", "--", path}, .directory = "/", .user = user});
}

bool is_stale(const std::string& path, uid_t owner) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != owner) return false;
  const int lock = open((path + "/" + std::string(lock_name)).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (lock < 0) return errno == ENOENT && std::time(nullptr) - status.st_mtime > time_to_lock;
  const bool free = flock(lock, LOCK_EX | LOCK_NB) == 0;
  close(lock);
  return free;
}

void sweep(const std::string& parent, const std::optional<User>& user) {
  const uid_t owner = user ? user->uid : geteuid();
  std::vector<std::string> stale;
  std::error_code ignored;
  for (fs::directory_iterator entry(parent, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
    const std::string path = entry->path().string();
    if (entry->path().filename().string().rfind(prefix, 0) == 0 && is_stale(path, owner)) stale.push_back(path);
  }
  for (const std::string& path : stale) remove_tree(path, user);
}

}  // namespace

PrivateDirectory::PrivateDirectory(const std::optional<User>& user) : user_(user) {
  const std::string parent = find_parent(user);
  // What a killed process left in memory is not to stay there because this one goes elsewhere.
  if (parent != in_memory) sweep(in_memory, user);
  sweep(parent, user);
  std::string path = fmt::format("{}/{}XXXXXX", parent, prefix);
  const auto failed = [&] {
    const int reason = errno;
    if (!path_.empty()) remove_tree(path_, user_);
    return Error(fmt::format("no directory for the private server in {}: {}", parent, std::strerror(reason)));
  };
  if (mkdtemp(path.data()) == nullptr) throw failed();
  path_ = path;
  lock_ = open(fmt::format("{}/{}", path_, lock_name).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (lock_ < 0 || flock(lock_, LOCK_EX | LOCK_NB) != 0) throw failed();
  if (user && (fchown(lock_, user->uid, user->gid) != 0 || chown(path_.c_str(), user->uid, user->gid) != 0)) {
    throw failed();
  }
}

PrivateDirectory::~PrivateDirectory() {
  if (access(path_.c_str(), F_OK) == 0) {
    try {
      remove_tree(path_, user_);
    } catch (...) {  // no process to be had: the next start removes it
    }
  }
  close(lock_);
}

}  // namespace limbeck::pg
