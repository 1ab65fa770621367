// limbeck diff: the SQL between database and models, both ways; nothing is written.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/reporting.hpp"
#include "cli/revision_text.hpp"
#include "cli/subject.hpp"

#include <memory>

namespace limbeck::cli {
namespace {

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
  const bool is_at_head = !options.against.empty() || run::is_at_head(graph, subject->state());
  const Comparison comparison = compare(project, *subject);
  const Console& console = project.console();
  if (!is_at_head) console.say("note: the database is not at head; `limbeck status` tells more");
  say_unmodelled(console, comparison.unmodelled);
  say_undecided(console, comparison.undecided);
  if (options.format != "text") add_comparison(comparison, {options.strict, options.strict_coverage}, report);
  if (comparison.plan.empty()) {
    say_no_differences(console, comparison.undecided);
    const bool lacks = (options.strict && !comparison.undecided.empty()) ||
                       (options.strict_coverage && !comparison.unmodelled.empty());
    return lacks ? ExitStatus::differences : ExitStatus::ok;
  }
  if (options.format == "text") console.print(sections_text(comparison.plan.upgrade, comparison.plan.downgrade));
  return ExitStatus::differences;
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
    return reported("diff", options->format, project,
                    [&](report::Report& report) { return run(*options, project, report); });
  };
}

}  // namespace

const Command diff_command{"diff", "Schema", "Print the SQL from the database to the models and back",
                           "limbeck diff\nlimbeck diff --url postgresql://localhost/app\nlimbeck diff --format json",
                           declare};

}  // namespace limbeck::cli
