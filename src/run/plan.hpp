#pragma once
// From a path of revisions to the steps that walk it: what is run, what the version rows are before and after. Pure.

#include "history/revision_graph.hpp"
#include "run/ledger.hpp"
#include "run/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck::run {

struct Step {
  const history::Revision* revision = nullptr;  // of the graph, which must live longer
  history::Direction direction = history::Direction::upgrade;
  history::Ids rows_before;
  history::Ids rows_after;
  std::size_t units_done = 0;    // of a revision of which a part has run
  std::optional<OpenUnit> open;  // and the unit that is under way

  [[nodiscard]] std::size_t unit_count() const { return revision->sections(direction).size(); }
  [[nodiscard]] UnitId unit(std::size_t number) const { return {revision, direction, number, unit_count()}; }
  // "Running upgrade b08e1f353e69 -> abc123def456, message"; base for what lies below a base.
  [[nodiscard]] std::string to_text() const;
};

using Plan = std::vector<Step>;

// The steps of a path as history::upgrade_path and downgrade_path give it. An unfinished revision goes on where it
// stopped, and goes first. Throws Error (status history) for what can not be walked: rows that no file knows, edited
// files, an unfinished revision that does not lie on the path, a revision without a downgrade section on the way down.
[[nodiscard]] Plan make_plan(const history::RevisionGraph& graph, const State& state, history::Direction direction,
                             history::Ids path);

// The same from given version rows, for a script.
[[nodiscard]] Plan make_plan(const history::RevisionGraph& graph, const history::Ids& rows,
                             history::Direction direction, const history::Ids& path);

}  // namespace limbeck::run
