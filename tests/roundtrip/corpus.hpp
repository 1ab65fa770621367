#pragma once
// The cases of a directory: every folder below it that holds before.sql and after.sql, and perhaps after2.sql,
// after3.sql ... as further steps; or schema.sql alone, which is to be reached from an empty database.

#include <filesystem>
#include <string>
#include <vector>

namespace limbeck::roundtrip {

struct Case {
  std::string name;                            // its folder, from the name of the directory that was given
  std::string group;                           // the folder around it
  std::filesystem::path before;                // empty: an empty database
  std::vector<std::filesystem::path> targets;  // one a step, at least one
};

// Sorted by name. Only those whose name holds `only`. Throws std::filesystem::filesystem_error.
[[nodiscard]] std::vector<Case> find_cases(const std::filesystem::path& directory, const std::string& only);

}  // namespace limbeck::roundtrip
