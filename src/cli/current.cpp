// limbeck current: the revisions at which the database stands.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"
#include "run/runner.hpp"

#include <memory>

namespace limbeck::cli {
namespace {

Action declare(Arguments& arguments) {
  const auto check = std::make_shared<bool>(false);
  arguments.flag("--check-heads", *check, "Status 4 unless every head is applied");
  return [check](Project& project) {
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
    if (*check) require_applied(graph, state);
    return ExitStatus::ok;
  };
}

}  // namespace

const Command current_command{"current", "Database", "Show at which revision the database stands",
                              "limbeck current -v\nlimbeck current --check-heads", declare};

}  // namespace limbeck::cli
