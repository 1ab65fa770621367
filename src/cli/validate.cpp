// limbeck validate: the models alone, without any database.

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/reporting.hpp"
#include "model/words.hpp"

#include <fmt/core.h>

#include <memory>

namespace limbeck::cli {
namespace {

ExitStatus run(Project& project, report::Report& report) {
  const Models models = read_models(project);
  add_diagnostics(models.warnings, "mistake", report);
  project.console().say(fmt::format("the models are valid: {} in {}", counted(models.schema.objects().size(), "object"),
                                    counted(model_files(project.config()).size(), "file")));
  return ExitStatus::ok;
}

Action declare(Arguments& arguments) {
  const auto format = std::make_shared<std::string>();
  declare_format(arguments, *format);
  return [format](Project& project) {
    return reported("validate", *format, project, [&](report::Report& report) { return run(project, report); });
  };
}

}  // namespace

const Command validate_command{"validate", "Schema", "Read the models and report every mistake; no database",
                               "limbeck validate\nlimbeck validate --format sarif", declare};

}  // namespace limbeck::cli
