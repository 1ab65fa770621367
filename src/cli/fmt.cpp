// limbeck fmt: model files in canonical form.

#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "model/words.hpp"
#include "toml/document.hpp"
#include "toml/format.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace limbeck::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  bool check = false;
};

std::string canonical(const SourceFile& source) {
  Document document = parse_toml(source, 0);
  if (!document.root) {
    for (Diagnostic& each : document.diagnostics) each.excerpt = line_of(source.text, each.where.begin.line);
    throw Error(std::move(document.diagnostics), fmt::format("{} is no TOML", source.name));
  }
  return canonical_toml(source.text);
}

ExitStatus run(const Options& options, Project& project) {
  const Console& console = project.console();
  if (options.files.size() == 1 && options.files.front() == "-") {
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    const std::string wanted = canonical({"standard input", text});
    if (options.check) return wanted == text ? ExitStatus::ok : ExitStatus::differences;
    console.print(wanted);
    return ExitStatus::ok;
  }
  std::vector<std::filesystem::path> files(options.files.begin(), options.files.end());
  if (files.empty()) files = model_files(project.config());
  // Nothing is written before all of them are known to be TOML.
  std::vector<std::pair<std::filesystem::path, std::string>> changed;
  for (const std::filesystem::path& file : files) {
    const std::optional<std::string> text = read_file(file);
    if (!text) throw Error(fmt::format("{}: there is no such file", file.string()));
    std::string wanted = canonical({file.string(), *text});
    if (wanted != *text) changed.emplace_back(file, std::move(wanted));
  }
  for (const auto& [file, text] : changed) {
    console.print(file.string() + "\n");
    if (!options.check) write_file(file, text);
  }
  if (changed.empty()) console.say("All files are in canonical form.");
  if (!options.check || changed.empty()) return ExitStatus::ok;
  console.say(fmt::format("{} not in canonical form: `limbeck fmt` writes it",
                          changed.size() == 1 ? "1 file is" : counted(changed.size(), "file") + " are"));
  return ExitStatus::differences;
}

Action declare(Arguments& arguments) {
  const auto options = std::make_shared<Options>();
  arguments.positionals("FILE", options->files, "Files; all models if left out; `-`: from stdin to stdout");
  arguments.flag("--check", options->check, "Write nothing; status 2 if a file is in another form");
  return [options](Project& project) { return run(*options, project); };
}

}  // namespace

const Command fmt_command{"fmt", "Schema", "Write models in canonical form, with their comments and order",
                          "limbeck fmt\nlimbeck fmt --check\nlimbeck fmt - < models/shop.toml", declare};

}  // namespace limbeck::cli
