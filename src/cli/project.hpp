#pragma once
// What the commands work on: the configuration, the revisions and the database that one call of limbeck is about. Each
// is looked at when it is asked for, never earlier.

#include "catalog/introspect.hpp"
#include "cli/console.hpp"
#include "history/directory.hpp"
#include "pg/connection.hpp"
#include "run/options.hpp"
#include "toml/config.hpp"
#include "toml/filter.hpp"

#include <optional>
#include <string>

namespace limbeck::cli {

struct GlobalOptions {
  std::string url;
  bool has_url = false;
  bool without_database = false;  // whatever is configured
  std::string config;
  std::string env_file;
  Color color = Color::automatic;
  Talk talk = Talk::normal;
};

class Project {
 public:
  // The console must live longer.
  Project(GlobalOptions options, const Console& console) : options_(std::move(options)), console_(console) {}

  [[nodiscard]] const Console& console() const { return console_; }
  [[nodiscard]] const Config& config();
  // Of a file that was written meanwhile.
  void forget_config() { config_.reset(); }
  [[nodiscard]] history::Directory directory();
  [[nodiscard]] history::RevisionGraph revisions() { return history::load_history(directory()); }

  // The same with another limbeck.toml, without a database, and with the variables of this one's .env.
  [[nodiscard]] Project elsewhere(const std::string& config_file);

  // A URL is given or configured, or libpq's own variables say where one is (PGHOST, PGSERVICE and the like).
  [[nodiscard]] bool has_database();
  // Throws Error (status connection) with what to do if there is none.
  [[nodiscard]] pg::Connection connect();

  [[nodiscard]] run::VersionTable version_table();
  [[nodiscard]] run::Options run_options();
  [[nodiscard]] catalog::IntrospectOptions introspect_options();
  // Throws Error (usage) for a pattern that is none.
  [[nodiscard]] Filter filter() { return {values(config().include), values(config().exclude)}; }

 private:
  GlobalOptions options_;
  const Console& console_;
  std::optional<Config> config_;
};

}  // namespace limbeck::cli
