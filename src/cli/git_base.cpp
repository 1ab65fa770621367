#include "cli/git_base.hpp"

#include "cli/revision_text.hpp"
#include "history/revision_file.hpp"
#include "pg/process.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace limbeck::cli {
namespace {

class Git {
 public:
  explicit Git(std::string directory) : directory_(std::move(directory)) {}

  // What it prints; nothing if it fails.
  [[nodiscard]] std::optional<std::string> ask(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"git", "-C", directory_});
    const pg::Outcome outcome = pg::run({arguments});
    if (outcome.status == 127) {
      throw Error("git can not be started").with_hint("--base and --since compare with a reference of git");
    }
    if (outcome.status != 0 || outcome.timed_out) return std::nullopt;
    return outcome.out;
  }

  [[nodiscard]] std::optional<std::string> commit(const std::string& reference) const {
    auto commit = ask({"rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}"});
    if (commit) commit->erase(commit->find_last_not_of("\r\n") + 1);
    return commit;
  }

  // Every revision below the directory as `commit` has it; paths are written REFERENCE:FILE.
  [[nodiscard]] std::vector<history::Revision> revisions(const std::string& commit,
                                                         const std::string& reference) const {
    const auto names = ask({"ls-tree", "-r", "-z", "--name-only", commit, "--", "."});
    if (!names) throw Error(fmt::format("git can not list the files of {}", reference));
    std::vector<history::Revision> found;
    Diagnostics diagnostics;
    for (std::size_t at = 0; at < names->size();) {
      const std::size_t end = names->find('\0', at);
      const std::string name = names->substr(at, end - at);
      at = end == std::string::npos ? names->size() : end + 1;
      if (!name.ends_with(".sql")) continue;
      const auto text = ask({"show", fmt::format("{}:./{}", commit, name)});
      if (!text) throw Error(fmt::format("git can not show {} of {}", name, reference));
      auto revision = history::parse_revision(*text, fmt::format("{}:{}", reference, name), diagnostics);
      if (revision) found.push_back(std::move(*revision));
    }
    if (has_errors(diagnostics)) {
      throw Error(std::move(diagnostics), fmt::format("the revisions of {} can not be read", reference),
                  ExitStatus::history);
    }
    return found;
  }

 private:
  std::string directory_;
};

Diagnostic mistake_at(const history::Revision& revision, std::string message, std::string hint) {
  return {Severity::error, std::move(message), {revision.path, revision.where}, "", std::move(hint)};
}

std::string commit_in(const Git& git, const std::filesystem::path& path, const std::string& reference) {
  const auto commit = git.commit(reference);
  if (commit) return *commit;
  throw Error(fmt::format("git knows no commit '{}' in {}", reference, path.string()), ExitStatus::usage)
      .with_hint("`git fetch` may be missing; a shallow clone needs the reference, too");
}

}  // namespace

history::Ids revisions_since(Project& project, const history::RevisionGraph& graph, const std::string& reference) {
  std::map<std::string, std::string> there;
  for (const std::filesystem::path& path : project.directory().paths()) {
    const Git git(path.string());
    for (history::Revision& each : git.revisions(commit_in(git, path, reference), reference)) {
      there.emplace(each.id, std::move(each.file_sha256));
    }
  }
  history::Ids ids;
  for (const history::Revision& each : graph.revisions()) {
    const auto found = there.find(each.id);
    if (found == there.end() || found->second != each.file_sha256) ids.push_back(each.id);
  }
  return ids;
}

void check_against(Project& project, const history::RevisionGraph& graph, const std::string& reference) {
  std::map<std::string, history::Revision> there;
  std::map<std::string, history::Revision> began;
  for (const std::filesystem::path& path : project.directory().paths()) {
    const Git git(path.string());
    const std::string commit = commit_in(git, path, reference);
    for (history::Revision& each : git.revisions(commit, reference)) there.emplace(each.id, std::move(each));
    // A shallow clone may not know where the branch began.
    if (auto base = git.ask({"merge-base", "HEAD", commit})) {
      base->erase(base->find_last_not_of("\r\n") + 1);
      for (history::Revision& each : git.revisions(*base, reference)) began.emplace(each.id, std::move(each));
    }
  }
  Diagnostics mistakes;
  std::vector<history::Revision> together = graph.revisions();
  for (const auto& [id, revision] : there) {
    if (!graph.contains(id)) {
      if (began.contains(id)) {
        mistakes.push_back(mistake_at(revision, fmt::format("revision {} is gone here", id),
                                      "put it back: databases may stand at it"));
      }
      together.push_back(revision);
    } else if (graph.at(id).file_sha256 != revision.file_sha256) {
      mistakes.push_back(mistake_at(graph.at(id), fmt::format("revision {} says something else in {}", id, reference),
                                    "put it back and write a new revision"));
    }
  }
  if (!mistakes.empty()) {
    throw Error(std::move(mistakes), fmt::format("the revisions do not follow those of {}", reference),
                ExitStatus::history);
  }
  try {
    require_one_head(history::RevisionGraph(std::move(together)));
  } catch (Error& error) {
    error.hint = fmt::format("`git merge {}`, then `limbeck merge heads -m \"...\"`", reference);
    throw;
  }
}

}  // namespace limbeck::cli
