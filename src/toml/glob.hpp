#pragma once
// File name patterns: * and ? within a name, ** for any number of directories. Names that begin with a dot match only a
// pattern that does, so that editors' lock files are left alone.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

// One path component against one component of a pattern.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view name);

// The regular files that a pattern matches, sorted, each once. A relative pattern starts at `directory`, and so do the
// paths given back (lexically normal, without `directory`, if `directory` is the working directory or empty).
// Symbolic links to directories are followed except below **. Throws Error for a directory that can't be read.
[[nodiscard]] std::vector<std::filesystem::path> expand(const std::string& pattern,
                                                        const std::filesystem::path& directory);

}  // namespace limbeck
