#pragma once
// What a subcommand is. Each has a file of its own, which defines one Command; commands.hpp is the list of them.

#include "cli/arguments.hpp"
#include "cli/project.hpp"
#include "model/error.hpp"

#include <functional>

namespace limbeck::cli {

// Does the work. Throws Error, or gives the exit status.
using Action = std::function<ExitStatus(Project&)>;

struct Command {
  const char* name;
  const char* group;                        // the heading of the overview under which it stands
  const char* summary;                      // one line
  const char* examples;                     // lines, each a command
  Action (*declare)(Arguments& arguments);  // the action owns what the arguments are read into
};

}  // namespace limbeck::cli
