#pragma once
// The migrations directory: reads every revision below it, and adds new ones.

#include "history/revision_graph.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::history {

struct Directory {
  std::filesystem::path path = "migrations";  // where new revisions go that follow none
  std::string file_name = "{rev}_{slug}";     // as [migrations] file_name of limbeck.toml
  std::string timezone = "UTC";
  std::vector<std::filesystem::path> others = {};  // further directories that hold revisions
  std::filesystem::path chosen = {};               // where a new revision is to go: one of these, or below one

  [[nodiscard]] std::vector<std::filesystem::path> paths() const;
};

// All *.sql files below the directory that have a revision header. Throws Error (status history) with every mistake in
// every file, and in the graph they make. A directory that is not there is an error.
[[nodiscard]] RevisionGraph load_history(const Directory& directory);

// The files that say they are this revision, whether the history can be read or not.
[[nodiscard]] std::vector<std::string> files_with_id(const Directory& directory, std::string_view id);

// Checks the draft against the graph (id free and well formed, parents and dependencies known, labels new), gives it an
// id if it has none, and writes its file under a temporary name that is then renamed: where `chosen` says, else beside
// the revision that it follows. The path of the file.
std::filesystem::path write_revision(const Directory& directory, const RevisionGraph& graph, RevisionDraft& draft);

// The same without writing: the text that would be written.
[[nodiscard]] std::string render_new_revision(const Directory& directory, const RevisionGraph& graph,
                                              RevisionDraft& draft);

}  // namespace limbeck::history
