#include "cli/subject.hpp"

#include "history/naming.hpp"
#include "pg/conninfo.hpp"
#include "pg/server.hpp"
#include "run/runner.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

namespace limbeck::cli {
namespace {

// What the connection string says, with another database. libpq alone reads URLs, so its parts are asked for.
std::string with_database(const std::string& conninfo, const std::string& database) {
  constexpr std::array<const char*, 24> keywords{"service",
                                                 "host",
                                                 "hostaddr",
                                                 "port",
                                                 "user",
                                                 "password",
                                                 "passfile",
                                                 "sslmode",
                                                 "sslrootcert",
                                                 "sslcert",
                                                 "sslkey",
                                                 "sslpassword",
                                                 "sslcrl",
                                                 "sslsni",
                                                 "gssencmode",
                                                 "krbsrvname",
                                                 "options",
                                                 "channel_binding",
                                                 "keepalives",
                                                 "keepalives_idle",
                                                 "connect_timeout",
                                                 "client_encoding",
                                                 "tcp_user_timeout",
                                                 "target_session_attrs"};
  std::string out = "dbname=" + pg::conninfo_quoted(database);
  for (const char* keyword : keywords) {
    const std::string value = pg::conninfo_value(conninfo, keyword);
    if (!value.empty()) out += fmt::format(" {}={}", keyword, pg::conninfo_quoted(value));
  }
  return out;
}

}  // namespace

// A private server, or a database on the one that scratch.url names; gone with this.
struct Subject::Scratch {
  explicit Scratch(Project& project) {
    const std::string& url = project.config().scratch_url.value();
    const std::string database = "limbeck_" + history::new_revision_id();
    if (url.empty()) {
      server.emplace(pg::ServerOptions{.binaries = project.config().scratch_bin.value()});
      conninfo = server->create_database(database);
      return;
    }
    owner.emplace(url);
    owner->execute(fmt::format("CREATE DATABASE {} TEMPLATE template0", database));
    dropped = fmt::format("DROP DATABASE IF EXISTS {}", database);
    conninfo = with_database(pg::checked_conninfo(url), database);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    if (owner) static_cast<void>(owner->try_execute(dropped));
  }

  std::optional<pg::Server> server;
  std::optional<pg::Connection> owner;  // of the database on scratch.url
  std::string dropped;
  std::string conninfo;
};

Subject::Subject(Project& project, const history::RevisionGraph& graph)
    : graph_(graph), options_(project.run_options()), compare_live_(project.config().compare_live) {
  if (project.has_database()) {
    connection_ = std::make_unique<pg::Connection>(project.connect());
    return;
  }
  project.console().say("no database is configured: comparing with the revisions, replayed on a scratch server");
  scratch_ = std::make_unique<Scratch>(project);
  connection_ = std::make_unique<pg::Connection>(scratch_->conninfo);
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
