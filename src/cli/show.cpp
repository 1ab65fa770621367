// limbeck show: all about one revision, or several by a name such as `heads`.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"
#include "history/target.hpp"
#include "run/runner.hpp"

#include <fmt/core.h>

#include <memory>
#include <optional>

namespace limbeck::cli {
namespace {

bool needs_database(const std::string& target) {
  return target.find("current") != std::string::npos || target.starts_with('+') || target.starts_with('-') ||
         target.find("@+") != std::string::npos || target.find("@-") != std::string::npos;
}

ExitStatus run(const std::string& target, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  std::optional<run::State> state;
  if (needs_database(target)) {
    pg::Connection connection = project.connect();
    state = run::Runner(connection, graph, project.run_options()).state();
  }
  const Console& console = project.console();
  for (const std::string& id : history::resolve(graph, target, state ? &state->rows : nullptr)) {
    console.print(block_of(graph, id));
    if (!console.is_verbose()) continue;
    for (const history::Direction direction : {history::Direction::upgrade, history::Direction::downgrade}) {
      for (const history::Section& section : graph.at(id).sections(direction)) {
        console.print(fmt::format("-- {}{}\n{}\n\n", word_of(direction), section.transaction ? "" : " no-transaction",
                                  section.sql));
      }
    }
  }
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto target = std::make_shared<std::string>();
  arguments.positional("REVISION", *target, "An id or the beginning of one, head, current, a branch label");
  arguments.require("REVISION", "`limbeck show head`");
  return [target](Project& project) { return run(*target, project); };
}

}  // namespace

const Command show_command{"show", "Revisions", "Show one revision; with -v its SQL too",
                           "limbeck show head\nlimbeck show 7c1e -v", declare};

}  // namespace limbeck::cli
