// limbeck current: the revisions at which the database stands.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"
#include "run/runner.hpp"

namespace limbeck::cli {
namespace {

Action declare(Arguments&) {
  return [](Project& project) {
    const history::RevisionGraph graph = project.revisions();
    pg::Connection connection = project.connect();
    const run::State state = run::Runner(connection, graph, project.run_options()).state();
    const Console& console = project.console();
    for (const std::string& line : position_of(graph, state)) console.print(line + "\n");
    if (console.is_verbose()) {
      for (const std::string& id : state.rows) console.print("\n" + block_of(graph, id));
    }
    for (const run::Edited& each : state.edited) console.warn(to_text(each));
    run::require_known(state);
    return ExitStatus::ok;
  };
}

}  // namespace

const Command current_command{"current", "Database", "Show at which revision the database stands",
                              "limbeck current\nlimbeck current -v", declare};

}  // namespace limbeck::cli
