// limbeck lint: what is unsafe about revisions on a database that is in use, told from their files alone.

#include "lint/lint.hpp"

#include "cli/commands.hpp"
#include "cli/git_base.hpp"
#include "history/target.hpp"
#include "model/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

namespace limbeck::cli {
namespace {

struct Options {
  std::vector<std::string> revisions;
  std::string since;
  bool strict = false;
  bool rules = false;
};

void print_rules(const Console& console) {
  for (const lint::Rule* rule : lint::all_rules) {
    console.print(fmt::format("{} ({}): {}\n  {}\n", rule->id, rule->severity == Severity::error ? "error" : "warning",
                              rule->summary, rule->hint));
  }
}

// Those that are asked for, in the order of the graph; all of them if none is.
std::set<std::string> chosen(const Options& options, Project& project, const history::RevisionGraph& graph) {
  history::Ids ids;
  if (!options.since.empty()) {
    ids = revisions_since(project, graph, options.since);
  } else if (options.revisions.empty()) {
    for (const history::Revision& each : graph.revisions()) ids.push_back(each.id);
  }
  for (const std::string& text : options.revisions) {
    for (std::string& id : history::resolve(graph, text)) ids.push_back(std::move(id));
  }
  return {ids.begin(), ids.end()};
}

lint::Options lint_options(const Config& config) {
  lint::Options options{values(config.lint_ignored), values(config.lint_errors), values(config.lint_warnings)};
  // What a session looks up first, if it says so by name.
  const std::vector<std::string> path = values(config.search_path);
  if (!path.empty() && path.front() != "$user") options.default_schema = path.front();
  lint::require_known_rules(options);
  return options;
}

ExitStatus run(const Options& options, Project& project) {
  const Console& console = project.console();
  if (options.rules) {
    print_rules(console);
    return ExitStatus::ok;
  }
  if (!options.since.empty() && !options.revisions.empty()) {
    throw Error("--since and revisions exclude each other", ExitStatus::usage)
        .with_hint("`limbeck lint --since origin/main` takes all that are new there");
  }
  const lint::Options rules = lint_options(project.config());
  const history::RevisionGraph graph = project.revisions();
  const std::set<std::string> ids = chosen(options, project, graph);
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const history::Revision& revision : graph.revisions()) {
    if (!ids.contains(revision.id)) continue;
    for (lint::Finding& finding : lint::lint(revision, rules)) {
      ++(finding.diagnostic.severity == Severity::error ? errors : warnings);
      finding.diagnostic.message += fmt::format(" [{}]", finding.rule->id);
      console.print(to_text(finding.diagnostic));
    }
  }
  if (errors + warnings == 0) {
    console.say(fmt::format("No findings in {}.", counted(ids.size(), "revision")));
    return ExitStatus::ok;
  }
  console.say(fmt::format("{} and {} in {}. `-- lint: allow RULE: reason` above a statement allows one.",
                          counted(errors, "error"), counted(warnings, "warning"), counted(ids.size(), "revision")));
  return errors > 0 || options.strict ? ExitStatus::differences : ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positionals("REVISIONS", options->revisions, "Their ids; `head` is one, too. None: all");
  arguments.option("--since", options->since, "REF", "Those that a reference of git does not have, or has otherwise");
  arguments.flag("--strict", options->strict, "Status 2 also where there are only warnings");
  arguments.flag("--rules", options->rules, "List the rules instead");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command lint_command{"lint", "Revisions", "Tell what is unsafe about revisions on a database in use",
                           "limbeck lint head\nlimbeck lint --since origin/main\nlimbeck lint --rules", declare};

}  // namespace limbeck::cli
