#include "toml/glob.hpp"

#include "model/error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <span>
#include <system_error>

namespace limbeck {
namespace {

namespace fs = std::filesystem;

bool has_wildcard(std::string_view component) {
  return component.find_first_of("*?") != std::string_view::npos;
}

std::vector<fs::directory_entry> entries_of(const fs::path& directory) {
  std::error_code failure;
  std::vector<fs::directory_entry> out;
  for (fs::directory_iterator at(directory.empty() ? "." : directory, failure), end; !failure && at != end;
       at.increment(failure)) {
    out.push_back(*at);
  }
  // A directory that is not there matches nothing; one that can't be read would hide models.
  if (failure && failure != std::errc::no_such_file_or_directory && failure != std::errc::not_a_directory) {
    throw Error(fmt::format("{}: cannot be read: {}", directory.string(), failure.message()));
  }
  return out;
}

class Expansion {
 public:
  void walk(const fs::path& base, std::span<const std::string> components) {
    std::error_code ignored;
    if (components.empty()) {
      if (fs::is_regular_file(base, ignored)) found_.insert(base);
      return;
    }
    const std::string& first = components.front();
    const auto rest = components.subspan(1);
    if (first == "**") {
      walk(base, rest);
      for (const fs::directory_entry& entry : entries_of(base)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(".") || entry.is_symlink(ignored) || !entry.is_directory(ignored)) continue;
        walk(base / name, components);
      }
    } else if (!has_wildcard(first)) {
      if (fs::exists(base / first, ignored)) walk(base / first, rest);
    } else {
      for (const fs::directory_entry& entry : entries_of(base)) {
        const std::string name = entry.path().filename().string();
        if (matches(first, name)) walk(base / name, rest);
      }
    }
  }

  [[nodiscard]] std::vector<fs::path> paths() const { return {found_.begin(), found_.end()}; }

 private:
  std::set<fs::path> found_;
};

}  // namespace

bool matches(std::string_view pattern, std::string_view name) {
  if (name.starts_with(".") && !pattern.starts_with(".")) return false;
  // The last * seen is tried with one more character whenever the rest does not fit.
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;
  std::size_t tried = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      tried = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++tried;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::vector<fs::path> expand(const std::string& pattern, const fs::path& directory) {
  const fs::path path = fs::path(pattern).lexically_normal();
  std::vector<std::string> components;
  for (const fs::path& component : path.relative_path()) components.push_back(component.string());
  Expansion expansion;
  const fs::path base = path.is_absolute() ? path.root_path() : directory == "." ? fs::path{} : directory;
  expansion.walk(base, components);
  return expansion.paths();
}

}  // namespace limbeck
