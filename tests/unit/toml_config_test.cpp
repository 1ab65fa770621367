// limbeck.toml, .env and the environment.

#include "model/error.hpp"
#include "toml/config.hpp"
#include "toml/document.hpp"
#include "toml/glob.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace limbeck;

namespace {

namespace fs = std::filesystem;

class Directory {
 public:
  Directory() {
    std::string name = (fs::temp_directory_path() / "limbeck-config-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  fs::path write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  fs::path path_;
};

Environment variables(std::map<std::string, std::string> values) {
  return with_fallback([](const std::string&) { return std::nullopt; }, std::move(values));
}

Config load(const std::string& text, std::map<std::string, std::string> environment = {}, const std::string& env = "") {
  const Directory directory;
  if (!env.empty()) directory.write(".env", env);
  return load_config(directory.write("limbeck.toml", text), variables(std::move(environment)));
}

// All that a failed load says.
std::string complaints(const std::string& text, std::map<std::string, std::string> environment = {},
                       const std::string& env = "") {
  try {
    (void)load(text, std::move(environment), env);
  } catch (const Error& failure) {
    std::string out = std::string(failure.what()) + "\n" + failure.hint;
    for (const Diagnostic& each : failure.diagnostics) out += to_text(each);
    return out;
  }
  return "";
}

}  // namespace

TEST_CASE("the defaults stand where nothing is written") {
  const Config config = load("");
  CHECK(config.database_url.value().empty());
  CHECK(values(config.schemas) == std::vector<std::string>{"*"});
  CHECK(values(config.search_path) == std::vector<std::string>{"public"});
  CHECK(values(config.model_paths) == std::vector<std::string>{"models/**/*.toml"});
  CHECK(config.migrations_directory.value() == "migrations");
  CHECK(config.revision_file_name.value() == "{rev}_{slug}");
  CHECK(config.timezone.value() == "UTC");
  CHECK(config.version_table.value() == "limbeck_version");
  CHECK(config.version_schema.value() == "public");
  CHECK(config.compare_live);
  CHECK(config.scratch_url.value().empty());
  CHECK(config.scratch_bin.value().empty());
  CHECK(load("", {{"DATABASE_URL", "postgresql://h/d"}}).database_url.value() == "postgresql://h/d");
}

TEST_CASE("the template says what the defaults say") {
  const Config config = load(config_template());
  CHECK(config.database_url.value().empty());
  CHECK(values(config.model_paths) == std::vector<std::string>{"models/**/*.toml"});
  CHECK(config.compare_live);
  for (const char* const line : {"[database]", "[models]", "[migrations]", "[compare]", "[scratch]",
                                 "url = \"${DATABASE_URL:-}\"", "schemas = [\"*\"]", "live = true"}) {
    CAPTURE(line);
    CHECK(config_template().find(std::string("\n").append(line).append("\n")) != std::string::npos);
  }
}

TEST_CASE("the environment goes before .env, and both before the file") {
  const std::string file = "[database]\nurl = \"file\"\n";
  CHECK(load(file).database_url.value() == "file");
  CHECK(load(file, {}, "LIMBECK_DATABASE_URL=env-file").database_url.value() == "env-file");
  CHECK(load(file, {{"LIMBECK_DATABASE_URL", "process"}}, "LIMBECK_DATABASE_URL=env-file").database_url.value() ==
        "process");
  CHECK(load("", {{"DATABASE_URL", "process"}}, "DATABASE_URL=env-file").database_url.value() == "process");
  CHECK(load("", {}, "DATABASE_URL=env-file").database_url.value() == "env-file");
  const Config config = load("", {{"LIMBECK_COMPARE_LIVE", "false"},
                                  {"LIMBECK_DATABASE_SCHEMAS", "a,b"},
                                  {"LIMBECK_MIGRATIONS_FILE_NAME", "{rev}"}});
  CHECK_FALSE(config.compare_live);
  CHECK(values(config.schemas) == std::vector<std::string>{"a", "b"});
  CHECK(config.revision_file_name.value() == "{rev}");
  CHECK(complaints("", {{"LIMBECK_COMPARE_LIVE", "maybe"}}).find("LIMBECK_COMPARE_LIVE") != std::string::npos);
}

TEST_CASE("R59: variables are replaced once, and nothing else is special") {
  struct Row {
    std::string written, expected;
  };
  const std::map<std::string, std::string> environment{
      {"A", "1"}, {"EMPTY", ""}, {"NESTED", "${A}"}, {"P", "p%40:/@'\"$\\"}};
  const std::vector<Row> rows{
      {"x", "x"},
      {"${A}", "1"},
      {"a${A}b${A}c", "a1b1c"},
      {"${NESTED}", "${A}"},
      {"${B:-d}", "d"},
      {"${B:-}", ""},
      {"${EMPTY}", ""},
      {"${EMPTY:-d}", "d"},
      {"${A:-d}", "1"},
      {"${B:-${A}", "${A"},
      {"postgresql://u:${P}@h/d", "postgresql://u:p%40:/@'\"$\\@h/d"},
      {"50%s $A $", "50%s $A $"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.written);
    CHECK(load("[database]\nurl = '" + row.written + "'\n", environment).database_url.value() == row.expected);
  }
}

TEST_CASE("an unset variable is an error when its value is needed") {
  const Config config = load("[database]\nurl = \"u:${PASSWORD}@h\"\n");
  CHECK(config.timezone.value() == "UTC");
  try {
    (void)config.database_url.value();
    FAIL("no error");
  } catch (const Error& failure) {
    const std::string message = failure.what();
    CHECK(message.ends_with("limbeck.toml:2:10: the variable PASSWORD is not set"));
    CHECK(failure.hint.find("${PASSWORD:-default}") != std::string::npos);
  }
}

TEST_CASE("mistakes are named with their place and the next step") {
  struct Row {
    std::string text;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows{
      {"[databse]\nurl = ''\n", {":1:2: error: unknown section [databse]", "did you mean `database`?"}},
      {"[database]\nurll = ''\n", {":2:1: error: unknown key `urll` in [database]", "did you mean `url`?"}},
      {"[models]\nsearch_path = []\n", {"unknown key `search_path`", "belongs to [database]"}},
      {"[compare]\nlive = \"yes\"\n", {":2:8: error: `live` of [compare] must be true or false, not a string"}},
      {"[models]\npaths = \"x\"\n", {"must be a list, not a string", "paths = [\"models/**/*.toml\"]"}},
      {"[models]\npaths = [1]\n", {":2:10: error:", "a list of strings"}},
      {"database = 1\n", {"`database` must be a section"}},
      {"[database]\nurl = \"${}\"\n", {":2:8: error: \"${\" is not"}},
      {"[database]\nurl = \"${A\"\n", {":2:8: error: \"${\" is not"}},
      {"[database]\nurl = \"${1A}\"\n", {"${NAME:-default}"}},
      {"[database]\nurl = \n", {":2:7: error:"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::string all = complaints(row.text);
    CAPTURE(all);
    for (const std::string& expected : row.expected) CHECK(all.find(expected) != std::string::npos);
  }
  const std::string both = complaints("[databse]\n[models]\npath = []\n");
  CHECK(both.find("databse") != std::string::npos);
  CHECK(both.find("`path`") != std::string::npos);
}

TEST_CASE("no message shows a part of a value") {
  const std::vector<std::string> rows{
      "[database]\nurl = tSECRET\n",      "[database]\nurl = SECRET\n",     "[database]\nurl = 'SECRET\n",
      "[database]\nurl = \"SECRET\n",     "[database]\nurl = 1SECRET\n",    "[database]\nurl = '' SECRET\n",
      "[database]\nurl SECRET\n",         "[database]\nurl = ['SECRET']\n", "[compare]\nlive = 'SECRET'\n",
      "[database]\nurl = \"SECRET${\"\n",
  };
  for (const std::string& row : rows) {
    CAPTURE(row);
    const std::string all = complaints(row);
    CHECK_FALSE(all.empty());
    CHECK(all.find("SEC") == std::string::npos);
    CHECK(all.find("'S") == std::string::npos);
  }
  CHECK(complaints("", {}, "A=\"SECRET").find("SECRET") == std::string::npos);
  CHECK(complaints("", {}, "SECRET").find("SECRET") == std::string::npos);
}

TEST_CASE(".env files") {
  const auto found = parse_env_file(
      "# comment\n"
      "A=1\n"
      "  B = two words  # comment\n"
      "C=\"q # '\"\n"
      "D='a\"b\\n$A'  # c\r\n"
      "export E=e#f\n"
      "F=\n"
      "A=last\n",
      ".env");
  CHECK(found == std::map<std::string, std::string>{
                     {"A", "last"}, {"B", "two words"}, {"C", "q # '"}, {"D", "a\"b\\n$A"}, {"E", "e#f"}, {"F", ""}});
  const std::vector<std::pair<std::string, std::string>> bad{
      {"A\n", ".env:1: expected NAME=value"},
      {"\n1A=2\n", ".env:2: expected NAME=value"},
      {"A='x\n", ".env:1: the value's closing quote is missing"},
      {"A='x'y\n", ".env:1: text stands after"},
  };
  for (const auto& [text, message] : bad) {
    CAPTURE(text);
    try {
      (void)parse_env_file(text, ".env");
      FAIL("no error");
    } catch (const Error& failure) {
      CHECK(std::string(failure.what()).starts_with(message));
    }
  }
}

TEST_CASE("patterns of file names") {
  struct Row {
    std::string pattern, name;
    bool expected;
  };
  const std::vector<Row> rows{{"*.toml", "a.toml", true},
                              {"*.toml", "a.tom", false},
                              {"*.toml", ".a.toml", false},
                              {".*", ".a", true},
                              {"a?c", "abc", true},
                              {"a?c", "ac", false},
                              {"*a*b*", "xxaxxbxx", true},
                              {"*a*b*", "xxbxxa", false},
                              {"**", "x", true},
                              {"a", "a", true},
                              {"", "", true},
                              {"*", "", true}};
  for (const Row& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.name);
    CHECK(matches(row.pattern, row.name) == row.expected);
  }
  const Directory directory;
  for (const char* const name :
       {"m/b.toml", "m/a.toml", "m/x/c.toml", "m/x/y/d.toml", "m/e.txt", "m/.h/f.toml", "m/.g.toml"}) {
    directory.write(name, "");
  }
  const auto found = [&](const std::string& pattern) {
    std::vector<std::string> out;
    for (const fs::path& path : expand(pattern, directory.path()))
      out.push_back(path.lexically_relative(directory.path()).string());
    return out;
  };
  CHECK(found("m/**/*.toml") == std::vector<std::string>{"m/a.toml", "m/b.toml", "m/x/c.toml", "m/x/y/d.toml"});
  CHECK(found("m/*.toml") == std::vector<std::string>{"m/a.toml", "m/b.toml"});
  CHECK(found("./m/*/c.toml") == std::vector<std::string>{"m/x/c.toml"});
  CHECK(found("m/e.txt") == std::vector<std::string>{"m/e.txt"});
  CHECK(found("nowhere/*.toml").empty());
}

TEST_CASE("R33: no model file is an error, as an empty model would drop all tables") {
  const Directory directory;
  const fs::path file = directory.write("limbeck.toml", "[models]\npaths = [\"m/*.toml\", \"m/**/*.toml\"]\n");
  const Config config = load_config(file, variables({}));
  CHECK_THROWS_AS((void)model_files(config), Error);
  directory.write("m/a.toml", "");
  CHECK(model_files(config) == std::vector<fs::path>{directory.path() / "m/a.toml"});
  Config missing = config;
  missing.model_paths = {"m/a.toml", "m/b.toml"};
  CHECK_THROWS_AS((void)model_files(missing), Error);
  CHECK_THROWS_AS((void)load_config(directory.path() / "other.toml", variables({})), Error);
}
