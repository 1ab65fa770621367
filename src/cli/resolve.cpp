// limbeck resolve: takes an applied revision's file as it is now, after somebody edited it.

#include "cli/commands.hpp"
#include "cli/run_session.hpp"
#include "history/target.hpp"

#include <fmt/format.h>

#include <memory>

namespace limbeck::cli {
namespace {

ExitStatus run(const std::vector<std::string>& accepted, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  history::Ids ids;
  for (const std::string& text : accepted) ids.push_back(history::resolve_one(graph, text));
  RunSession session(project, graph);
  const history::Ids edited = session.runner().accept(ids);
  project.console().say(edited.empty() ? "Nothing to do: the files are as they were applied."
                                       : fmt::format("Accepted as it is now: {}.", fmt::join(edited, ", ")));
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto accepted = std::make_shared<std::vector<std::string>>();
  arguments.options("--accept", *accepted, "REV", "An edited revision: its file counts as what was applied");
  arguments.require("accept", "`limbeck status` names the edited revisions");
  return [accepted](Project& project) { return run(*accepted, project); };
}

}  // namespace

const Command resolve_command{"resolve", "Database", "Accept a revision that was edited after it was applied",
                              "limbeck resolve --accept 7c1e", declare};

}  // namespace limbeck::cli
