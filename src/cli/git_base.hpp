#pragma once
// The revisions that a git reference holds, so that a branch can be checked before it is merged (R58).

#include "cli/project.hpp"
#include "history/revision_graph.hpp"

#include <string>

namespace limbeck::cli {

// Throws Error (status history) if the revisions here and those of `reference` together have several heads, if one that
// stands there says something else here, or if one that was there when the branch began is gone here.
void check_against(Project& project, const history::RevisionGraph& graph, const std::string& reference);

// The revisions here that `reference` has not, or has with other SQL.
[[nodiscard]] history::Ids revisions_since(Project& project, const history::RevisionGraph& graph,
                                           const std::string& reference);

}  // namespace limbeck::cli
