#include "support/project.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace limbeck::testing {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (fs::temp_directory_path() / "limbeck-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory " + pattern);
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryDirectory::write(const fs::path& name, std::string_view text) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
  return file.string();
}

std::string TemporaryDirectory::read(const fs::path& name) const {
  std::ifstream stream(path_ / name, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + (path_ / name).string());
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<std::string> TemporaryDirectory::files(const fs::path& folder) const {
  std::vector<std::string> result;
  const fs::path root = path_ / folder;
  if (!fs::exists(root)) return result;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() && entry.path().filename() != ".gitkeep")
      result.push_back(fs::relative(entry.path(), path_).string());
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<std::pair<std::string, std::optional<std::string>>> clean_environment() {
  std::vector<std::pair<std::string, std::optional<std::string>>> result = {{"NO_COLOR", "1"},
                                                                            {"DATABASE_URL", std::nullopt}};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string name = std::string(*entry).substr(0, std::string(*entry).find('='));
    if (name.rfind("PG", 0) == 0) result.emplace_back(name, std::nullopt);
  }
  return result;
}

Project::Project(std::string binary, std::chrono::milliseconds timeout)
    : binary_(std::move(binary)), timeout_(timeout) {}

pg::Outcome Project::run(std::vector<std::string> arguments,
                         std::vector<std::pair<std::string, std::optional<std::string>>> environment) const {
  arguments.insert(arguments.begin(), binary_);
  auto changes = clean_environment();
  changes.insert(changes.end(), environment.begin(), environment.end());
  return pg::run({.arguments = std::move(arguments),
                  .directory = directory_.path().string(),
                  .environment = std::move(changes),
                  .timeout = timeout_});
}

}  // namespace limbeck::testing
