// limbeck schema: the JSON Schemas that editors and programs check files with.

#include "cli/commands.hpp"
#include "cli/json_schema.hpp"
#include "report/writers.hpp"

#include <memory>

namespace limbeck::cli {
namespace {

Action declare(Arguments& arguments) {
  const auto of = std::make_shared<std::string>();
  arguments.positional("OF", *of, "models: model files; config: limbeck.toml; report: what --format json prints",
                       {"models", "config", "report"});
  arguments.require("OF", "`limbeck schema models`");
  return [of](Project& project) {
    project.console().print(*of == "models"   ? models_schema()
                            : *of == "config" ? config_schema()
                                              : std::string(report::json_schema()));
    return ExitStatus::ok;
  };
}

}  // namespace

const Command schema_command{"schema", "Tools", "Print the JSON Schema of models, limbeck.toml or reports",
                             "limbeck schema models\nlimbeck schema config", declare};

}  // namespace limbeck::cli
