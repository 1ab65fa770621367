#pragma once
// libpq in RAII. Connection strings go to libpq untouched, so that URIs, keyword strings, services, ~/.pgpass and PG*
// variables work as everywhere. Failures are limbeck::Error carrying sqlstate, detail, statement and position; a failed
// connection has ExitStatus::connection. No message ever holds a password.

#include "model/error.hpp"

#include <charconv>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::pg {

// The rows of one statement, in text format. Owns the PGresult.
class Result {
 public:
  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] std::size_t columns() const;
  [[nodiscard]] bool is_null(std::size_t row, std::size_t column) const;
  // Valid as long as the Result; empty for NULL.
  [[nodiscard]] std::string_view text(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::optional<std::string> value(std::size_t row, std::size_t column) const;
  // 0 for NULL, and for what is no number.
  template <std::integral Number>
  [[nodiscard]] Number number(std::size_t row, std::size_t column) const {
    const std::string_view digits = text(row, column);
    Number value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }
  [[nodiscard]] std::string command_tag() const;

 private:
  friend class Connection;
  struct State;
  explicit Result(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

using Parameters = std::vector<std::optional<std::string>>;

struct Query {
  std::string sql;
  Parameters parameters = {};
};

class Connection {
 public:
  // `conninfo` may be empty: libpq's defaults and PG* variables. `application_name` as pg_stat_activity shows it,
  // unless the string or PGAPPNAME has one.
  explicit Connection(const std::string& conninfo, const std::string& application_name = "limbeck");
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // One or more statements by the simple protocol; the last result. COPY with the client is an error.
  Result execute(std::string_view sql);
  // One statement with parameters $1, $2, ...
  Result query(const std::string& sql, const Parameters& parameters = {});
  // All of them in one round trip (pipeline mode), and in one transaction unless one is open. The first failure is
  // thrown after the pipeline was drained. No COPY with the client: it ends the connection.
  std::vector<Result> pipeline(const std::vector<Query>& queries);
  // The same, with each result handed over as it comes (0 is the first query's), while the server works on the next.
  // What `take` throws is thrown after the pipeline was drained.
  void pipeline(const std::vector<Query>& queries, const std::function<void(std::size_t, Result)>& take);

  // For callers that expect failure: what went wrong, or nothing.
  std::optional<Error> try_execute(std::string_view sql);

  [[nodiscard]] int server_version() const;  // 150020
  // As the session was told when it began. A pooler says its own: pg_backend_pid() is another then.
  [[nodiscard]] int backend_pid() const;
  [[nodiscard]] bool in_transaction() const;  // idle in a transaction, or in a failed one
  [[nodiscard]] bool is_broken() const;       // the connection was lost
  // "host:port/database as user", without anything secret.
  [[nodiscard]] std::string description() const;
  [[nodiscard]] std::string quote_literal(std::string_view text) const;
  // Called for each NOTICE or WARNING with its severity and text; without it they are dropped.
  void on_notice(std::function<void(std::string_view severity, std::string_view message)> handler);
  // Cancels the running statement; safe to call from a signal handler.
  void cancel() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Of the libpq that this process runs with: 150020.
[[nodiscard]] int library_version();

// BEGIN ... COMMIT around a scope; rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection, std::string_view begin = "BEGIN");
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace limbeck::pg
