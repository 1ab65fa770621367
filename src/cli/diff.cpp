// limbeck diff: the SQL between database and models, both ways; nothing is written.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/revision_text.hpp"
#include "cli/subject.hpp"
#include "history/header_line.hpp"
#include "sql/emit.hpp"

#include <fmt/core.h>

#include <memory>

namespace limbeck::cli {
namespace {

// The sections as a revision file would have them.
std::string sections_of(history::Direction direction, const sql::Script& script) {
  std::string text;
  for (const sql::Unit& unit : sql::units_of(script)) {
    text += fmt::format("{}{}{}{}\n{}\n", text.empty() ? "" : "\n", history::directive_start, word_of(direction),
                        unit.transaction ? "" : " no-transaction", unit.sql);
  }
  return text;
}

ExitStatus run(bool strict, bool strict_coverage, Project& project) {
  const history::RevisionGraph graph = project.revisions();
  Subject subject(project, graph);
  const run::State state = subject.state();
  const Comparison comparison = compare(project, subject);
  const Console& console = project.console();
  if (!run::is_at_head(graph, state)) console.say("note: the database is not at head; `limbeck status` tells more");
  say_unmodelled(console, comparison.unmodelled);
  say_undecided(console, comparison.undecided);
  if (comparison.plan.empty()) {
    say_no_differences(console, comparison.undecided);
    const bool lacks = (strict && !comparison.undecided.empty()) || (strict_coverage && !comparison.unmodelled.empty());
    return lacks ? ExitStatus::differences : ExitStatus::ok;
  }
  console.print(sections_of(history::Direction::upgrade, comparison.plan.upgrade) + "\n" +
                sections_of(history::Direction::downgrade, comparison.plan.downgrade));
  return ExitStatus::differences;
}

Action declare(Arguments& arguments) {
  const auto strict = std::make_shared<bool>(false);
  const auto coverage = std::make_shared<bool>(false);
  arguments.flag("--strict", *strict, "Status 2 also if something could not be compared");
  arguments.flag("--strict-coverage", *coverage, "Status 2 also if the database holds what is not modelled");
  return [strict, coverage](Project& project) { return run(*strict, *coverage, project); };
}

}  // namespace

const Command diff_command{"diff", "Schema", "Print the SQL from the database to the models and back",
                           "limbeck diff\nlimbeck diff --url postgresql://localhost/app", declare};

}  // namespace limbeck::cli
