// limbeck edit: opens a revision's file in the user's editor, which takes the place of this process.

#include "cli/commands.hpp"
#include "cli/targets.hpp"
#include "history/directory.hpp"
#include "pg/process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

namespace limbeck::cli {
namespace {

// "code --wait" is a program with an argument. No shell reads it, so quotes mean nothing.
std::vector<std::string> editor() {
  std::string text = "vi";
  for (const char* variable : {"EDITOR", "VISUAL"}) {
    if (const char* value = std::getenv(variable); value != nullptr && *value != '\0') text = value;
  }
  std::vector<std::string> words;
  for (std::size_t at = text.find_first_not_of(' '); at < text.size(); at = text.find_first_not_of(' ', at)) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::vector<std::string> files_of(Project& project, const std::string& target) {
  try {
    const history::RevisionGraph graph = project.revisions();
    std::vector<std::string> files;
    for (const std::string& id : resolve(project, graph, target)) files.push_back(graph.at(id).path);
    return files;
  } catch (const Error& error) {
    // Files that do not fit together are what there is to edit.
    if (error.status != ExitStatus::history || error.diagnostics.empty()) throw;
    std::vector<std::string> files = history::files_with_id(project.directory(), target);
    if (files.empty()) throw;
    return files;
  }
}

ExitStatus run(const std::string& target, Project& project) {
  std::vector<std::string> command = editor();
  const std::size_t words = command.size();
  for (const std::string& file : files_of(project, target)) command.push_back(file);
  if (command.size() == words) throw Error(fmt::format("'{}' names no revision", target), ExitStatus::history);
  std::vector<char*> arguments = pg::null_terminated(command);
  ::execvp(arguments.front(), arguments.data());
  throw Error(fmt::format("the editor {} can not be started: {}", command.front(), std::strerror(errno)))
      .with_hint("VISUAL or EDITOR names the one to take");
}

Action declare(Arguments& arguments) {
  const auto target = std::make_shared<std::string>();
  arguments.positional("REVISION", *target, "An id or the beginning of one, head, current, a branch label");
  arguments.require("REVISION", "`limbeck edit head`");
  return [target](Project& project) { return run(*target, project); };
}

}  // namespace

const Command edit_command{"edit", "Revisions", "Open a revision's file in $VISUAL or $EDITOR",
                           "limbeck edit head\nlimbeck edit 7c1e", declare};

}  // namespace limbeck::cli
