// limbeck prove: whether revisions that are written do what they are for, tried on the scratch server.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/proving.hpp"
#include "history/target.hpp"

#include <fmt/core.h>

#include <memory>
#include <optional>

namespace limbeck::cli {
namespace {

struct Options {
  std::vector<std::string> revisions;
  bool strict = false;
  std::string limit = "0";
};

ExitStatus run(const Options& options, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  history::Ids ids;
  for (const std::string& text : options.revisions) {
    for (std::string& id : history::resolve(graph, text)) ids.push_back(std::move(id));
  }
  // Without models only the way there and back is tried.
  std::optional<Schema> models;
  if (!model_files_there(project.config()).empty()) models = read_models(project).schema;
  ScratchServer scratch({project.config().scratch_url.value(), project.config().scratch_bin.value(),
                         values(project.config().search_path)});
  const std::chrono::milliseconds limit = time_limit(options.limit);
  const Console& console = project.console();
  ExitStatus status = ExitStatus::ok;
  for (const std::string& id : ids) {
    const proof::Result result =
        prove_written(project, scratch, graph, graph.at(id), models ? &*models : nullptr, limit);
    console.print(fmt::format("{}: {}\n", id, result.text));
    if (result.failure) {
      console.report(*result.failure);
      status = result.failure->status;
    } else if (options.strict && result.verdict != proof::Result::Verdict::proven && status == ExitStatus::ok) {
      status = ExitStatus::error;
    }
  }
  return status;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positionals("REVISIONS", options->revisions, "Their ids; `head` is one, too");
  arguments.flag("--strict", options->strict, "Status 1 also where a proof could not be set up");
  arguments.option("--proof-limit", options->limit, "TIME", "Give each up after 90s, 5min; 0, as without it: never");
  arguments.require("REVISIONS", "limbeck prove head");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command prove_command{"prove", "Revisions", "Try written revisions on a scratch server",
                            "limbeck prove head\nlimbeck prove 57540bbe4032 --strict", declare};

}  // namespace limbeck::cli
