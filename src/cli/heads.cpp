// limbeck heads: the revisions that nobody revises.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"

namespace limbeck::cli {
namespace {

Action declare(Arguments&) {
  return [](Project& project) {
    const history::RevisionGraph graph = project.revisions();
    const Console& console = project.console();
    for (const std::string& id : graph.heads()) {
      console.print(console.is_verbose() ? block_of(graph, id) : name_of(graph, id) + "\n");
    }
    return ExitStatus::ok;
  };
}

}  // namespace

const Command heads_command{"heads", "Revisions", "List the revisions that nobody revises",
                            "limbeck heads\nlimbeck heads -v", declare};

}  // namespace limbeck::cli
