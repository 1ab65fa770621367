#include "history/directory.hpp"

#include "history/header_line.hpp"
#include "history/mistake.hpp"
#include "history/naming.hpp"
#include "history/revision_file.hpp"
#include "model/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace limbeck::history {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> sql_files(const fs::path& directory, Diagnostics& diagnostics) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    throw Error(fmt::format("{}: there is no such directory", directory.string()))
        .with_hint("`limbeck init` makes it; [migrations] directory of limbeck.toml names it");
  }
  const fs::path root = fs::canonical(directory);
  std::vector<fs::path> files;
  // Links to directories are not followed; one to a file must stay below the directory.
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.path().extension() != ".sql" || entry.path().filename().string().starts_with(".")) continue;
    const fs::path real = fs::weakly_canonical(entry.path(), error);
    if (!entry.is_regular_file(error)) continue;
    if (std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first != root.end()) {
      diagnostics.push_back(mistake("the link leads out of the migrations directory", {entry.path().string(), {}},
                                    "put the file itself there"));
      continue;
    }
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<std::string> read_file(const fs::path& path, Diagnostics& diagnostics) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    diagnostics.push_back(
        mistake(fmt::format("the file can not be read: {}", std::strerror(errno)), {path.string(), {}}));
    return std::nullopt;
  }
  return std::move(text).str();
}

[[noreturn]] void throw_system_error(const fs::path& path, const char* what) {
  throw Error(fmt::format("{}: {}: {}", path.string(), what, std::strerror(errno)));
}

// Never replaces a file that is there already.
bool rename_to_new(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  // Some file systems (NFS) know no flags here.
  if (errno != EINVAL && errno != ENOSYS) return false;
  if (::access(to.c_str(), F_OK) == 0) {
    errno = EEXIST;
    return false;
  }
  return ::rename(from.c_str(), to.c_str()) == 0;
}

// Whole or not at all: written beside its place, flushed, and renamed.
void write_new_file(const fs::path& path, std::string_view text) {
  const fs::path temporary = path.parent_path() / fmt::format(".{}.{}.tmp", path.filename().string(), ::getpid());
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) throw_system_error(temporary, "can not be written");
  std::size_t written = 0;
  bool failed = false;
  while (!failed && written < text.size()) {
    const ssize_t count = ::write(file, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    failed = count < 0;
    if (!failed) written += static_cast<std::size_t>(count);
  }
  failed = failed || ::fsync(file) != 0;
  failed = ::close(file) != 0 || failed;
  failed = failed || !rename_to_new(temporary, path);
  if (failed) {
    const int error = errno;
    ::unlink(temporary.c_str());
    errno = error;
    throw_system_error(path, "can not be written");
  }
}

std::string listed(const std::vector<fs::path>& paths) {
  std::string text;
  for (const fs::path& path : paths) text += (text.empty() ? "" : ", ") + path.string();
  return text;
}

void check_draft(const RevisionGraph& graph, const RevisionDraft& draft) {
  if (!is_revision_id(draft.id)) {
    throw Error(fmt::format("'{}' is no revision id", draft.id), ExitStatus::usage)
        .with_hint("an id is 1 to 40 of 0-9, a-z and _, and none of head, heads, base, current");
  }
  if (graph.contains(draft.id)) {
    throw Error(fmt::format("revision '{}' stands in {} already", draft.id, graph.at(draft.id).path),
                ExitStatus::history);
  }
  for (const std::string& label : draft.branch_labels) {
    if (!is_branch_label(label)) {
      throw Error(fmt::format("'{}' is no branch label", label), ExitStatus::usage)
          .with_hint("a label is made of letters, digits, '_', '-' and '.', and begins with a letter");
    }
    if (const std::string* owner = graph.label_owner(label)) {
      throw Error(fmt::format("branch label '{}' belongs to revision '{}' already", label, *owner),
                  ExitStatus::history);
    }
    if (label == draft.id || graph.contains(label)) {
      throw Error(fmt::format("branch label '{}' is the id of a revision", label), ExitStatus::history);
    }
  }
  if (graph.label_owner(draft.id) != nullptr) {
    throw Error(fmt::format("'{}' is a branch label already", draft.id), ExitStatus::history);
  }
  for (const auto* list : {&draft.down_revisions, &draft.depends_on}) {
    for (const std::string& id : *list) static_cast<void>(graph.at(id));
  }
}

struct NewFile {
  fs::path path;
  std::string text;
};

bool lies_below(const fs::path& path, const fs::path& root) {
  const fs::path inner = fs::weakly_canonical(path);
  const fs::path outer = fs::weakly_canonical(root);
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

// With several directories a branch stays in its own.
fs::path folder_of(const Directory& directory, const RevisionGraph& graph, const RevisionDraft& draft) {
  const std::vector<fs::path> paths = directory.paths();
  if (!directory.chosen.empty()) {
    for (const fs::path& path : paths) {
      if (lies_below(directory.chosen, path) && fs::is_directory(directory.chosen)) return directory.chosen;
    }
    throw Error(fmt::format("{} is no directory of revisions", directory.chosen.string()), ExitStatus::usage)
        .with_hint(fmt::format("it must be there, and be or lie below one of: {}", listed(paths)));
  }
  if (paths.size() == 1 || draft.down_revisions.empty()) return directory.path;
  const fs::path parent = graph.at(draft.down_revisions.front()).path;
  for (const fs::path& path : paths) {
    if (lies_below(parent, path)) return path;
  }
  return directory.path;
}

NewFile prepare(const Directory& directory, const RevisionGraph& graph, RevisionDraft& draft) {
  const bool given = !draft.id.empty();
  while (draft.id.empty() || (!given && graph.contains(draft.id))) draft.id = new_revision_id();
  check_draft(graph, draft);
  const std::time_t now = creation_time();
  const std::string name = file_name_for(directory.file_name, draft.id, draft.message, now, directory.timezone);
  return {folder_of(directory, graph, draft) / name,
          render_revision(draft, draft.created.empty() ? iso_date(now, directory.timezone) : draft.created)};
}

// Of all directories, each file once.
std::vector<fs::path> files_of(const Directory& directory, Diagnostics& diagnostics) {
  std::vector<fs::path> files;
  std::set<fs::path> seen;
  for (const fs::path& path : directory.paths()) {
    for (const fs::path& file : sql_files(path, diagnostics)) {
      if (seen.insert(fs::weakly_canonical(file)).second) files.push_back(file);
    }
  }
  return files;
}

}  // namespace

std::vector<fs::path> Directory::paths() const {
  std::vector<fs::path> all{path};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

RevisionGraph load_history(const Directory& directory) {
  Diagnostics diagnostics;
  std::vector<fs::path> paths;
  try {
    paths = files_of(directory, diagnostics);
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("{}: {}", error.path1().string(), error.code().message()));
  }
  std::vector<Revision> revisions;
  for (const fs::path& path : paths) {
    const auto text = read_file(path, diagnostics);
    if (!text) continue;
    if (auto revision = parse_revision(*text, path.string(), diagnostics)) revisions.push_back(std::move(*revision));
  }
  const bool failed = has_errors(diagnostics);
  try {
    RevisionGraph graph(std::move(revisions));
    if (!failed) return graph;
  } catch (Error& error) {
    // A file that did not parse leaves its children without a parent: only the cause is worth reading.
    if (!failed) throw;
  }
  throw Error(std::move(diagnostics), "the migrations directory can not be read", ExitStatus::history);
}

std::vector<std::string> files_with_id(const Directory& directory, std::string_view id) {
  Diagnostics ignored;
  std::vector<std::string> files;
  for (const fs::path& path : files_of(directory, ignored)) {
    std::istringstream text(read_file(path, ignored).value_or(""));
    for (std::string line; std::getline(text, line);) {
      const auto found = read_field(line);
      if (found && found->name == field::revision && found->value == id) files.push_back(path.string());
    }
  }
  return files;
}

fs::path write_revision(const Directory& directory, const RevisionGraph& graph, RevisionDraft& draft) {
  const NewFile file = prepare(directory, graph, draft);
  write_new_file(file.path, file.text);
  return file.path;
}

std::string render_new_revision(const Directory& directory, const RevisionGraph& graph, RevisionDraft& draft) {
  return prepare(directory, graph, draft).text;
}

}  // namespace limbeck::history
