#include "support/cluster.hpp"

#include "pg/connection.hpp"
#include "support/catalog_dump.hpp"
#include "support/project.hpp"

#include <fmt/core.h>

#include <cctype>
#include <cstdlib>
#include <regex>
#include <unistd.h>
#include <utility>

namespace limbeck::testing {
namespace {

std::string percent_encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || c == '/' || c == '_' || c == '-' || c == '.';
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return result;
}

std::string quoted_identifier(const std::string& name) {
  std::string result = "\"";
  for (const char c : name) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

}  // namespace

pg::ServerOptions server_options() {
  const char* binaries = std::getenv("LIMBECK_SCRATCH_BIN");
  return {.binaries = binaries == nullptr ? "" : binaries};
}

Cluster::Cluster(std::chrono::milliseconds timeout) : timeout_(timeout) {}

Cluster& Cluster::shared() {
  static Cluster cluster;
  // Models name roles and never make them: these are there for the cases.
  static const bool has_roles = [] {
    pg::Connection connection(cluster.server_.conninfo());
    for (const char* role : {"reader", "writer", "odd \"role\""}) {
      connection.execute("CREATE ROLE " + quoted_identifier(role) + " NOLOGIN");
    }
    connection.execute("SET allow_in_place_tablespaces = on");
    connection.execute("CREATE TABLESPACE elsewhere LOCATION ''");
    return true;
  }();
  (void)has_roles;
  return cluster;
}

std::string Cluster::create_database(std::string_view stem) {
  std::string name = fmt::format("{}_{}", stem, ++databases_);
  server_.create_database(name);
  return name;
}

void Cluster::drop_database(const std::string& database) {
  server_.drop_database(database);
}

bool Cluster::has_extension(const std::string& name) const {
  pg::Connection connection(url("postgres"));
  return connection.query("SELECT FROM pg_catalog.pg_available_extensions WHERE name = $1", {name}).rows() == 1;
}

std::string Cluster::url(const std::string& database) const {
  return fmt::format("postgresql://postgres@/{}?host={}&port=5432", percent_encoded(database),
                     percent_encoded(server_.socket_directory()));
}

// Beside the server's own, if they were installed with it.
std::string Cluster::program(const std::string& name) const {
  const std::string beside = server_.binaries() + "/" + name;
  return access(beside.c_str(), X_OK) == 0 ? beside : name;
}

pg::Outcome Cluster::run_program(std::vector<std::string> arguments) const {
  return pg::run({.arguments = std::move(arguments), .environment = clean_environment(), .timeout = timeout_});
}

std::string Cluster::try_load(const std::string& database, const std::string& file) {
  const pg::Outcome outcome = run_program({program("psql"), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1",
                                           "--file", file, "--dbname", url(database)});
  if (outcome.timed_out) return fmt::format("psql -f {} did not end", file);
  if (outcome.status == 0) return {};
  return outcome.err.empty() ? fmt::format("psql ended with status {}", outcome.status) : outcome.err;
}

std::string Cluster::create_from(const std::string& file, std::string_view stem) {
  static const std::regex missing_role("role \"(.*)\" does not exist");
  std::string last_role;
  for (;;) {
    std::string database = create_database(stem);
    const std::string problem = try_load(database, file);
    if (problem.empty()) return database;
    drop_database(database);
    std::smatch role;
    if (!std::regex_search(problem, role, missing_role) || role[1] == last_role) throw ProgramFailed(problem);
    last_role = role[1];
    pg::Connection(server_.conninfo()).execute("CREATE ROLE " + quoted_identifier(last_role) + " NOLOGIN");
  }
}

std::string Cluster::create_from_sql(std::string_view sql, std::string_view stem) {
  const TemporaryDirectory directory;
  return create_from(directory.write("input.sql", sql), stem);
}

std::string Cluster::dump_text(const std::string& database) {
  pg::Outcome outcome = run_program({program("pg_dump"), "--schema-only", "--no-owner", "--dbname", url(database)});
  if (outcome.timed_out) throw ProgramFailed(fmt::format("pg_dump of {} did not end", database));
  if (outcome.status != 0) throw ProgramFailed(outcome.err);
  return std::move(outcome.out);
}

std::string Cluster::redumped(const std::string& dump) {
  const std::string database = create_from_sql(dump, "redump");
  std::string result = dump_text(database);
  drop_database(database);
  return result;
}

bool Cluster::has_pg_dump() {
  // "pg_dump (PostgreSQL) 15.20"
  static const std::string version = run_program({program("pg_dump"), "--version"}).out;
  const std::size_t at = version.find(") ");
  return at != std::string::npos && std::atoi(version.c_str() + at + 2) >= server_.major_version();
}

Dump Cluster::dump(const std::string& database) {
  if (has_pg_dump()) return parse_dump(dump_text(database));
  pg::Connection connection(url(database));
  return catalog_dump(connection);
}

Comparison Cluster::compare_databases(const std::string& actual, const std::string& expected) {
  if (!has_pg_dump()) {
    const Dump one = dump(actual);
    const Dump other = dump(expected);
    Comparison first = compare(one, other);
    return has_other_texts(first) ? compare(without_casts(one), without_casts(other)) : first;
  }
  const std::string actual_dump = dump_text(actual);
  const std::string expected_dump = dump_text(expected);
  Comparison first = compare(parse_dump(actual_dump), parse_dump(expected_dump));
  if (!has_other_texts(first)) return first;
  try {
    return compare(parse_dump(redumped(actual_dump)), parse_dump(redumped(expected_dump)));
  } catch (const ProgramFailed&) {  // a dump that cannot be restored proves nothing
    return first;
  }
}

}  // namespace limbeck::testing
