#include "cli/proving.hpp"

#include "catalog/closure.hpp"
#include "proof/creation.hpp"
#include "run/runner.hpp"
#include "sql/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace limbeck::cli {
namespace {

// No statement of a proof is worth more than this.
constexpr const char* usual_session =
    "SET client_min_messages = error; SET statement_timeout = '20s'; SET TimeZone = 'UTC'";

// The database as managed, with what it leans on outside of that.
struct Ground {
  Schema all;
  Schema outside;  // of `all` what is not managed
};

Ground ground_of(const Schema& live, Project& project, Subject& subject) {
  const std::vector<std::string> managed = values(project.config().schemas);
  Ground ground{live, {}};
  const bool all_managed = std::find(managed.begin(), managed.end(), "*") != managed.end();
  if (all_managed && project.filter().empty()) return ground;
  catalog::IntrospectOptions everything = subject.introspect_options(project);
  everything.schemas = {"*"};
  const Schema found = catalog::introspect(subject.connection(), everything);
  std::vector<ObjectId> ids;
  for (const auto& [id, entry] : live.objects()) ids.push_back(id);
  const Schema needed = catalog::closure(found, ids);
  for (const auto& [id, entry] : needed.objects()) {
    if (live.find(id) != nullptr) continue;
    ground.all.add(entry);
    ground.outside.add(entry);
  }
  return ground;
}

// What belongs to no database, but is named in one: roles and tablespaces, and settings that are no PostgreSQL's.
class Surroundings {
 public:
  Surroundings() = default;
  explicit Surroundings(pg::Connection& live) {
    const pg::Result roles = live.execute("SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'");
    for (std::size_t row = 0; row < roles.rows(); ++row) roles_.emplace_back(roles.text(row, 0));
    role_ = live.execute("SELECT current_user").text(0, 0);
    const pg::Result spaces = live.execute("SELECT spcname FROM pg_catalog.pg_tablespace WHERE spcname !~ '^pg_'");
    for (std::size_t row = 0; row < spaces.rows(); ++row) tablespaces_.emplace_back(spaces.text(row, 0));
    const pg::Result settings =
        live.execute("SELECT name, setting FROM pg_catalog.pg_settings WHERE category = 'Customized Options'");
    for (std::size_t row = 0; row < settings.rows(); ++row) {
      settings_ += fmt::format("; SELECT pg_catalog.set_config({}, {}, false)", sql::literal(settings.text(row, 0)),
                               sql::literal(settings.text(row, 1)));
    }
  }

  // On a private server: nobody else lives there.
  void make(pg::Connection& connection) const {
    for (const std::string& role : roles_) {
      const pg::Result found = connection.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", {role});
      if (found.rows() == 0) connection.execute("CREATE ROLE " + sql::name(role));
    }
    if (!role_.empty()) connection.execute(fmt::format("ALTER ROLE {} SUPERUSER", sql::name(role_)));
    for (const std::string& space : tablespaces_) {
      const pg::Result found = connection.query("SELECT FROM pg_catalog.pg_tablespace WHERE spcname = $1", {space});
      if (found.rows() > 0 || connection.server_version() < 150000) continue;
      connection.execute("SET allow_in_place_tablespaces = on");
      connection.execute(fmt::format("CREATE TABLESPACE {} LOCATION ''", sql::name(space)));
    }
  }

  [[nodiscard]] std::string session(bool is_private) const {
    std::string text = usual_session + settings_;
    if (is_private && !role_.empty()) text = "SET SESSION AUTHORIZATION " + sql::name(role_) + "; " + text;
    return text;
  }

 private:
  std::vector<std::string> roles_;
  std::string role_;  // the one that limbeck works as
  std::vector<std::string> tablespaces_;
  std::string settings_;
};

// Up to the revision, with the roles that are named on the way.
void replay(pg::Connection& connection, const history::RevisionGraph& graph, const std::string& id,
            const run::Options& options, bool may_make_roles) {
  for (;;) {
    try {
      run::Runner(connection, graph, options).upgrade(id);
      return;
    } catch (const Error& error) {
      // The message is the runner's; the server's own stands in front of the state.
      std::string why = error.diagnostics.empty() ? error.what() : error.diagnostics.front().message;
      Error cause(why.substr(0, why.find(" (" + error.sqlstate + ")")));
      cause.sqlstate = error.sqlstate;
      if (may_make_roles && make_missing_role(connection, cause)) continue;
      throw Error(fmt::format("revision {} below it fails on a scratch server: {}", id, why));
    }
  }
}

// With --verbose, what it took.
proof::Result timed(const Console& console, const std::function<proof::Result()>& prove) {
  const auto start = std::chrono::steady_clock::now();
  proof::Result result = prove();
  console.detail(fmt::format("the proof took {:.2f} s",
                             std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()));
  for (const std::string& each : result.notes) console.detail("  " + each);
  return result;
}

proof::Result no_server(const Error& error) {
  proof::Result result = proof::not_proven(error.what());
  result.is_usual = true;
  return result;
}

}  // namespace

proof::Result prove_new(Project& project, Subject& subject, const Comparison& comparison,
                        const history::Revision& revision, std::chrono::milliseconds limit) {
  ScratchServer& scratch = subject.scratch();
  const std::vector<std::string> search_path = values(project.config().search_path);
  try {
    Ground ground = ground_of(comparison.live, project, subject);
    const Surroundings around = subject.is_scratch() ? Surroundings() : Surroundings(subject.connection());
    const int live_major = subject.connection().server_version() / 10000;
    std::unique_ptr<pg::Connection> first;
    try {
      first = std::make_unique<pg::Connection>(scratch.create_database());
    } catch (const Error& error) {
      return no_server(error);
    }
    const bool is_other_version = first->server_version() / 10000 != live_major;
    if (scratch.is_private()) around.make(*first);
    proof::leave_versions_open(ground.all, *first);
    std::set<ObjectId> undecided;
    for (const catalog::Undecided& each : comparison.undecided) undecided.insert(each.id);
    const sql::Script creation = diff::creation_script(ground.all);
    const proof::Stage stage{
        .open =
            [&] {
              if (first) return std::move(first);
              return std::make_unique<pg::Connection>(scratch.create_database());
            },
        .session = around.session(scratch.is_private()),
        .prepare =
            [&](pg::Connection& connection) {
              connection.execute("SET check_function_bodies = off");
              static_cast<void>(proof::create_in(connection, creation, search_path));
            },
        .before = &comparison.live,
        .after = &comparison.models,
        .settled = &comparison.desired,
        .undecided = std::move(undecided),
        .mend = scratch.is_private() ? make_missing_role : std::function<bool(pg::Connection&, const Error&)>(),
        .outside = std::move(ground.outside),
        .scratch = scratch,
        .search_path = search_path,
        .introspect = subject.introspect_options(project),
        .is_other_version = is_other_version,
        .limit = limit,
        .place = "nothing was written; with --sql --no-prove the file is printed, and with --no-prove it is written"};
    return timed(project.console(), [&] { return proof::prove(revision, stage); });
  } catch (const Error& error) {
    if (subject.connection().is_broken()) throw;
    return proof::not_proven(error.what());
  }
}

proof::Result prove_written(Project& project, ScratchServer& scratch, const history::RevisionGraph& graph,
                            const history::Revision& revision, const Schema* models, std::chrono::milliseconds limit) {
  if (revision.applied_only) return proof::not_proven("its SQL is not known");
  const std::vector<std::string> search_path = values(project.config().search_path);
  run::Options options = project.run_options();
  options.table.schema = "public";  // the schema that is configured need not be there
  options.observer = {};
  catalog::IntrospectOptions introspect = project.introspect_options();
  for (QName& table : introspect.excluded) table.schema = options.table.schema;
  const proof::Stage stage{
      .open = [&] { return std::make_unique<pg::Connection>(scratch.create_database()); },
      .session = usual_session,
      .prepare =
          [&](pg::Connection& connection) {
            for (const history::Ids* below : {&revision.down_revisions, &revision.depends_on}) {
              for (const std::string& id : *below) replay(connection, graph, id, options, scratch.is_private());
            }
          },
      .before = nullptr,
      .after = graph.heads().size() == 1 && graph.heads().front() == revision.id ? models : nullptr,
      .mend = scratch.is_private() ? make_missing_role : std::function<bool(pg::Connection&, const Error&)>(),
      .scratch = scratch,
      .search_path = search_path,
      .introspect = introspect,
      .limit = limit,
      .place = fmt::format("edit {}, and run `limbeck prove {}` again", revision.path, revision.id)};
  return timed(project.console(), [&] { return proof::prove(revision, stage); });
}

std::chrono::milliseconds time_limit(const std::string& text) {
  std::int64_t number = -1;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  constexpr std::int64_t most = 1'000'000;
  if (error == std::errc() && number >= 0 && number <= most) {
    if (unit == "ms") return std::chrono::milliseconds(number);
    if (unit.empty() || unit == "s") return std::chrono::seconds(number);
    if (unit == "min") return std::chrono::minutes(number);
  }
  throw Error(fmt::format("'{}' is no limit of time for a proof", text), ExitStatus::usage)
      .with_hint("write it as 90s, 5min or 250ms; 0 is none");
}

}  // namespace limbeck::cli
