#include "roundtrip/corpus.hpp"

#include <algorithm>
#include <optional>

namespace limbeck::roundtrip {
namespace {

namespace fs = std::filesystem;

std::optional<Case> case_in(const fs::path& folder) {
  Case result;
  if (fs::exists(folder / "before.sql") && fs::exists(folder / "after.sql")) {
    result.before = folder / "before.sql";
    result.targets.push_back(folder / "after.sql");
    for (int step = 2; fs::exists(folder / ("after" + std::to_string(step) + ".sql")); ++step) {
      result.targets.push_back(folder / ("after" + std::to_string(step) + ".sql"));
    }
  } else if (fs::exists(folder / "schema.sql")) {
    result.targets.push_back(folder / "schema.sql");
  } else {
    return std::nullopt;
  }
  return result;
}

}  // namespace

std::vector<Case> find_cases(const fs::path& directory, const std::string& only) {
  const fs::path root = fs::canonical(directory);
  std::vector<fs::path> folders = {root};
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::vector<Case> cases;
  for (const fs::path& folder : folders) {
    std::optional<Case> found = case_in(folder);
    if (!found) continue;
    // A directory that is itself a case is named from the folder around it.
    const fs::path base = folder == root ? root.parent_path().parent_path() : root.parent_path();
    const fs::path name = folder.lexically_relative(base);
    found->name = name.string();
    found->group = name.parent_path().string();
    if (found->name.find(only) != std::string::npos) cases.push_back(*std::move(found));
  }
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

}  // namespace limbeck::roundtrip
