#pragma once
// Completion scripts for shells, made from the command line as it is declared. What changes from project to project,
// ids, branch labels and tables, the scripts ask for by `limbeck words`, which is in no help.

#include "cli/command_line.hpp"

#include <string>

namespace limbeck::cli {

// What `limbeck words` lists.
inline constexpr const char* revision_words = "revisions";
inline constexpr const char* table_words = "tables";

[[nodiscard]] std::string bash_completion(const CommandLine& line);
[[nodiscard]] std::string zsh_completion(const CommandLine& line);
[[nodiscard]] std::string fish_completion(const CommandLine& line);

}  // namespace limbeck::cli
