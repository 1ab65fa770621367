// limbeck validate: the models alone, without any database.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "model/words.hpp"

#include <fmt/core.h>

namespace limbeck::cli {
namespace {

Action declare(Arguments&) {
  return [](Project& project) {
    const Schema schema = read_models(project);
    project.console().say(fmt::format("the models are valid: {} in {}", counted(schema.objects().size(), "object"),
                                      counted(model_files(project.config()).size(), "file")));
    return ExitStatus::ok;
  };
}

}  // namespace

const Command validate_command{"validate", "Schema", "Read the models and report every mistake; no database",
                               "limbeck validate", declare};

}  // namespace limbeck::cli
