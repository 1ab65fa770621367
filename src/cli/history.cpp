// limbeck history: the revisions, newest first.

#include "cli/commands.hpp"
#include "cli/git_base.hpp"
#include "cli/reporting.hpp"
#include "cli/revision_text.hpp"
#include "history/target.hpp"
#include "run/runner.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace limbeck::cli {
namespace {

struct Options {
  std::string range = ":";
  bool indicate_current = false;
  bool check = false;
  std::string base;
  std::string format;
};

// Where the database stands. If that is only to know which files were edited, it may be out of reach.
std::optional<run::State> state_of(Project& project, const history::RevisionGraph& graph, bool must) {
  if (!must && !project.has_database()) return std::nullopt;
  try {
    pg::Connection connection = project.connect();
    return run::Runner(connection, graph, project.run_options()).state();
  } catch (const Error& error) {
    if (must) throw;
    project.console().detail(fmt::format("not known which files were edited: {}", error.what()));
    return std::nullopt;
  }
}

ExitStatus check(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  require_one_head(graph);
  if (!options.base.empty()) check_against(project, graph, options.base);
  project.console().say("The revisions have one head.");
  return ExitStatus::ok;
}

ExitStatus run(const Options& options, Project& project) {
  if (options.check || !options.base.empty()) {
    return reported("history", options.format, project, [&](report::Report&) { return check(options, project); });
  }
  if (options.format != "text") {
    throw Error("--format goes with --check", ExitStatus::usage).with_hint("limbeck history --check --format json");
  }
  const history::RevisionGraph graph = project.revisions();
  const bool must = options.indicate_current || options.range.find("current") != std::string::npos;
  const std::optional<run::State> state = state_of(project, graph, must);
  const Console& console = project.console();
  for (const std::string& id : history::range(graph, options.range, state ? &state->rows : nullptr)) {
    const bool is_current =
        options.indicate_current && state && std::find(state->rows.begin(), state->rows.end(), id) != state->rows.end();
    std::string text = console.is_verbose() ? block_of(graph, id) : line_of(graph, id) + "\n";
    if (is_current) text.insert(text.find('\n'), " (current)");
    console.print(text);
  }
  if (state) {
    for (const run::Edited& each : state->edited) console.warn(to_text(each));
  }
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.option("-r,--rev-range", options->range, "FROM:TO",
                   "Only these; either end may be left out, or be steps from the other");
  arguments.flag("-i,--indicate-current", options->indicate_current, "Ask the database where it stands");
  arguments.flag("--check", options->check, "List nothing; status 4 if there is more than one head");
  declare_format(arguments, options->format);
  arguments.option("--base", options->base, "REF", "Check also together with the revisions of a git reference");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command history_command{"history", "Revisions", "List the revisions, newest first",
                              "limbeck history\nlimbeck history -v -r b08e:head\nlimbeck history -r -3:current\n"
                              "limbeck history --check --base origin/main",
                              declare};

}  // namespace limbeck::cli
