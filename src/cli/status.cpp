// limbeck status: where the database stands, in one screen.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/revision_text.hpp"
#include "cli/subject.hpp"
#include "model/words.hpp"

#include <fmt/format.h>

namespace limbeck::cli {
namespace {

std::string listed(const std::vector<std::string>& items, const char* none) {
  return items.empty() ? std::string(none) : fmt::format("{}", fmt::join(items, ", "));
}

struct Drift {
  std::string summary;
  std::vector<std::string> changes;
  std::vector<Unmodelled> unmodelled = {};
};

// A screen is wanted, whatever state the models are in.
Drift drift_of(Project& project, Subject& subject, const history::RevisionGraph& graph, const run::State& state) {
  if (!run::is_at_head(graph, state)) return {"not compared: the database is not at head", {}};
  try {
    const Comparison comparison = compare(project, subject);
    Drift drift;
    for (const diff::Change& change : comparison.plan.changes) drift.changes.push_back(diff::to_text(change));
    drift.summary = drift.changes.empty() ? "none" : counted(drift.changes.size(), "difference");
    if (!comparison.undecided.empty())
      drift.summary += fmt::format(", {} could not be told", comparison.undecided.size());
    drift.unmodelled = comparison.unmodelled;
    return drift;
  } catch (const Error& error) {
    if (error.status == ExitStatus::connection) throw;
    for (const Diagnostic& each : error.diagnostics) project.console().warn(each);
    return {fmt::format("not compared: {}", error.what()), {}};
  }
}

ExitStatus run(Project& project) {
  const history::RevisionGraph graph = project.revisions();
  const Console& console = project.console();
  Subject subject(project, graph);
  const run::State state = subject.state();
  std::vector<std::string> heads;
  for (const std::string& id : graph.heads()) heads.push_back(line_of(graph, id));
  const history::Ids missing = pending(graph, state);
  const auto line = [&](const char* key, const std::string& value) {
    console.print(fmt::format("{}  {}\n", console.styled(Style::strong, fmt::format("{:<9}", key)), value));
  };
  line("database",
       subject.is_scratch() ? "none: the revisions, replayed on a scratch server" : subject.connection().description());
  line("current", listed(position_of(graph, state), "base"));
  line("head", heads.empty() ? "no revisions yet" : heads.front());
  for (std::size_t i = 1; i < heads.size(); ++i) line("", heads[i]);
  line("pending", missing.empty() ? "none" : fmt::format("{}: {}", missing.size(), fmt::join(missing, ", ")));
  for (const run::Edited& each : state.edited) line("edited", to_text(each));
  const Drift drift = drift_of(project, subject, graph, state);
  line("drift", drift.summary);
  for (const std::string& each : drift.changes) line("", each);
  say_unmodelled(console, drift.unmodelled);
  return ExitStatus::ok;
}

Action declare(Arguments&) {
  return [](Project& project) { return run(project); };
}

}  // namespace

const Command status_command{"status", "Database", "Show database, revision, pending revisions and drift in one screen",
                             "limbeck status", declare};

}  // namespace limbeck::cli
