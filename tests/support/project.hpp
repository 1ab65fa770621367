#pragma once
// A project directory of limbeck for a test, and the program run in it as a user would.

#include "pg/process.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limbeck::testing {

// Empty at first; removed with all that is in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // Folders in between are made. The path of the file.
  std::string write(const std::filesystem::path& name, std::string_view text) const;
  [[nodiscard]] std::string read(const std::filesystem::path& name) const;
  // Relative paths of the files below `folder`, sorted; without the .gitkeep of an empty one.
  [[nodiscard]] std::vector<std::string> files(const std::filesystem::path& folder = ".") const;

 private:
  std::filesystem::path path_;
};

// Changes to the environment that keep a test from depending on it: no PG* variables, no DATABASE_URL, no colours.
[[nodiscard]] std::vector<std::pair<std::string, std::optional<std::string>>> clean_environment();

[[nodiscard]] inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

class Project {
 public:
  // `binary` is the path of limbeck.
  explicit Project(std::string binary, std::chrono::milliseconds timeout = std::chrono::seconds(60));

  // limbeck with these arguments, in the project's directory.
  [[nodiscard]] pg::Outcome run(std::vector<std::string> arguments,
                                std::vector<std::pair<std::string, std::optional<std::string>>> environment = {}) const;
  [[nodiscard]] const TemporaryDirectory& directory() const { return directory_; }

 private:
  TemporaryDirectory directory_;
  std::string binary_;
  std::chrono::milliseconds timeout_;
};

}  // namespace limbeck::testing
