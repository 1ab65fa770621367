#pragma once
// Files that commands write: whole or not at all, folders in between made.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace limbeck::cli {

// Nothing if it is not there. Throws Error if it is, and can't be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);

// Under a temporary name that is then renamed. Replaces a file that is there.
void write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace limbeck::cli
