#pragma once
// A private server for tests, a fresh database for each case, and PostgreSQL's own programs to fill, dump and compare
// them: psql, because files of pg_dump hold its commands and rows for COPY, and pg_dump, because it is the referee.

#include "pg/process.hpp"
#include "pg/server.hpp"
#include "support/dump.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::testing {

// Of the servers that tests start: those of LIMBECK_SCRATCH_BIN, which limbeck's own scratch server takes, too.
[[nodiscard]] pg::ServerOptions server_options();

// A program of PostgreSQL failed: its own words.
class ProgramFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Cluster {
 public:
  explicit Cluster(std::chrono::milliseconds timeout = std::chrono::seconds(60));

  // The one of this process, started when first asked for.
  [[nodiscard]] static Cluster& shared();

  [[nodiscard]] int major_version() const { return server_.major_version(); }

  // Whether CREATE EXTENSION would find it.
  [[nodiscard]] bool has_extension(const std::string& name) const;

  // A new, empty database; its name begins with `stem` and is unique in this cluster.
  [[nodiscard]] std::string create_database(std::string_view stem = "case");
  void drop_database(const std::string& database);

  // postgresql://..., as a user of limbeck would give it.
  [[nodiscard]] std::string url(const std::string& database) const;

  // Runs the file in psql, which stops at the first error: what it said then, or nothing.
  [[nodiscard]] std::string try_load(const std::string& database, const std::string& file);
  // A new database with what the file makes; roles that it names and nobody has made are made. Throws ProgramFailed.
  [[nodiscard]] std::string create_from(const std::string& file, std::string_view stem = "case");
  [[nodiscard]] std::string create_from_sql(std::string_view sql, std::string_view stem = "case");

  // What pg_dump --schema-only --no-owner prints. Throws ProgramFailed.
  [[nodiscard]] std::string dump_text(const std::string& database);
  // Whether there is a pg_dump that reads this server: not of an older version than it.
  [[nodiscard]] bool has_pg_dump();
  // The entries of the schema: pg_dump's, or where it is too old those of catalog_dump.
  [[nodiscard]] Dump dump(const std::string& database);
  // Whether the schemas of two databases are the same. The text of an expression reaches its fixed point at the second
  // printing only, so where the text of an entry differs both dumps are restored and dumped again: equal then is equal.
  [[nodiscard]] Comparison compare_databases(const std::string& actual, const std::string& expected);

 private:
  [[nodiscard]] std::string program(const std::string& name) const;
  [[nodiscard]] pg::Outcome run_program(std::vector<std::string> arguments) const;
  [[nodiscard]] std::string redumped(const std::string& dump);

  pg::Server server_{server_options()};
  std::chrono::milliseconds timeout_;
  std::atomic<int> databases_ = 0;
};

}  // namespace limbeck::testing
