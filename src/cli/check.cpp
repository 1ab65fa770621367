// limbeck check: whether the database is at head and as the models say; for CI.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/revision_text.hpp"
#include "cli/subject.hpp"

#include <memory>

namespace limbeck::cli {
namespace {

Style style_of(std::string_view verb) {
  return verb == "added" ? Style::added : verb == "removed" ? Style::removed : Style::changed;
}

ExitStatus run(bool strict, bool strict_coverage, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  Subject subject(project, graph);
  require_at_head(graph, subject.state());
  const Comparison comparison = compare(project, subject);
  const Console& console = project.console();
  for (const diff::Change& change : comparison.plan.changes) {
    console.print(console.styled(style_of(change.verb), diff::to_text(change)) + "\n");
  }
  say_unmodelled(console, comparison.unmodelled);
  say_undecided(console, comparison.undecided);
  if (!comparison.plan.empty()) {
    console.say(
        "The database is not as the models say: `limbeck revision --autogenerate -m \"...\"` writes a revision.");
    return ExitStatus::differences;
  }
  say_no_differences(console, comparison.undecided);
  const bool lacks = (strict && !comparison.undecided.empty()) || (strict_coverage && !comparison.unmodelled.empty());
  return lacks ? ExitStatus::differences : ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto strict = std::make_shared<bool>(false);
  const auto coverage = std::make_shared<bool>(false);
  arguments.flag("--strict", *strict, "Status 2 also if something could not be compared");
  arguments.flag("--strict-coverage", *coverage, "Status 2 also if the database holds what is not modelled");
  return [strict, coverage](Project& project) { return run(*strict, *coverage, project); };
}

}  // namespace

const Command check_command{"check", "Schema", "Tell whether the database is as the models say (0), or not (2)",
                            "limbeck check\nlimbeck check --strict --quiet", declare};

}  // namespace limbeck::cli
