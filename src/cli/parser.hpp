#pragma once
// The command line -> what to do. Nothing else is looked at: no file, no database.

#include "cli/command.hpp"
#include "cli/command_line.hpp"
#include "cli/project.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck::cli {

struct Invocation {
  GlobalOptions options;
  Action action;  // empty: `text` is all that was asked for (--help, --version)
  std::string text;
};

// `arguments` without the program's name. Throws Error (status usage), with a suggestion for a mistyped word.
[[nodiscard]] Invocation parse(std::vector<std::string> arguments);

// What can stand there; without what no help shows.
[[nodiscard]] CommandLine command_line();

}  // namespace limbeck::cli
