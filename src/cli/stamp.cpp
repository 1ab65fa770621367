// limbeck stamp: records where a database stands without running anything.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"
#include "cli/run_session.hpp"
#include "run/offline.hpp"

#include <fmt/format.h>

#include <memory>

namespace limbeck::cli {
namespace {

struct Options {
  std::vector<std::string> targets;
  bool purge = false;
  bool sql = false;
  std::string tag;
};

std::string script(const Options& options, const history::RevisionGraph& graph, Project& project) {
  run::Options run_options = project.run_options();
  run_options.tag = options.tag;
  if (options.targets.size() == 1 && options.targets.front().find(':') != std::string::npos) {
    const run::ScriptRange range = run::script_range(graph, options.targets.front());
    run::Recorded recorded;
    recorded.has_tables = !range.rows.empty();
    recorded.rows = range.rows;
    return run::stamp_script(graph, recorded, {range.target}, options.purge, run_options);
  }
  if (project.has_database()) {
    pg::Connection connection = project.connect();
    run::Runner runner(connection, graph, run_options);
    return run::stamp_script(graph, runner.recorded(), options.targets, options.purge, run_options);
  }
  return options.purge ? run::purging_script(graph, options.targets, run_options)
                       : run::stamp_script(graph, {}, options.targets, false, run_options);
}

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  const Console& console = project.console();
  if (options.sql) {
    console.print(script(options, graph, project));
    return ExitStatus::ok;
  }
  RunSession session(project, graph);
  const history::Ids rows = session.runner().stamp(options.targets, options.purge);
  console.say(
      fmt::format("The database stands at {}.", rows.empty() ? "base" : fmt::format("{}", fmt::join(rows, ", "))));
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positionals("REVISIONS", options->targets, "head, heads, base, current, ids");
  arguments.flag("--purge", options->purge, "Forget everything else: unknown and half-run revisions, other branches");
  arguments.option("--tag", options->tag, "NAME", "A word to stand at the head of the script");
  arguments.flag("--sql", options->sql, "Print the script instead; FROM:TO asks no database");
  arguments.require("REVISIONS", "`limbeck stamp head`");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command stamp_command{"stamp", "Database", "Record where the database stands, and run nothing",
                            "limbeck stamp head\nlimbeck stamp --purge b08e\nlimbeck stamp current", declare};

}  // namespace limbeck::cli
