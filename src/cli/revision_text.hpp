#pragma once
// How revisions and the place of a database among them are shown to people.

#include "history/revision_graph.hpp"
#include "run/state.hpp"

#include <string>

namespace limbeck::cli {

// "7c1e0f9a2b44 (billing) (head)"
[[nodiscard]] std::string name_of(const history::RevisionGraph& graph, const std::string& id);
// "b08e1f353e69 -> 7c1e0f9a2b44 (head), add email verification"; <base> for what nothing lies below.
[[nodiscard]] std::string line_of(const history::RevisionGraph& graph, const std::string& id);
// Several lines, a blank one at the end.
[[nodiscard]] std::string block_of(const history::RevisionGraph& graph, const std::string& id);
// Where the database stands: "b2 (head)" for each version row, what is unfinished, what no file knows.
[[nodiscard]] std::vector<std::string> position_of(const history::RevisionGraph& graph, const run::State& state);
// "revision a1 was edited after it was applied: upgrade section 2 (migrations/a1_x.sql)"
[[nodiscard]] std::string to_text(const run::Edited& edited);

// What is not applied yet, in order.
[[nodiscard]] history::Ids pending(const history::RevisionGraph& graph, const run::State& state);
// Throws Error (status history) with the command that joins them if there are several heads.
void require_one_head(const history::RevisionGraph& graph);
// The same unless every revision is applied; an edited file does not matter.
void require_applied(const history::RevisionGraph& graph, const run::State& state);
// Throws Error (status history), with the command to run, unless every revision is applied and nothing was edited.
void require_at_head(const history::RevisionGraph& graph, const run::State& state);

}  // namespace limbeck::cli
