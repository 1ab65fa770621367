#pragma once
// What a command names on its line, where it may mean a place of the database: that is asked only if it is needed.

#include "cli/project.hpp"
#include "history/revision_graph.hpp"

#include <string>

namespace limbeck::cli {

// The revisions that `target` names; none for base.
[[nodiscard]] history::Ids resolve(Project& project, const history::RevisionGraph& graph, const std::string& target);

}  // namespace limbeck::cli
