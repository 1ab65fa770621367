// limbeck inspect: the database as model files.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/files.hpp"
#include "toml/writer.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

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

ExitStatus run(const Options& options, Project& project) {
  if (!options.output.empty() && options.split) {
    throw Error("--output and --split exclude each other", ExitStatus::usage)
        .with_hint("--output FILE writes one file, --split DIR one file a schema");
  }
  pg::Connection connection = project.connect();
  const Schema schema = catalog::introspect(connection, project.introspect_options());
  const Console& console = project.console();
  if (options.split) {
    for (const auto& [name, text] : write_models(schema)) {
      const std::filesystem::path file = std::filesystem::path(*options.split) / file_name(name);
      write_file(file, text);
      console.say(fmt::format("wrote {}", file.string()));
    }
  } else if (!options.output.empty() && options.output != "-") {
    write_file(options.output, write_model(schema));
    console.say(fmt::format("wrote {}", options.output));
  } else {
    console.print(write_model(schema));
  }
  say_unmodelled(console, schema.unmodelled);
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
