#include "cli/project.hpp"

#include "pg/conninfo.hpp"

#include <cstdlib>

namespace limbeck::cli {

const Config& Project::config() {
  if (!config_) {
    config_ = load_config(options_.config, process_environment(), options_.env_file);
    if (options_.has_url) config_->database_url = options_.url;
    // What .env says of libpq's variables is for libpq, which reads the process's.
    for (const std::string& name : pg::connection_variables()) {
      if (const auto value = config_->variables(name)) ::setenv(name.c_str(), value->c_str(), 0);
    }
  }
  return *config_;
}

history::Directory Project::directory() {
  history::Directory directory{config().beside(config().migrations_directory.value()),
                               config().revision_file_name.value(), config().timezone.value()};
  for (const std::string& other : values(config().other_migrations)) directory.others.push_back(config().beside(other));
  return directory;
}

Project Project::elsewhere(const std::string& config_file) {
  GlobalOptions options = options_;
  options.config = config_file;
  options.without_database = true;
  const std::filesystem::path beside =
      options.env_file.empty() ? config().beside(".env") : std::filesystem::path(options.env_file);
  if (std::filesystem::exists(beside)) options.env_file = std::filesystem::absolute(beside).string();
  return Project(std::move(options), console_);
}

bool Project::has_database() {
  return !options_.without_database && (!config().database_url.value().empty() || pg::environment_names_database());
}

pg::Connection Project::connect() {
  if (!has_database()) {
    throw Error("no database is configured", ExitStatus::connection)
        .with_hint("give --url, set DATABASE_URL, or write url under [database] in limbeck.toml");
  }
  pg::Connection connection(config().database_url.value());
  console_.detail("connected to " + connection.description());
  if (options_.has_url && !pg::conninfo_value(options_.url, "password").empty()) {
    console_.say(
        "note: others on this machine can see a password on the command line; DATABASE_URL or ~/.pgpass keep it "
        "hidden");
  }
  return connection;
}

run::VersionTable Project::version_table() {
  return {config().version_schema.value(), config().version_table.value()};
}

run::Options Project::run_options() {
  run::Options options;
  options.table = version_table();
  options.tool_version = LIMBECK_VERSION;
  options.observer.progress = [this](std::string_view line) { console_.say(line); };
  options.observer.note = [this](std::string_view line) { console_.say(line); };
  return options;
}

catalog::IntrospectOptions Project::introspect_options() {
  const run::VersionTable table = version_table();
  return {values(config().schemas), {{table.schema, table.name}, {table.schema, table.log_name()}}};
}

}  // namespace limbeck::cli
