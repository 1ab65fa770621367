#include "cli/run_session.hpp"

#include "run/offline.hpp"

#include <fmt/core.h>

namespace limbeck::cli {

RunSession::RunSession(Project& project, const history::RevisionGraph& graph)
    : connection_(project.connect()), runner_(connection_, graph, project.run_options()) {
  connection_.on_notice([&console = project.console()](std::string_view severity, std::string_view message) {
    console.say(fmt::format("{}: {}", severity, message));
  });
}

std::string script_for(Project& project, const history::RevisionGraph& graph, history::Direction direction,
                       const std::string& target, const run::Options& options) {
  pg::Connection connection = project.connect();
  run::Runner runner(connection, graph, options);
  const run::State state = runner.state();
  return run::script(runner.plan(direction, target), options, !state.has_tables);
}

}  // namespace limbeck::cli
