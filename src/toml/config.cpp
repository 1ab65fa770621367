#include "toml/config.hpp"

#include "model/error.hpp"
#include "toml/document.hpp"
#include "toml/glob.hpp"
#include "toml/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <variant>

namespace limbeck {
namespace {

constexpr std::string_view file_name = "limbeck.toml";

using Target = std::variant<Setting Config::*, std::vector<Setting> Config::*, bool Config::*>;

// The one list of keys: the reader, the variables and the template are made from it.
struct ConfigKey {
  std::string_view section;
  std::string_view name;
  Target target;
  std::string_view usual;  // the default, as TOML
  std::string_view help;   // lines of comment for the template
};

const std::array<ConfigKey, 20>& keys() {
  static const std::array<ConfigKey, 20> all{{
      {"database", "url", &Config::database_url, R"("${DATABASE_URL:-}")",
       "The database. Anything libpq understands: a URL, \"host=... dbname=...\", \"service=...\".\n"
       "Keep the password out of this file: write ${PASSWORD_VARIABLE}, or use ~/.pgpass.\n"
       "url = \"postgresql://app@localhost:5432/app\""},
      {"database", "schemas", &Config::schemas, R"(["*"])",
       "The schemas that limbeck manages. \"*\": all but the system's and those of extensions.\n"
       "schemas = [\"public\", \"billing\"]"},
      {"database", "include", &Config::include, "[]",
       "Of the objects there, those that limbeck looks at, as patterns [kind:][[schema.]table.]name. Empty: all."},
      {"database", "exclude", &Config::exclude, "[]",
       "Those that it leaves alone, with what stands in them.\n"
       "exclude = [\"table:public.tmp_*\", \"audit.*\", \"index:*_brin\"]"},
      {"database", "search_path", &Config::search_path, R"(["public"])",
       "Where names in the models are looked up, after the schema of the object that uses them."},
      {"models", "paths", &Config::model_paths, R"(["models/**/*.toml"])", "The files that declare the schema."},
      {"migrations", "directory", &Config::migrations_directory, R"("migrations")", "Where the revision files are."},
      {"migrations", "others", &Config::other_migrations, "[]",
       "Further directories with revision files, of the same graph. A revision goes where the one before it is.\n"
       "others = [\"billing/migrations\"]"},
      {"migrations", "file_name", &Config::revision_file_name, R"("{rev}_{slug}")",
       "The name of a new revision file, without \".sql\". Known are {rev}, {slug} (of 40 characters,\n"
       "{slug:60} of 60), {epoch}, {year}, {month}, {day}, {hour}, {minute} and {second}."},
      {"migrations", "timezone", &Config::timezone, R"("UTC")", "Of the dates in revision files."},
      {"migrations", "hooks", &Config::hooks, "[]",
       "Programs to run on a new revision file, each with its arguments, {file} among them; no shell reads them.\n"
       "hooks = [\"sqlfluff fix --dialect postgres {file}\"]"},
      {"migrations", "version_table", &Config::version_table, R"("limbeck_version")",
       "The table in which a database says at which revision it is. \"alembic_version\" is shared with Alembic."},
      {"migrations", "version_schema", &Config::version_schema, R"("public")", ""},
      {"compare", "live", &Config::compare_live, "true",
       "Whether expressions may be compared through temporary tables of the database, which are rolled back."},
      {"scratch", "url", &Config::scratch_url, R"("")",
       "A server on which databases may be created for proofs. Empty: a private one, which needs no set-up."},
      {"scratch", "bin", &Config::scratch_bin, R"("")",
       "The directory of the private server's binaries. Empty: those that are installed.\n"
       "bin = \"/usr/lib/postgresql/15/bin\""},
      {"scratch", "proof_limit", &Config::proof_limit, R"("60s")",
       "How long the proof of a new revision may take before it is given up: \"90s\", \"5min\"; \"0\": no limit."},
      {"lint", "ignore", &Config::lint_ignored, "[]",
       "Rules of `limbeck lint` that are switched off. `limbeck lint --rules` lists all.\n"
       "ignore = [\"varchar-length\"]"},
      {"lint", "errors", &Config::lint_errors, "[]", "Rules that are errors, whatever they are by themselves."},
      {"lint", "warnings", &Config::lint_warnings, "[]", "Rules that are warnings."},
  }};
  return all;
}

std::string variable_of(const ConfigKey& key) {
  std::string out = fmt::format("LIMBECK_{}_{}", key.section, key.name);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

const ConfigKey* find_key(std::string_view section, std::string_view name) {
  const auto* const found = std::find_if(keys().begin(), keys().end(), [&](const ConfigKey& each) {
    return each.section == section && each.name == name;
  });
  return found == keys().end() ? nullptr : found;
}

Field::Type type_of(const Target& target) {
  constexpr std::array types{Field::Type::text, Field::Type::list, Field::Type::flag};
  return types[target.index()];
}

class Reader {
 public:
  Reader(const SourceFile& source, const Environment& environment, Diagnostics& diagnostics)
      : source_(source), environment_(environment), diagnostics_(diagnostics) {}

  void read(const Field& root, Config& config) {
    for (const Field& section : root.items) {
      if (!is_section(section.key.value)) {
        complain(section.key, fmt::format("unknown section [{}]", toml_text::key(section.key.value)),
                 suggestion(section.key.value, sections()));
      } else if (section.type != Field::Type::table) {
        complain(section.key, fmt::format("`{}` must be a section", section.key.value),
                 fmt::format("write [{}] on a line of its own, and its keys below", section.key.value));
      } else {
        for (const Field& item : section.items) read_key(section.key.value, item, config);
      }
    }
  }

 private:
  static std::vector<std::string> sections() {
    std::set<std::string> out;
    for (const ConfigKey& key : keys()) out.emplace(key.section);
    return {out.begin(), out.end()};
  }
  static std::vector<std::string> keys_of(std::string_view section) {
    std::vector<std::string> out;
    for (const ConfigKey& key : keys()) {
      if (key.section == section) out.emplace_back(key.name);
    }
    return out;
  }
  static bool is_section(std::string_view name) {
    return std::any_of(keys().begin(), keys().end(), [&](const ConfigKey& each) { return each.section == name; });
  }
  static std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    if (const std::string near = nearest(word, known); !near.empty()) return fmt::format("did you mean `{}`?", near);
    std::string all;
    for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
    return "known are: " + all;
  }

  void read_key(const std::string& section, const Field& item, Config& config) {
    const ConfigKey* const key = find_key(section, item.key.value);
    if (key == nullptr) {
      std::string hint = suggestion(item.key.value, keys_of(section));
      for (const ConfigKey& each : keys()) {
        if (each.name == item.key.value) hint = fmt::format("`{}` belongs to [{}]", each.name, each.section);
      }
      complain(item.key, fmt::format("unknown key `{}` in [{}]", item.key.value, section), hint);
      return;
    }
    const Field::Type wanted = type_of(key->target);
    if (item.type != wanted) {
      complain(
          item.text,
          fmt::format("`{}` of [{}] must be {}, not {}", item.key.value, section, name_of(wanted), name_of(item.type)),
          fmt::format("{} = {}", key->name, key->usual));
      return;
    }
    if (const auto* text = std::get_if<Setting Config::*>(&key->target)) {
      config.*(*text) = setting(item);
    } else if (const auto* list = std::get_if<std::vector<Setting> Config::*>(&key->target)) {
      std::vector<Setting>& out = config.*(*list);
      out.clear();
      for (const Field& element : item.items) {
        if (element.type == Field::Type::text) {
          out.push_back(setting(element));
        } else {
          complain(element.text, fmt::format("`{}` of [{}] is a list of strings", item.key.value, section), "");
        }
      }
    } else {
      config.*std::get<bool Config::*>(key->target) = item.text.value == "true";
    }
  }

  Setting setting(const Field& field) { return Setting::parse(field.text, source_, environment_, diagnostics_); }

  void complain(const Text& text, std::string message, std::string hint) {
    diagnostics_.push_back({Severity::error, std::move(message), {source_.name, text.at}, "", std::move(hint)});
  }

  const SourceFile& source_;
  const Environment& environment_;
  Diagnostics& diagnostics_;
};

// toml++ shows what it met instead of what it expected: some letters of a value, perhaps.
void withhold_values(Diagnostics& diagnostics) {
  for (Diagnostic& each : diagnostics) {
    const std::size_t seen = each.message.find(", saw '");
    const std::size_t place = each.message.rfind(", in a");
    if (seen == std::string::npos) continue;
    each.message.erase(seen, place == std::string::npos || place < seen ? std::string::npos : place - seen);
  }
}

void read_into(Config& config, const SourceFile& source, const Environment& environment) {
  Document document = parse_toml(source, 0);
  withhold_values(document.diagnostics);
  if (document.root) Reader(source, environment, document.diagnostics).read(*document.root, config);
  if (!document.diagnostics.empty()) {
    throw Error(std::move(document.diagnostics), fmt::format("{} has errors", source.name));
  }
}

void read_variable(const ConfigKey& key, const std::string& name, const std::string& value, Config& config) {
  if (const auto* text = std::get_if<Setting Config::*>(&key.target)) {
    config.*(*text) = value;
  } else if (const auto* list = std::get_if<std::vector<Setting> Config::*>(&key.target)) {
    std::vector<Setting>& out = config.*(*list);
    out.clear();
    for (std::size_t at = 0; at < value.size();) {
      const std::size_t comma = std::min(value.find(',', at), value.size());
      if (comma > at) out.emplace_back(value.substr(at, comma - at));
      at = comma + 1;
    }
  } else if (value == "true" || value == "false") {
    config.*std::get<bool Config::*>(key.target) = value == "true";
  } else {
    throw Error(fmt::format("the variable {} must be true or false", name));
  }
}

// Throws if `path` is given and not there. Empty if there is none.
std::filesystem::path find_config(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  if (!path.empty()) {
    if (fs::exists(path)) return path;
    throw Error(fmt::format("{}: there is no such file", path.string())).with_hint("`limbeck init` writes one");
  }
  const fs::path start = fs::current_path();
  for (fs::path directory = start;; directory = directory.parent_path()) {
    if (fs::exists(directory / file_name)) return (directory / file_name).lexically_relative(start);
    if (directory == directory.parent_path()) return {};
  }
}

}  // namespace

std::filesystem::path Config::beside(const std::string& path) const {
  return (directory / path).lexically_normal();
}

Config load_config(const std::filesystem::path& path, const Environment& environment,
                   const std::filesystem::path& env_file) {
  Config config;
  config.file = find_config(path);
  if (config.file.has_parent_path()) config.directory = config.file.parent_path();
  Environment variables = environment;
  const std::filesystem::path beside = env_file.empty() ? config.beside(".env") : env_file;
  if (!env_file.empty() || std::filesystem::exists(beside)) {
    variables = with_fallback(environment, parse_env_file(read_source(beside).text, beside.string()));
  }
  config.variables = variables;
  std::string defaults;
  for (const ConfigKey& key : keys()) defaults += fmt::format("{}.{} = {}\n", key.section, key.name, key.usual);
  read_into(config, {"the defaults", defaults}, variables);
  if (!config.file.empty()) read_into(config, read_source(config.file), variables);
  for (const ConfigKey& key : keys()) {
    const std::string name = variable_of(key);
    if (const auto value = variables(name)) read_variable(key, name, *value, config);
  }
  return config;
}

std::vector<std::filesystem::path> model_files_there(const Config& config) {
  std::vector<std::filesystem::path> out;
  std::set<std::filesystem::path> seen;
  for (const std::string& pattern : values(config.model_paths)) {
    for (const std::filesystem::path& file : expand(pattern, config.directory)) {
      if (seen.insert(file).second) out.push_back(file);
    }
  }
  return out;
}

std::vector<std::filesystem::path> model_files(const Config& config) {
  const std::vector<std::string> patterns = values(config.model_paths);
  for (const std::string& pattern : patterns) {
    const std::vector<std::filesystem::path> found = expand(pattern, config.directory);
    if (found.empty() && pattern.find_first_of("*?") == std::string::npos) {
      throw Error(fmt::format("the model file {} is not there", config.beside(pattern).string()))
          .with_hint("it is named by `paths` of [models] in limbeck.toml");
    }
  }
  std::vector<std::filesystem::path> out = model_files_there(config);
  if (!out.empty()) return out;
  std::string all;
  for (const std::string& pattern : patterns) all += (all.empty() ? "" : ", ") + config.beside(pattern).string();
  throw Error("there is no model file: " + (all.empty() ? "`paths` of [models] is empty" : "none matches " + all))
      .with_hint("`limbeck inspect --output models/schema.toml` writes one from a database");
}

std::vector<ConfigKeyHelp> config_keys() {
  std::vector<ConfigKeyHelp> out;
  for (const ConfigKey& key : keys()) out.push_back({key.section, key.name, type_of(key.target), key.usual, key.help});
  return out;
}

std::string config_template() {
  std::string out =
      "# limbeck: keys and their defaults. A variable LIMBECK_<SECTION>_<KEY> goes before a value here.\n";
  std::string_view section;
  for (const ConfigKey& key : keys()) {
    if (key.section != section) out += fmt::format("\n[{}]\n", key.section);
    section = key.section;
    for (std::string_view help = key.help; !help.empty();) {
      const std::size_t end = std::min(help.find('\n'), help.size());
      out += fmt::format("# {}\n", help.substr(0, end));
      help.remove_prefix(std::min(end + 1, help.size()));
    }
    out += fmt::format("{} = {}\n", key.name, key.usual);
  }
  return out;
}

}  // namespace limbeck
