// limbeck downgrade: undoes revisions, or prints the script that would.

#include "cli/commands.hpp"
#include "cli/run_session.hpp"
#include "run/offline.hpp"

#include <memory>

namespace limbeck::cli {
namespace {

struct Options {
  std::string target;
  bool sql = false;
};

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  if (options.sql) {
    project.console().print(run::downgrade_script(graph, options.target, project.run_options()));
    return ExitStatus::ok;
  }
  RunSession session(project, graph);
  if (session.runner().downgrade(options.target) == 0) {
    project.console().say(graph.revisions().empty() ? "Nothing to do: there are no revisions yet."
                                                    : "Nothing to do: it is undone already.");
  }
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positional("REVISION", options->target, "Where to go back to: base, an id, or -N for N revisions");
  arguments.flag("--sql", options->sql, "Print the script instead; REVISION is FROM:TO");
  arguments.require("REVISION", "`limbeck downgrade -1` undoes the last revision, `limbeck downgrade base` all");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command downgrade_command{"downgrade", "Database", "Undo revisions",
                                "limbeck downgrade -1\nlimbeck downgrade b08e\n"
                                "limbeck downgrade head:base --sql > downgrade.sql",
                                declare};

}  // namespace limbeck::cli
