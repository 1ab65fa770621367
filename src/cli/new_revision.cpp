#include "cli/new_revision.hpp"

#include "pg/process.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace limbeck::cli {
namespace {

constexpr std::string_view place = "{file}";

// Words parted by blanks. The file's name is put in afterwards, so that it stays one word whatever it holds.
std::vector<std::string> words_of(const std::string& hook, const std::string& file) {
  std::vector<std::string> words;
  for (std::size_t at = hook.find_first_not_of(' '); at < hook.size(); at = hook.find_first_not_of(' ', at)) {
    const std::size_t end = std::min(hook.find(' ', at), hook.size());
    std::string word = hook.substr(at, end - at);
    if (const std::size_t found = word.find(place); found != std::string::npos) word.replace(found, place.size(), file);
    words.push_back(std::move(word));
    at = end;
  }
  return words;
}

void run_hooks(Project& project, const std::string& file) {
  for (const std::string& hook : values(project.config().hooks)) {
    const std::vector<std::string> words = words_of(hook, file);
    if (words.empty()) continue;
    project.console().say("Running " + hook);
    const pg::Outcome outcome = pg::run({words});
    for (const std::string& text : {outcome.out, outcome.err}) {
      if (!text.empty()) project.console().say(text.substr(0, text.find_last_not_of("\r\n") + 1));
    }
    if (outcome.status != 0 || outcome.timed_out) {
      throw Error(fmt::format("the hook `{}` failed: {}", hook,
                              outcome.timed_out ? "it took too long" : fmt::format("status {}", outcome.status)))
          .with_hint(fmt::format("{} is written; hooks of [migrations] in limbeck.toml names the programs", file));
    }
  }
}

}  // namespace

history::Directory directory_for(Project& project, const NewRevision& where) {
  history::Directory directory = project.directory();
  directory.chosen = where.version_path;
  return directory;
}

void write_revision(Project& project, const history::RevisionGraph& graph, const NewRevision& where,
                    history::RevisionDraft& draft) {
  const history::Directory directory = directory_for(project, where);
  if (where.sql) {
    project.console().print(history::render_new_revision(directory, graph, draft));
    return;
  }
  const std::string file = history::write_revision(directory, graph, draft).string();
  project.console().print(fmt::format("Generating {} ... done\n", file));
  run_hooks(project, file);
}

}  // namespace limbeck::cli
