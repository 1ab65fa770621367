// limbeck history: the revisions, newest first.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"
#include "history/target.hpp"
#include "run/runner.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace limbeck::cli {
namespace {

struct Options {
  std::string range = ":";
  bool indicate_current = false;
};

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  std::optional<run::State> state;
  if (options.indicate_current || options.range.find("current") != std::string::npos) {
    pg::Connection connection = project.connect();
    state = run::Runner(connection, graph, project.run_options()).state();
  }
  const Console& console = project.console();
  for (const std::string& id : history::range(graph, options.range, state ? &state->rows : nullptr)) {
    const bool is_current = state && std::find(state->rows.begin(), state->rows.end(), id) != state->rows.end();
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
  arguments.option("-r,--rev-range", options->range, "FROM:TO", "Only these; either end may be left out");
  arguments.flag("-i,--indicate-current", options->indicate_current, "Ask the database where it stands");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command history_command{"history", "Revisions", "List the revisions, newest first",
                              "limbeck history\nlimbeck history -v -r b08e:head\nlimbeck history -r current:", declare};

}  // namespace limbeck::cli
