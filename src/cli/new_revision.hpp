#pragma once
// The end of every command that makes a revision: its file, or with --sql its text, and the hooks that run on the file.

#include "cli/project.hpp"
#include "history/revision_graph.hpp"

#include <string>

namespace limbeck::cli {

struct NewRevision {
  std::string version_path;  // the directory; empty: beside the one it follows
  bool sql = false;          // print the text, write nothing
};

// The directory of the project as a new revision sees it.
[[nodiscard]] history::Directory directory_for(Project& project, const NewRevision& where);

void write_revision(Project& project, const history::RevisionGraph& graph, const NewRevision& where,
                    history::RevisionDraft& draft);

}  // namespace limbeck::cli
