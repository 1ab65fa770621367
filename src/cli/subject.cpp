#include "cli/subject.hpp"

#include "diff/plan.hpp"
#include "proof/creation.hpp"
#include "run/runner.hpp"
#include "toml/loader.hpp"

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

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

Subject::Subject(Project& project, const history::RevisionGraph& graph, const std::filesystem::path& snapshot)
    : graph_(graph),
      options_(project.run_options()),
      compare_live_(true),
      is_scratch_(true),
      scratch_({project.config().scratch_url.value(), project.config().scratch_bin.value(),
                values(project.config().search_path)}) {
  options_.table.schema = "public";
  LoadResult loaded = load_models({snapshot}, {values(project.config().search_path), project.filter()});
  if (has_errors(loaded.diagnostics)) throw Error(std::move(loaded.diagnostics), "the snapshot has errors");
  project.console().say(fmt::format("comparing with {}, built on a scratch server", snapshot.string()));
  build(loaded.schema, values(project.config().search_path));
}

void Subject::build(const Schema& snapshot, const std::vector<std::string>& search_path) {
  for (;;) {
    connection_ = std::make_unique<pg::Connection>(scratch_.create_database());
    connection_->execute("SET check_function_bodies = off; SET client_min_messages = error; SET TimeZone = 'UTC'");
    Schema possible = snapshot;
    proof::leave_versions_open(possible, *connection_);
    const auto failed = proof::create_in(*connection_, diff::creation_script(possible), search_path);
    connection_->execute("SET search_path = ''; RESET check_function_bodies");
    if (failed.empty()) return;
    bool made_roles = false;
    Diagnostics mistakes;
    for (const auto& [id, error] : failed) {
      made_roles = (scratch_.is_private() && make_missing_role(*connection_, error)) || made_roles;
      const Entry* const entry = snapshot.find(id);
      mistakes.push_back({Severity::error, fmt::format("{} '{}': {}", id.kind, display_name(id), error.what()),
                          entry == nullptr ? SourceRange{} : entry->where, "", ""});
    }
    if (!made_roles) throw Error(std::move(mistakes), "the snapshot can not be built on the scratch server");
  }
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
