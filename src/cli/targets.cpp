#include "cli/targets.hpp"

#include "history/target.hpp"
#include "run/runner.hpp"

namespace limbeck::cli {
namespace {

bool needs_database(const std::string& target) {
  return target.find("current") != std::string::npos || target.starts_with('+') || target.starts_with('-') ||
         target.find("@+") != std::string::npos || target.find("@-") != std::string::npos;
}

}  // namespace

history::Ids resolve(Project& project, const history::RevisionGraph& graph, const std::string& target) {
  if (!needs_database(target)) return history::resolve(graph, target);
  pg::Connection connection = project.connect();
  const run::State state = run::Runner(connection, graph, project.run_options()).state();
  return history::resolve(graph, target, &state.rows);
}

}  // namespace limbeck::cli
