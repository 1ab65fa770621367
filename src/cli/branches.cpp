// limbeck branches: the revisions that several others revise, with those.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"

#include <fmt/core.h>

namespace limbeck::cli {
namespace {

Action declare(Arguments&) {
  return [](Project& project) {
    const history::RevisionGraph graph = project.revisions();
    const Console& console = project.console();
    for (const std::string& id : graph.branch_points()) {
      console.print(console.is_verbose() ? block_of(graph, id) : line_of(graph, id) + "\n");
      for (const std::string& child : graph.children(id)) console.print(fmt::format("  {}\n", line_of(graph, child)));
    }
    return ExitStatus::ok;
  };
}

}  // namespace

const Command branches_command{"branches", "Revisions", "List the revisions where branches begin",
                               "limbeck branches\nlimbeck branches -v", declare};

}  // namespace limbeck::cli
