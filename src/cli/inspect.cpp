// limbeck inspect: the database as model files.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/files.hpp"
#include "toml/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace limbeck::cli {
namespace {

struct Options {
  std::string output;
  std::optional<std::string> split;
};

// A schema may be named anything; a file may not. Different schemas get different names.
std::string file_name(const std::string& schema) {
  std::string name;
  for (const char c : schema) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                          c == '-' || (static_cast<unsigned char>(c) & 0x80U) != 0;
    name += is_plain ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return name + ".toml";
}

// A model that people wrote is not lost when it is written anew, nor when that happens again.
void write(const std::filesystem::path& file, const std::string& text, const Console& console) {
  const std::optional<std::string> before = read_file(file);
  if (before == text) {
    console.say(fmt::format("{} is as the database already", file.string()));
    return;
  }
  if (before) {
    std::string kept = file.string() + ".bak";
    for (int number = 2; read_file(kept).value_or(*before) != *before; ++number) {
      kept = fmt::format("{}.bak{}", file.string(), number);
    }
    write_file(kept, *before);
    console.say(fmt::format("kept what stood in {} as {}", file.string(), kept));
  }
  write_file(file, text);
  console.say(fmt::format("wrote {}", file.string()));
}

// What was written may be declared by other files, too, which no command could load.
void warn_of_others(const std::vector<std::filesystem::path>& written, Project& project) {
  for (const std::filesystem::path& file : model_files_there(project.config())) {
    const auto same = [&](const std::filesystem::path& each) {
      std::error_code error;
      return std::filesystem::equivalent(each, file, error);
    };
    if (std::any_of(written.begin(), written.end(), same)) continue;
    project.console().say(fmt::format("{} is a model file, too: an object may stand in one file only", file.string()));
  }
}

ExitStatus run(const Options& options, Project& project) {
  if (!options.output.empty() && options.split) {
    throw Error("--output and --split exclude each other", ExitStatus::usage)
        .with_hint("--output FILE writes one file, --split DIR one file a schema");
  }
  pg::Connection connection = project.connect();
  const Filter filter = project.filter();
  Schema schema = catalog::introspect(connection, project.introspect_options());
  leave_out(schema, filter);
  const Console& console = project.console();
  std::vector<std::filesystem::path> written;
  if (options.split) {
    for (const auto& [name, text] : write_models(schema)) {
      written.push_back(std::filesystem::path(*options.split) / file_name(name));
      write(written.back(), text, console);
    }
  } else if (!options.output.empty() && options.output != "-") {
    written.emplace_back(options.output);
    write(written.back(), write_model(schema), console);
  } else {
    console.print(write_model(schema));
  }
  if (!written.empty()) warn_of_others(written, project);
  say_unmodelled(console, unmodelled_of(std::move(schema)));
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.option("-o,--output", options->output, "PATH", "Write one file instead of stdout");
  arguments.option_or("--split", options->split, "models", "DIR", "Write one file a schema, to models/ unless named");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command inspect_command{"inspect", "Schema", "Write the database's schema as model files",
                              "limbeck inspect\nlimbeck inspect --output models/schema.toml\n"
                              "limbeck --url postgresql://localhost/app inspect --split models",
                              declare};

}  // namespace limbeck::cli
