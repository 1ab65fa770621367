#include "run/plan.hpp"

#include "history/mistake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace limbeck::run {
namespace {

void require_downgrade(const history::RevisionGraph& graph, const history::Ids& path) {
  Diagnostics diagnostics;
  for (const std::string& id : path) {
    const history::Revision& revision = graph.at(id);
    if (!revision.downgrade.empty()) continue;
    diagnostics.push_back(
        history::mistake(fmt::format("revision {} has no downgrade section", id), {revision.path, revision.where},
                         "write one; an empty `-- limbeck:downgrade` section undoes nothing and says so"));
  }
  if (!diagnostics.empty()) {
    throw Error(std::move(diagnostics), "the way down is not written", ExitStatus::history);
  }
}

void require_sql(const history::RevisionGraph& graph, const history::Ids& path) {
  Diagnostics diagnostics;
  for (const std::string& id : path) {
    const history::Revision& revision = graph.at(id);
    if (!revision.applied_only) continue;
    diagnostics.push_back(history::mistake(fmt::format("of revision {} the SQL is not here", id),
                                           {revision.path, revision.where},
                                           "another tool applied it; write sections in place of the line "
                                           "`-- limbeck:applied-only`"));
  }
  if (!diagnostics.empty()) {
    throw Error(std::move(diagnostics), "revisions without their SQL can not be run", ExitStatus::history)
        .with_hint(
            "`limbeck adopt alembic --upgrade-sql FILE` fills them in, FILE being what `alembic upgrade "
            "base:heads --sql` prints; `limbeck stamp` records that they are applied");
  }
}

}  // namespace

std::string Step::to_text() const {
  const std::string below =
      revision->down_revisions.empty() ? "base" : fmt::format("{}", fmt::join(revision->down_revisions, ", "));
  const bool up = direction == history::Direction::upgrade;
  return fmt::format("Running {} {} -> {}{}{}{}", word_of(direction), up ? below : revision->id,
                     up ? revision->id : below,
                     units_done == 0 ? "" : fmt::format(" (from unit {} of {})", units_done + 1, unit_count()),
                     revision->message.empty() ? "" : ", ", revision->message);
}

Plan make_plan(const history::RevisionGraph& graph, const history::Ids& rows, history::Direction direction,
               const history::Ids& path) {
  require_sql(graph, path);
  if (direction == history::Direction::downgrade) require_downgrade(graph, path);
  Plan plan;
  history::Ids at = rows;
  for (const std::string& id : path) {
    history::Ids after = graph.rows_after(direction, at, id);
    plan.push_back(Step{&graph.at(id), direction, std::move(at), after, 0, {}});
    at = std::move(after);
  }
  return plan;
}

Plan make_plan(const history::RevisionGraph& graph, const State& state, history::Direction direction,
               history::Ids path) {
  require_known(state);
  require_unedited(state);
  if (const Partial* begun = state.partial()) {
    const auto place = std::find(path.begin(), path.end(), begun->revision);
    if (begun->direction != direction || place == path.end()) require_whole(state);
    std::rotate(path.begin(), place, place + 1);
  }
  Plan plan = make_plan(graph, state.rows, direction, path);
  for (Step& step : plan) {
    for (const Partial& partial : state.unfinished) {
      if (partial.revision != step.revision->id || partial.direction != direction) continue;
      if (partial.units_done >= step.unit_count()) {
        // The sections that ran are as they were (require_unedited), so those that should follow were taken out.
        throw Error(
            fmt::format("of revision {} {} sections have run, and none is left", partial.revision, partial.units_done),
            ExitStatus::history)
            .with_hint(fmt::format("it had {} sections: put the others back", partial.units));
      }
      step.units_done = partial.units_done;
      step.open = partial.open;
    }
  }
  return plan;
}

}  // namespace limbeck::run
