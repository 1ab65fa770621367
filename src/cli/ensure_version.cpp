// limbeck ensure-version: makes limbeck's two tables where a database has none.

#include "cli/commands.hpp"
#include "cli/run_session.hpp"
#include "run/offline.hpp"

#include <fmt/core.h>

#include <memory>

namespace limbeck::cli {
namespace {

ExitStatus run(bool sql, Project& project) {
  if (sql) {
    project.console().print(run::tables_script(project.run_options()));
    return ExitStatus::ok;
  }
  const history::RevisionGraph graph = project.revisions();
  RunSession session(project, graph);
  const bool made = session.runner().ensure_tables();
  project.console().say(made ? fmt::format("made {}", project.version_table().qualified()) : "Nothing to do.");
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto sql = std::make_shared<bool>(false);
  arguments.flag("--sql", *sql, "Print the script instead");
  return [sql](Project& project) { return run(*sql, project); };
}

}  // namespace

const Command ensure_version_command{"ensure-version", "Database", "Make the version tables, if they are missing",
                                     "limbeck ensure-version\nlimbeck ensure-version --sql", declare};

}  // namespace limbeck::cli
