#include "pg/binaries.hpp"

#include "model/error.hpp"
#include "pg/process.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>
#include <unistd.h>
#include <vector>

namespace limbeck::pg {
namespace {

namespace fs = std::filesystem;

constexpr const char* debian_place = "/usr/lib/postgresql";  // below it the major version, then bin

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \n\r\t") + 1);
  return text;
}

int leading_number(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<std::string> candidates() {
  std::vector<std::string> result;
  if (const Outcome config = run({.arguments = {"pg_config", "--bindir"}}); config.status == 0) {
    result.push_back(trimmed(config.out));
  }
  std::vector<std::pair<int, std::string>> debian;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(debian_place, ignored)) {
    debian.emplace_back(leading_number(entry.path().filename().string()), (entry.path() / "bin").string());
  }
  std::sort(debian.rbegin(), debian.rend());
  for (const auto& [major, path] : debian) result.push_back(path);
  const char* path = std::getenv("PATH");
  std::istringstream parts(path == nullptr ? "" : path);
  for (std::string part; std::getline(parts, part, ':');) {
    if (!part.empty() && part.front() == '/') result.push_back(part);
  }
  return result;
}

// pg_config comes with the client's headers: its folder may hold no server.
std::optional<Binaries> probe(const std::string& directory) {
  for (const char* program : {"initdb", "postgres"}) {
    if (access((fs::path(directory) / program).c_str(), X_OK) != 0) return std::nullopt;
  }
  const Outcome outcome = run({.arguments = {(fs::path(directory) / "postgres").string(), "--version"}});
  const std::string sign = "(PostgreSQL) ";
  const std::size_t at = outcome.out.find(sign);
  if (outcome.status != 0 || at == std::string::npos) return std::nullopt;
  return Binaries{directory, trimmed(outcome.out),
                  leading_number(std::string_view(outcome.out).substr(at + sign.size()))};
}

}  // namespace

Binaries find_binaries(const std::string& directory, int at_least_major) {
  if (!directory.empty()) {
    std::optional<Binaries> found = probe(fs::absolute(directory).string());
    if (!found) {
      throw Error(fmt::format("{} holds no PostgreSQL server: initdb and postgres are looked for there", directory))
          .with_hint("check `bin` under [scratch] in limbeck.toml");
    }
    if (found->major < at_least_major) {
      throw Error(fmt::format("PostgreSQL {} in {} is older than the database's version {}", found->major, directory,
                              at_least_major))
          .with_hint(fmt::format("install the server of PostgreSQL {}, or give `url` under [scratch]", at_least_major));
    }
    return *std::move(found);
  }
  // The first place to look for that very version: starting every server of the machine to ask it takes its time.
  if (at_least_major > 0) {
    std::optional<Binaries> found = probe(fmt::format("{}/{}/bin", debian_place, at_least_major));
    if (found && found->major == at_least_major) return *std::move(found);
  }
  std::optional<Binaries> best;
  int newest = 0;
  for (const std::string& candidate : candidates()) {
    std::optional<Binaries> found = probe(candidate);
    if (!found) continue;
    newest = std::max(newest, found->major);
    if (at_least_major == 0) return *std::move(found);
    if (found->major >= at_least_major && (!best || found->major < best->major)) best = std::move(found);
  }
  if (best) return *std::move(best);
  const std::string wanted = at_least_major == 0 ? "postgresql" : fmt::format("postgresql-{}", at_least_major);
  throw Error(newest == 0
                  ? std::string("no PostgreSQL server is installed on this machine")
                  : fmt::format("the newest PostgreSQL server installed on this machine is {}, and the database "
                                "is of version {}",
                                newest, at_least_major))
      .with_hint(fmt::format("install one (Debian: apt install {}), name its folder in `bin`, or give `url`, under "
                             "[scratch] in limbeck.toml",
                             wanted));
}

}  // namespace limbeck::pg
