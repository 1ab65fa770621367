#include "cli/subject.hpp"

#include "run/runner.hpp"

#include <string>
#include <string_view>

namespace limbeck::cli {

Subject::Subject(Project& project, const history::RevisionGraph& graph)
    : graph_(graph),
      options_(project.run_options()),
      compare_live_(project.config().compare_live),
      is_scratch_(!project.has_database()),
      scratch_({project.config().scratch_url.value(), project.config().scratch_bin.value(),
                values(project.config().search_path)}) {
  if (!is_scratch_) {
    connection_ = std::make_unique<pg::Connection>(project.connect());
    scratch_.stand_in_for(connection_->server_version());
    return;
  }
  project.console().say("no database is configured: comparing with the revisions, replayed on a scratch server");
  connection_ = std::make_unique<pg::Connection>(scratch_.create_database());
  // The schema that is configured for the version table need not be there.
  options_.table.schema = "public";
  options_.observer.progress = [&console = project.console()](std::string_view line) { console.detail(line); };
  if (!graph_.revisions().empty()) run::Runner(*connection_, graph_, options_).upgrade("heads");
}

Subject::~Subject() = default;

catalog::IntrospectOptions Subject::introspect_options(Project& project) const {
  catalog::IntrospectOptions options = project.introspect_options();
  for (QName& table : options.excluded) table.schema = options_.table.schema;
  return options;
}

run::State Subject::state() {
  return run::Runner(*connection_, graph_, options_).state();
}

}  // namespace limbeck::cli
