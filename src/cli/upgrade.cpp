// limbeck upgrade: applies revisions, or prints the script that would.

#include "cli/commands.hpp"
#include "cli/run_session.hpp"
#include "run/offline.hpp"

#include <memory>

namespace limbeck::cli {
namespace {

struct Options {
  std::string target = "head";
  bool sql = false;
};

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  if (options.sql) {
    project.console().print(run::upgrade_script(graph, options.target, project.run_options()));
    return ExitStatus::ok;
  }
  RunSession session(project, graph);
  if (session.runner().upgrade(options.target) == 0) {
    project.console().say(graph.revisions().empty() ? "Nothing to do: there are no revisions yet."
                                                    : "Nothing to do: it is applied already.");
  }
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positional("REVISION", options->target, "head (if left out), heads, an id, BRANCH@head, +N");
  arguments.flag("--sql", options->sql, "Print the script instead; REVISION may be FROM:TO");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command upgrade_command{"upgrade", "Database", "Apply revisions",
                              "limbeck upgrade head\nlimbeck upgrade +1\nlimbeck upgrade b08e:head --sql > upgrade.sql",
                              declare};

}  // namespace limbeck::cli
