// limbeck merge: a revision that joins several heads into one.

#include "cli/commands.hpp"
#include "cli/new_revision.hpp"
#include "history/target.hpp"

#include <fmt/format.h>

#include <memory>

namespace limbeck::cli {
namespace {

struct Options {
  std::vector<std::string> revisions;
  std::string message;
  std::string id;
  std::vector<std::string> branch_labels;
  NewRevision where;
};

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  history::RevisionDraft draft;
  draft.down_revisions = history::parents_of_merge(graph, options.revisions);
  draft.message =
      options.message.empty() ? fmt::format("merge {}", fmt::join(draft.down_revisions, " and ")) : options.message;
  draft.id = options.id;
  draft.branch_labels = options.branch_labels;
  write_revision(project, graph, options.where, draft);
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positionals("REVISIONS", options->revisions, "What is joined: `heads`, or two revisions or more");
  arguments.option("-m,--message", options->message, "TEXT", "Its message");
  arguments.option("--rev-id", options->id, "ID", "Its id instead of a random one");
  arguments.options("--branch-label", options->branch_labels, "NAME", "A name for the branch that begins here");
  arguments.option("--version-path", options->where.version_path, "DIR", "The directory of its file");
  arguments.require("REVISIONS", "`limbeck merge heads` joins all heads");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command merge_command{"merge", "Revisions", "Join several heads into one",
                            "limbeck merge heads -m \"join billing and shop\"\nlimbeck merge 7c1e b08e", declare};

}  // namespace limbeck::cli
