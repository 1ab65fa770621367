// The server, the session that limbeck gets, and what stands between: for `limbeck doctor`.

#include "catalog/introspect.hpp"
#include "cli/examination.hpp"
#include "model/words.hpp"

#include <fmt/format.h>

namespace limbeck::cli {
namespace {

constexpr int oldest_server = 14;
constexpr int newest_server = 18;

void examine_version(const pg::Connection& connection, Examination& examination) {
  const int major = connection.server_version() / 10000;
  const std::string text = fmt::format("PostgreSQL {}.{}", major, connection.server_version() % 10000);
  if (major < oldest_server) {
    examination.problem("server", text + " is not supported",
                        fmt::format("PostgreSQL {} is the oldest that is", oldest_server));
  } else if (major > newest_server) {
    examination.warn("server", fmt::format("{} is newer than what limbeck was tested with", text),
                     fmt::format("look for a limbeck that knows it; {} is the newest here", newest_server));
  } else {
    examination.ok("server", text);
  }
}

void examine_writing(pg::Connection& connection, Examination& examination) {
  const pg::Result row = connection.execute(
      "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only'), "
      "pg_catalog.current_setting('server_encoding'), "
      "(SELECT source FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only')");
  if (row.text(0, 0) == "t") {
    examination.problem("writing", "the server is a standby, which takes no changes",
                        "name the primary in the URL; with several hosts add target_session_attrs=read-write");
  } else if (row.text(0, 1) == "on") {
    examination.problem(
        "writing", fmt::format("sessions are read-only (default_transaction_read_only, set by {})", row.text(0, 3)),
        "ALTER DATABASE or ALTER ROLE ... RESET default_transaction_read_only, or "
        "options='-c default_transaction_read_only=off' in the URL");
  } else {
    examination.ok("writing", "the server is a primary, and sessions may write");
  }
  if (row.text(0, 2) == "UTF8") {
    examination.ok("encoding", "UTF8");
  } else {
    examination.warn(
        "encoding",
        fmt::format("the database's is {}: models and revisions are UTF-8, and proofs are made in it", row.text(0, 2)),
        "keep to letters that it has; an UTF8 database takes them all");
  }
}

// A pooler tells a session another process than the one that serves it. Whether it changes servers between
// transactions, as a run cannot bear, shows where a second session is given the same one.
void examine_pooler(Project& project, pg::Connection& connection, Examination& examination) {
  const auto serving = [](pg::Connection& session) {
    return session.execute("SELECT pg_catalog.pg_backend_pid()").number<int>(0, 0);
  };
  const int first = serving(connection);
  if (first == connection.backend_pid()) {
    examination.ok("pooler", "none stands between");
    return;
  }
  pg::Connection other(project.config().database_url.value());
  if (serving(other) == first || serving(connection) != first) {
    examination.problem("pooler",
                        "one stands between that gives a session another server for each transaction: locks of the "
                        "session, such as limbeck's own, are lost",
                        "connect to the server directly, or let the pooler work in session mode");
  } else {
    examination.warn("pooler", "one stands between; in session mode it does no harm",
                     "connect to the server directly where it works in transaction mode");
  }
}

// In milliseconds; 0: none.
long setting_of(pg::Connection& connection, const std::string& name) {
  const pg::Result row = connection.query("SELECT setting FROM pg_catalog.pg_settings WHERE name = $1", {name});
  return row.rows() == 0 ? 0 : row.number<long>(0, 0);
}

void examine_limits(pg::Connection& connection, Examination& examination) {
  struct Limit {
    const char* name;
    long least;  // in milliseconds: what is below is too short
    const char* harm;
  };
  // Of lock_timeout and statement_timeout a run sets its own, but reads the schema under the session's.
  constexpr Limit limits[] = {
      {"statement_timeout", 60'000, "reading a large schema may be cut off; a run sets its own"},
      {"lock_timeout", 1'000, "reading the schema may give up where others change it; a run sets its own"},
      {"idle_in_transaction_session_timeout", 10'000, "a revision's transaction may be cut off between two statements"},
      {"idle_session_timeout", 600'000, "the session may end while a proof runs on the scratch server"},
      {"transaction_timeout", 3'600'000, "a long revision is cut off"},
  };
  bool all_well = true;
  for (const Limit& limit : limits) {
    const long value = setting_of(connection, limit.name);
    if (value == 0 || value >= limit.least) continue;
    all_well = false;
    examination.warn("time limits", fmt::format("{} is {} ms: {}", limit.name, value, limit.harm),
                     fmt::format("ALTER ROLE ... SET {} = 0 for the role that runs limbeck", limit.name));
  }
  if (all_well) examination.ok("time limits", "none that is short");
}

// A transaction may need a lock on every relation that it touches.
void examine_locks(Project& project, pg::Connection& connection, Examination& examination) {
  const long room = setting_of(connection, "max_locks_per_transaction") *
                    (setting_of(connection, "max_connections") + setting_of(connection, "max_prepared_transactions"));
  const long relations =
      connection
          .query(
              "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS relation "
              "JOIN pg_catalog.pg_namespace AS space ON space.oid = relation.relnamespace WHERE space.nspname ~ $1",
              {catalog::managed_schemas(project.introspect_options().schemas)})
          .number<long>(0, 0);
  if (relations > room) {
    examination.warn("lock table", fmt::format("it has room for {} locks, and there are {} relations", room, relations),
                     "raise max_locks_per_transaction, which takes a restart, before a revision touches them all");
  } else {
    examination.ok("lock table", fmt::format("room for {} locks, {}", room,
                                             counted(static_cast<std::size_t>(relations), "relation")));
  }
}

void examine_event_triggers(pg::Connection& connection, Examination& examination) {
  const pg::Result found = connection.execute(
      "SELECT evtname, evtevent FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D' ORDER BY 1");
  if (found.rows() == 0) return;
  std::string names;
  for (std::size_t row = 0; row < found.rows(); ++row) {
    names += fmt::format("{}{} ({})", row == 0 ? "" : ", ", found.text(row, 0), found.text(row, 1));
  }
  examination.warn(
      "event triggers",
      fmt::format("{} run with each statement of a revision, and may refuse it; expressions are compared on a "
                  "scratch server",
                  names),
      "try the revision on a copy of the database first");
}

}  // namespace

void examine_server(Project& project, pg::Connection& connection, Examination& examination) {
  examine_version(connection, examination);
  examine_writing(connection, examination);
  examine_pooler(project, connection, examination);
  examine_limits(connection, examination);
  examine_locks(project, connection, examination);
  examine_event_triggers(connection, examination);
}

}  // namespace limbeck::cli
