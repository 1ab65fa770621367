#pragma once
// A connection with a runner on it, for the commands that change a database: what the server remarks is passed on.

#include "cli/project.hpp"
#include "run/runner.hpp"

#include <string>

namespace limbeck::cli {

class RunSession {
 public:
  // Both must live longer.
  RunSession(Project& project, const history::RevisionGraph& graph);

  [[nodiscard]] run::Runner& runner() { return runner_; }

 private:
  pg::Connection connection_;
  run::Runner runner_;
};

// The script that would bring the configured database to `target`. Writes nothing.
[[nodiscard]] std::string script_for(Project& project, const history::RevisionGraph& graph,
                                     history::Direction direction, const std::string& target,
                                     const run::Options& options);

}  // namespace limbeck::cli
