// limbeck check: whether the database is at head and as the models say; for CI.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/reporting.hpp"
#include "cli/revision_text.hpp"
#include "cli/subject.hpp"

#include <memory>

namespace limbeck::cli {
namespace {

Style style_of(std::string_view verb) {
  return verb == "added" ? Style::added : verb == "removed" ? Style::removed : Style::changed;
}

struct Options {
  bool strict = false;
  bool strict_coverage = false;
  std::string against;
  std::string format;
};

ExitStatus run(const Options& options, Project& project, report::Report& report) {
  // A snapshot is of a database, and says nothing of revisions.
  const history::RevisionGraph graph = options.against.empty() ? project.revisions() : history::RevisionGraph();
  const auto subject = options.against.empty() ? std::make_unique<Subject>(project, graph)
                                               : std::make_unique<Subject>(project, graph, options.against);
  if (options.against.empty()) require_at_head(graph, subject->state());
  const Comparison comparison = compare(project, *subject);
  const Console& console = project.console();
  if (options.format == "text") {
    for (const diff::Change& change : comparison.plan.changes) {
      console.print(console.styled(style_of(change.verb), diff::to_text(change)) + "\n");
    }
  } else {
    add_comparison(comparison, {options.strict, options.strict_coverage}, report);
  }
  say_unmodelled(console, comparison.unmodelled);
  say_undecided(console, comparison.undecided);
  if (!comparison.plan.empty()) {
    console.say(
        "The database is not as the models say: `limbeck revision --autogenerate -m \"...\"` writes a revision.");
    return ExitStatus::differences;
  }
  say_no_differences(console, comparison.undecided);
  const bool lacks =
      (options.strict && !comparison.undecided.empty()) || (options.strict_coverage && !comparison.unmodelled.empty());
  return lacks ? ExitStatus::differences : ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.flag("--strict", options->strict, "Status 2 also if something could not be compared");
  arguments.flag("--strict-coverage", options->strict_coverage,
                 "Status 2 also if the database holds what is not modelled");
  arguments.option("--against", options->against, "FILE",
                   "Compare with what `limbeck inspect` wrote once, not with the database");
  declare_format(arguments, options->format);
  return [options](Project& project) {
    return reported("check", options->format, project,
                    [&](report::Report& report) { return run(*options, project, report); });
  };
}

}  // namespace

const Command check_command{"check", "Schema", "Tell whether the database is as the models say (0), or not (2)",
                            "limbeck check\nlimbeck check --strict --quiet\nlimbeck check --format github\nlimbeck "
                            "check --against snapshot.toml",
                            declare};

}  // namespace limbeck::cli
