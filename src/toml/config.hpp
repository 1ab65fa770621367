#pragma once
// limbeck.toml: where the database, the models and the revisions are. A value comes from, in this order: the command
// line (whoever reads it assigns it here), a variable LIMBECK_<SECTION>_<KEY> of the environment, the same variable in
// .env, limbeck.toml, the default.

#include "model/field.hpp"
#include "toml/environment.hpp"
#include "toml/setting.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

struct Config {
  std::filesystem::path file;             // limbeck.toml; empty if there is none and the defaults hold
  std::filesystem::path directory = ".";  // where it was found: relative paths in it start here

  Environment variables;  // those of the process, then those of .env

  Setting database_url;              // empty: no database is configured
  std::vector<Setting> schemas;      // patterns of the managed schemas' names
  std::vector<Setting> include;      // patterns of objects (filter.hpp); empty: all
  std::vector<Setting> exclude;      // the same, of what is left out
  std::vector<Setting> search_path;  // where models look names up, after the object's own schema
  std::vector<Setting> model_paths;  // patterns of files
  Setting migrations_directory;
  Setting revision_file_name;  // "{rev}_{slug}"
  std::vector<Setting> other_migrations;
  std::vector<Setting> hooks;  // program and arguments, parted by blanks
  Setting timezone;            // of the dates in revision files
  Setting version_table;
  Setting version_schema;
  bool compare_live = true;  // whether expressions may be compared through temporary objects of the live server
  Setting scratch_url;       // empty: a private server ...
  Setting scratch_bin;       // ... from the binaries in this directory; empty: those installed
  Setting proof_limit;       // "60s", "5min"; "0": none
  std::vector<Setting> lint_ignored;  // rules of `limbeck lint`, by id
  std::vector<Setting> lint_errors;
  std::vector<Setting> lint_warnings;

  // `path` as seen from the configuration.
  [[nodiscard]] std::filesystem::path beside(const std::string& path) const;
};

// Reads `path`; if that is empty, limbeck.toml in the working directory or the nearest one above it. The variables of
// `env_file`, or of .env beside the configuration where none is given, stand behind those of `environment`. Throws
// Error with all diagnostics of the file. No message shows any part of a value: it may be a password.
[[nodiscard]] Config load_config(const std::filesystem::path& path, const Environment& environment,
                                 const std::filesystem::path& env_file = {});

// The files that `model_paths` match, in order, each once.
[[nodiscard]] std::vector<std::filesystem::path> model_files_there(const Config& config);
// The same. Throws Error if there is none, since an empty model would
// drop all tables, and for a path without wildcards that is not there.
[[nodiscard]] std::vector<std::filesystem::path> model_files(const Config& config);

// A key of the file, for whoever describes it.
struct ConfigKeyHelp {
  std::string_view section;
  std::string_view name;
  Field::Type type;
  std::string_view usual;  // the default, as TOML
  std::string_view help;   // lines; those of the form `name = ...` are examples
};
[[nodiscard]] std::vector<ConfigKeyHelp> config_keys();

// What `limbeck init` writes: every key with its default, explained.
[[nodiscard]] std::string config_template();

}  // namespace limbeck
