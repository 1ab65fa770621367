// limbeck init: an empty project. No database is needed, and nothing is overwritten.

#include "cli/commands.hpp"
#include "cli/files.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <memory>

namespace limbeck::cli {
namespace fs = std::filesystem;
namespace {

ExitStatus run(const fs::path& directory, Project& project) {
  const fs::path file = (directory / "limbeck.toml").lexically_normal();
  const bool configured = fs::exists(fs::symlink_status(file));
  if (configured && fs::is_directory(directory / "models") && fs::is_directory(directory / "migrations")) {
    throw Error(fmt::format("{} is there already", file.string())).with_hint("nothing was changed");
  }
  for (const char* folder : {"models", "migrations"}) {
    const fs::path path = directory / folder;
    if (fs::exists(path) && !fs::is_directory(path)) {
      throw Error(fmt::format("{} is there already and no directory", path.string())).with_hint("nothing was changed");
    }
  }
  for (const char* folder : {"models", "migrations"}) {
    if (fs::is_directory(directory / folder)) continue;
    fs::create_directories(directory / folder);
    // git keeps no empty directories, and a clone needs this one.
    write_file(directory / folder / ".gitkeep", "");
    project.console().say(fmt::format("made {}/", (directory / folder).lexically_normal().string()));
  }
  if (configured) return ExitStatus::ok;
  write_file(file, config_template());
  project.console().say(fmt::format("wrote {}", file.string()));
  project.console().say(
      "Next: set DATABASE_URL, then `limbeck inspect --output models/schema.toml` writes down what is there.");
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto directory = std::make_shared<std::string>(".");
  arguments.positional("DIR", *directory, "Where; made if it is missing. Here, if left out");
  return [directory](Project& project) { return run(*directory, project); };
}

}  // namespace

const Command init_command{"init", "Schema", "Begin a project: limbeck.toml, models/ and migrations/",
                           "limbeck init\nlimbeck init billing", declare};

}  // namespace limbeck::cli
