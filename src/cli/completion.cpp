// limbeck completion: a script that makes a shell complete limbeck's command line; and limbeck words, which such
// scripts ask for what is in the project.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/completion_script.hpp"
#include "cli/parser.hpp"
#include "toml/loader.hpp"

#include <fmt/core.h>

#include <memory>

namespace limbeck::cli {
namespace {

Action declare_completion(Arguments& arguments) {
  const auto shell = std::make_shared<std::string>();
  arguments.positional("SHELL", *shell, "bash, zsh or fish", {"bash", "zsh", "fish"});
  arguments.require("SHELL", "`limbeck completion bash`");
  return [shell](Project& project) {
    const CommandLine line = command_line();
    project.console().print(*shell == "bash"  ? bash_completion(line)
                            : *shell == "zsh" ? zsh_completion(line)
                                              : fish_completion(line));
    return ExitStatus::ok;
  };
}

// A word, and behind a tab what it is.
void offer(const Console& console, const std::string& word, const std::string& text) {
  console.print(fmt::format("{}\t{}\n", word, text));
}

void offer_revisions(Project& project) {
  const Console& console = project.console();
  for (const auto& [word, text] : {std::pair{"head", "the revision that nobody revises"},
                                   {"heads", "all of them"},
                                   {"base", "before the first revision"},
                                   {"current", "where the database stands"}}) {
    offer(console, word, text);
  }
  const history::RevisionGraph graph = project.revisions();
  const std::vector<history::Revision>& all = graph.revisions();
  for (auto each = all.rbegin(); each != all.rend(); ++each) {
    offer(console, each->id, each->message);
    for (const std::string& label : each->branch_labels) offer(console, label + "@head", "the head of that branch");
  }
}

void offer_tables(Project& project) {
  const LoadResult loaded =
      load_models(model_files(project.config()), {values(project.config().search_path), project.filter()});
  for (const std::string& name : table_names(loaded.schema)) offer(project.console(), name, "table");
}

Action declare_words(Arguments& arguments) {
  const auto of = std::make_shared<std::string>();
  arguments.positional("OF", *of, "What to list", {revision_words, table_words});
  arguments.require("OF", "`limbeck words revisions`");
  return [of](Project& project) {
    *of == table_words ? offer_tables(project) : offer_revisions(project);
    return ExitStatus::ok;
  };
}

}  // namespace

const Command completion_command{"completion", "Tools", "Print a script that completes limbeck's words in a shell",
                                 "limbeck completion bash", declare_completion};
const Command words_command{"words", "", "List what can be completed", "limbeck words revisions", declare_words};

}  // namespace limbeck::cli
