// limbeck show: all about one revision, or several by a name such as `heads`.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"
#include "cli/targets.hpp"

#include <fmt/core.h>

#include <memory>

namespace limbeck::cli {
namespace {

ExitStatus run(const std::string& target, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  const Console& console = project.console();
  for (const std::string& id : resolve(project, graph, target)) {
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
