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
  std::string tag;
};

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  if (options.sql) {
    run::Options run_options = project.run_options();
    run_options.tag = options.tag;
    const bool asks = options.target.find(':') == std::string::npos && project.has_database();
    project.console().print(asks ? script_for(project, graph, history::Direction::upgrade, options.target, run_options)
                                 : run::upgrade_script(graph, options.target, run_options));
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
  arguments.flag("--sql", options->sql, "Print the script instead; FROM:TO asks no database");
  arguments.option("--tag", options->tag, "NAME", "A word to stand at the head of the script");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command upgrade_command{"upgrade", "Database", "Apply revisions",
                              "limbeck upgrade head\nlimbeck upgrade +1\nlimbeck upgrade b08e:head --sql > upgrade.sql",
                              declare};

}  // namespace limbeck::cli
