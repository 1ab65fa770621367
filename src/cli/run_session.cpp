#include "cli/run_session.hpp"

#include <fmt/core.h>

namespace limbeck::cli {

RunSession::RunSession(Project& project, const history::RevisionGraph& graph)
    : connection_(project.connect()), runner_(connection_, graph, project.run_options()) {
  connection_.on_notice([&console = project.console()](std::string_view severity, std::string_view message) {
    console.say(fmt::format("{}: {}", severity, message));
  });
}

}  // namespace limbeck::cli
