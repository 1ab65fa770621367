// limbeck adopt: takes over a project of another tool, Alembic. Writes limbeck.toml, revisions with the same ids, and
// the models of the database where there are none. The database and Alembic's files stay as they are.

#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/revision_text.hpp"
#include "history/alembic.hpp"
#include "history/revision_file.hpp"
#include "model/words.hpp"
#include "run/runner.hpp"
#include "toml/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace limbeck::cli {
namespace fs = std::filesystem;
namespace {

struct Options {
  std::string tool;
  std::vector<std::string> versions;
  std::string upgrade_sql;
  std::string downgrade_sql;
};

constexpr const char* shared_table = "alembic_version";

// Where alembic.ini says, or else where people have them.
std::vector<fs::path> versions_of(const Options& options) {
  if (!options.versions.empty()) return {options.versions.begin(), options.versions.end()};
  std::vector<fs::path> candidates;
  std::istringstream lines(read_file("alembic.ini").value_or(""));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find('=');
    if (!line.starts_with("script_location") || equals == std::string::npos) continue;
    std::string value = line.substr(std::min(line.find_first_not_of(" \t", equals + 1), line.size()));
    value.erase(value.find_last_not_of(" \t\r") + 1);
    if (value.starts_with("%(here)s/")) value.erase(0, 9);
    candidates.push_back(fs::path(value) / "versions");
  }
  for (const char* usual : {"alembic/versions", "migrations/versions"}) candidates.emplace_back(usual);
  for (const fs::path& each : candidates) {
    if (fs::is_directory(each)) return {each};
  }
  throw Error("Alembic's revisions are not found").with_hint("name their directory: --versions DIR");
}

void configure(Project& project) {
  if (project.config().file.empty()) {
    std::string text = config_template();
    const std::string usual = "version_table = \"limbeck_version\"";
    text.replace(text.find(usual), usual.size(), fmt::format("version_table = \"{}\"", shared_table));
    write_file("limbeck.toml", text);
    project.console().say("wrote limbeck.toml");
    project.forget_config();
  }
  if (project.version_table().name != shared_table) {
    throw Error(fmt::format("limbeck.toml keeps the revision of a database in {}, Alembic in {}",
                            project.version_table().name, shared_table))
        .with_hint(fmt::format("write version_table = \"{}\" under [migrations]: both tools can use it", shared_table));
  }
  fs::create_directories(project.directory().path);
}

std::map<std::string, std::vector<history::Unit>> units_of(const std::string& file, history::Direction direction) {
  if (file.empty()) return {};
  const auto text = read_file(file);
  if (!text) throw Error(fmt::format("{} can not be read", file));
  return history::alembic_units(*text, direction);
}

history::RevisionDraft draft_of(const history::Revision& revision) {
  history::RevisionDraft draft;
  draft.message = revision.message.empty() ? revision.id : revision.message;
  draft.id = revision.id;
  draft.down_revisions = revision.down_revisions;
  draft.depends_on = revision.depends_on;
  draft.branch_labels = revision.branch_labels;
  draft.created = revision.created;
  draft.header_notes = {"Adopted from Alembic: " + fs::path(revision.path).filename().string()};
  return draft;
}

// A merge holds nothing that could be missing. What is there already is left alone, unless it waits for its SQL.
std::size_t write_revisions(Project& project, const Options& options, const history::RevisionGraph& theirs) {
  const auto up = units_of(options.upgrade_sql, history::Direction::upgrade);
  const auto down = units_of(options.downgrade_sql, history::Direction::downgrade);
  const history::Directory directory = project.directory();
  std::vector<history::Revision> ours = history::load_history(directory).revisions();
  std::size_t written = 0;
  for (const history::Revision& revision : theirs.revisions()) {
    const auto upgrade = up.find(revision.id);
    const auto present =
        std::find_if(ours.begin(), ours.end(), [&](const auto& each) { return each.id == revision.id; });
    const bool fills = present != ours.end() && present->applied_only && upgrade != up.end();
    if (present != ours.end() && !fills) continue;
    history::RevisionDraft draft = draft_of(revision);
    draft.applied_only = upgrade == up.end() && revision.down_revisions.size() < 2;
    if (upgrade != up.end()) draft.upgrade = upgrade->second;
    const auto downgrade = down.find(revision.id);
    if (downgrade != down.end()) draft.downgrade = downgrade->second;
    draft.one_way = !draft.applied_only && downgrade == down.end() && revision.down_revisions.size() < 2;
    std::string path;
    if (fills) {
      path = present->path;
      write_file(path, history::render_revision(draft, present->created));
      ours.erase(present);
    } else {
      path = history::write_revision(directory, history::RevisionGraph(ours), draft).string();
    }
    Diagnostics diagnostics;
    ours.push_back(history::parse_revision(read_file(path).value_or(""), path, diagnostics).value());
    project.console().print(fmt::format("Generating {} ... done\n", path));
    ++written;
  }
  return written;
}

void write_models(Project& project, const history::RevisionGraph& graph) {
  const Console& console = project.console();
  if (!project.has_database()) {
    console.say("No models were written: no database is configured. `limbeck inspect --output models/schema.toml`");
    return;
  }
  pg::Connection connection = project.connect();
  const run::State state = run::Runner(connection, graph, project.run_options()).state();
  run::require_known(state);
  console.say(fmt::format("The database stands at {}.",
                          state.rows.empty() ? "base" : fmt::format("{}", fmt::join(state.rows, ", "))));
  if (!run::is_at_head(graph, state)) {
    console.warn("the database is not at head: no models were written; run `alembic upgrade heads`, then this again");
    return;
  }
  if (!model_files_there(project.config()).empty()) return;
  const fs::path file = project.config().beside("models/schema.toml");
  Schema schema = catalog::introspect(connection, project.introspect_options());
  leave_out(schema, project.filter());
  write_file(file, limbeck::write_model(schema));
  console.say(fmt::format("wrote {}", file.string()));
}

ExitStatus run(const Options& options, Project& project) {
  if (options.tool != "alembic") {
    throw Error(fmt::format("'{}' is no tool whose projects limbeck can take over", options.tool), ExitStatus::usage)
        .with_hint("`limbeck adopt alembic`");
  }
  const history::RevisionGraph theirs(history::alembic_revisions(versions_of(options)));
  configure(project);
  const std::size_t written = write_revisions(project, options, theirs);
  const history::RevisionGraph graph = project.revisions();
  std::size_t empty = 0;
  for (const history::Revision& each : graph.revisions()) empty += each.applied_only ? 1U : 0U;
  project.console().say(fmt::format("{} of {} written.", counted(written, "revision"), theirs.revisions().size()));
  if (empty > 0) {
    project.console().say(
        fmt::format("{} without SQL: databases can stand there, and nothing can be run; "
                    "--upgrade-sql fills them in.",
                    counted(empty, "revision")));
  }
  write_models(project, graph);
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positional("TOOL", options->tool, "alembic");
  arguments.options("--versions", options->versions, "DIR",
                    "Where its Python files are, if not where alembic.ini says");
  arguments.option("--upgrade-sql", options->upgrade_sql, "FILE", "What `alembic upgrade base:heads --sql` prints");
  arguments.option("--downgrade-sql", options->downgrade_sql, "FILE",
                   "What `alembic downgrade heads:base --sql` prints");
  arguments.require("TOOL", "`limbeck adopt alembic`");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command adopt_command{
    "adopt", "Schema", "Take over a project of Alembic, or what was added to it since",
    "limbeck adopt alembic\n"
    "limbeck adopt alembic --versions db/versions --upgrade-sql up.sql --downgrade-sql down.sql",
    declare};

}  // namespace limbeck::cli
