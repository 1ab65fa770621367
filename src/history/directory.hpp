#pragma once
// The migrations directory: reads every revision below it, and adds new ones.

#include "history/revision_graph.hpp"

#include <filesystem>
#include <string>

namespace limbeck::history {

struct Directory {
  std::filesystem::path path = "migrations";
  std::string file_name = "{rev}_{slug}";  // as [migrations] file_name of limbeck.toml
  std::string timezone = "UTC";
};

// All *.sql files below the directory that have a revision header. Throws Error (status history) with every mistake in
// every file, and in the graph they make. A directory that is not there is an error.
[[nodiscard]] RevisionGraph load_history(const Directory& directory);

// Checks the draft against the graph (id free and well formed, parents and dependencies known, labels new), gives it an
// id if it has none, and writes its file under a temporary name that is then renamed. The path of the file.
std::filesystem::path write_revision(const Directory& directory, const RevisionGraph& graph, RevisionDraft& draft);

// The same without writing: the text that would be written.
[[nodiscard]] std::string render_new_revision(const Directory& directory, const RevisionGraph& graph,
                                              RevisionDraft& draft);

}  // namespace limbeck::history
