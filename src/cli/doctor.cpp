// limbeck doctor: what would make a run fail, before it does. Changes nothing, neither files nor the database.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/examination.hpp"
#include "model/words.hpp"
#include "pg/server.hpp"

#include <fmt/format.h>

#include <optional>

namespace limbeck::cli {
namespace {

constexpr int oldest_library = 140000;  // the first with pipelines

// The first mistake with its place, and how many more there are.
std::string summary(const Error& error) {
  if (error.diagnostics.empty()) return error.what();
  const Diagnostic& first = error.diagnostics.front();
  const std::string place = first.where.file.empty() ? std::string()
                                                     : fmt::format("{}:{}:{}: ", first.where.file,
                                                                   first.where.begin.line, first.where.begin.column);
  const std::size_t more = error.diagnostics.size() - 1;
  return place + first.message + (more == 0 ? std::string() : fmt::format(" (and {} more)", more));
}

std::string next_step(const Error& error, std::string otherwise) {
  if (!error.hint.empty()) return error.hint;
  if (!error.diagnostics.empty() && !error.diagnostics.front().hint.empty()) return error.diagnostics.front().hint;
  return otherwise;
}

std::optional<Schema> examine_models(Project& project, Examination& examination) {
  if (model_files_there(project.config()).empty()) {
    examination.warn("models", "there are none",
                     "`limbeck inspect --output models/schema.toml` writes them from the database");
    return std::nullopt;
  }
  try {
    Schema schema = read_models(project).schema;
    examination.ok("models", fmt::format("{} in {}", counted(schema.objects().size(), "object"),
                                         counted(model_files(project.config()).size(), "file")));
    return schema;
  } catch (const Error& error) {
    examination.problem("models", summary(error), next_step(error, "`limbeck validate` shows every mistake"));
    return std::nullopt;
  }
}

void examine_revisions(Project& project, Examination& examination) {
  try {
    const history::RevisionGraph graph = project.revisions();
    const std::size_t heads = graph.heads().size();
    if (heads > 1) {
      examination.warn("revisions", fmt::format("there are {}", counted(heads, "head")),
                       "`limbeck merge heads -m \"...\"` joins them");
    } else {
      examination.ok("revisions", counted(graph.revisions().size(), "revision"));
    }
  } catch (const Error& error) {
    examination.problem("revisions", summary(error), next_step(error, "`limbeck history` shows every mistake"));
  }
}

void examine_library(Examination& examination) {
  const int version = pg::library_version();
  const std::string text = fmt::format("{}.{}", version / 10000, version % 10000);
  if (version >= oldest_library) {
    examination.ok("libpq", text);
  } else {
    examination.problem("libpq", text + " is too old", "install libpq 14 or newer");
  }
}

// `live` 0: no database is known.
void examine_scratch(Project& project, int live, Examination& examination) {
  const Config& config = project.config();
  const std::string url = config.scratch_url.value();
  const std::string what_for = "proofs and the comparison of views need it";
  try {
    int major = 0;
    std::string name;
    if (url.empty()) {
      const pg::Server server({.binaries = config.scratch_bin.value(), .at_least_major = live / 10000});
      major = server.major_version();
      name = fmt::format("a private PostgreSQL {} starts", major);
    } else {
      pg::Connection connection(url);
      major = connection.server_version() / 10000;
      name = fmt::format("PostgreSQL {} at {}", major, connection.description());
      const pg::Result rights = connection.execute(
          "SELECT rolcreatedb OR rolsuper, rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user");
      if (rights.text(0, 0) != "t") {
        examination.warn("scratch server", name + ": the role may not create databases there; " + what_for,
                         "ALTER ROLE ... CREATEDB there");
        return;
      }
      if (major < live / 10000) {
        examination.warn("scratch server",
                         fmt::format("{} is older than the database's {}; {}", name, live / 10000, what_for),
                         "name a server in `url` under [scratch] that is not older");
        return;
      }
    }
    if (live != 0 && major != live / 10000) {
      examination.warn("scratch server",
                       fmt::format("{}, and the database is of version {}: proofs may differ", name, live / 10000),
                       fmt::format("install the server of PostgreSQL {}", live / 10000));
      return;
    }
    examination.ok("scratch server", name);
  } catch (const Error& error) {
    examination.warn("scratch server", fmt::format("{}; {}", error.what(), what_for),
                     next_step(error, "install PostgreSQL's server, or give `url` under [scratch]"));
  }
}

void examine(Project& project, Examination& examination) {
  examine_library(examination);
  try {
    const Config& config = project.config();
    examination.ok("configuration", config.file.empty() ? "no limbeck.toml: the defaults hold" : config.file.string());
    static_cast<void>(config.database_url.value());  // fails where it needs a variable that is not set
  } catch (const Error& error) {
    examination.problem("configuration", summary(error), next_step(error, "mend it: nothing else can be looked at"));
    return;
  }
  const std::optional<Schema> models = examine_models(project, examination);
  examine_revisions(project, examination);
  int live = 0;
  if (!project.has_database()) {
    examination.warn("database", "none is configured: revisions are replayed on a scratch server instead",
                     "give --url, set DATABASE_URL, or write url under [database] in limbeck.toml");
  } else {
    try {
      pg::Connection connection = project.connect();
      live = connection.server_version();
      examination.ok("database", connection.description());
      examine_server(project, connection, examination);
      examine_rights(project, connection, models ? &*models : nullptr, examination);
    } catch (const Error& error) {
      examination.problem("database", summary(error),
                          next_step(error, "mend it: the rest of the database was not looked at"));
    }
  }
  examine_scratch(project, live, examination);
}

ExitStatus run(Project& project) {
  Examination examination;
  examine(project, examination);
  const Console& console = project.console();
  std::size_t warnings = 0;
  std::size_t problems = 0;
  for (const Check& check : examination.checks()) {
    warnings += check.state == Check::State::warning ? 1 : 0;
    problems += check.state == Check::State::problem ? 1 : 0;
    const bool good = check.state == Check::State::ok;
    const bool bad = check.state == Check::State::problem;
    console.print(fmt::format("{} {}: {}\n",
                              console.styled(good  ? Style::added
                                             : bad ? Style::removed
                                                   : Style::changed,
                                             fmt::format("{:<7}", good  ? "ok"
                                                                  : bad ? "problem"
                                                                        : "warning")),
                              check.subject, check.text));
    if (!check.next.empty()) console.print(fmt::format("        next: {}\n", check.next));
  }
  if (problems > 0) {
    console.say(fmt::format("{}, {}: a run would fail.", counted(problems, "problem"), counted(warnings, "warning")));
    return ExitStatus::error;
  }
  console.say(warnings > 0 ? fmt::format("{}, no problem.", counted(warnings, "warning")) : "All is well.");
  return ExitStatus::ok;
}

Action declare(Arguments&) {
  return [](Project& project) { return run(project); };
}

}  // namespace

const Command doctor_command{"doctor", "Database", "Tell what would make a run fail, before it does",
                             "limbeck doctor\nlimbeck doctor --url postgresql://deploy@db.example.org/app", declare};

}  // namespace limbeck::cli
