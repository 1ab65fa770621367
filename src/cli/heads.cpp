// limbeck heads: the revisions that nobody revises.

#include "cli/commands.hpp"
#include "cli/revision_text.hpp"

#include <memory>

namespace limbeck::cli {
namespace {

struct Options {
  bool resolves_dependencies = false;
  bool check = false;
};

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  const Console& console = project.console();
  const history::Ids heads = graph.heads();
  for (const std::string& id : options.resolves_dependencies ? graph.rows_of(heads) : heads) {
    console.print(console.is_verbose() ? block_of(graph, id) : name_of(graph, id) + "\n");
  }
  if (options.check) require_one_head(graph);
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.flag("--resolve-dependencies", options->resolves_dependencies,
                 "Leave out those on which another one depends");
  arguments.flag("--check", options->check, "Status 4 if there is more than one");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command heads_command{"heads", "Revisions", "List the revisions that nobody revises",
                            "limbeck heads -v\nlimbeck heads --check", declare};

}  // namespace limbeck::cli
