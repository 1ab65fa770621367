#include "run/unit_runner.hpp"

#include "run/failure.hpp"
#include "run/interrupt.hpp"
#include "run/resume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

namespace limbeck::run {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{200};
constexpr milliseconds longest_pause{5'000};
constexpr std::string_view active_sql_transaction = "25001";
constexpr std::string_view invalid_transaction_termination = "2D000";

// A failure with the statement that it belongs to.
struct StatementFailure {
  Error cause;
  std::size_t index;
};

// The connection broke while the server committed: nobody knows whether it did.
struct OutcomeUnknown {
  Error cause;
};

// The statement has run, and the log does not say so.
struct Unrecorded {
  Error cause;
};

std::string listed(const history::Ids& rows) {
  return rows.empty() ? "base" : fmt::format("{}", fmt::join(rows, ", "));
}

}  // namespace

void UnitRunner::run(const Step& step, std::size_t number) {
  const UnitId unit = step.unit(number);
  Interrupt::check();
  if (number == 0 || unit.section().transaction) {
    run_in_transaction(step, unit);
  } else {
    run_statements(step, unit);
  }
}

// ---- one transaction ---------------------------------------------------------------------------------------------

void UnitRunner::run_in_transaction(const Step& step, const UnitId& unit) {
  std::minstd_rand random(std::random_device{}());
  milliseconds pause = first_pause;
  for (int attempts = 1;; ++attempts, pause = std::min(pause * 2, longest_pause)) {
    Error cause("");
    std::optional<std::size_t> index;
    try {
      attempt(step, unit);
      return;
    } catch (const OutcomeUnknown& unknown) {
      throw unit_failure(unknown.cause, unit, index,
                         fmt::format("whether it was committed is not known here; `limbeck {}` finds out and goes on",
                                     word_of(step.direction)));
    } catch (const StatementFailure& failure) {
      cause = failure.cause;
      index = failure.index;
    } catch (const Error& error) {
      cause = error;
    }
    const bool again = is_lock_failure(cause) && attempts < options_.attempts && !Interrupt::requested();
    if (!again) {
      Error error = unit_failure(cause, unit, index, outcome_of_rollback(step, unit));
      if (is_lock_failure(cause)) error.hint = oldest_transactions();
      throw error;
    }
    note(fmt::format("{}: trying again ({} of {})", summary(cause), attempts + 1, options_.attempts));
    Interrupt::sleep(pause / 2 + milliseconds(random() % static_cast<unsigned>(pause.count())));
  }
}

void UnitRunner::attempt(const Step& step, const UnitId& unit) {
  pg::Transaction transaction(connection_);
  guard(step);
  if (unit.number > 0) {
    const std::vector<history::Statement>& statements = unit.section().statements;
    for (std::size_t index = 0; index < statements.size(); ++index) {
      Interrupt::check();
      if (auto error = connection_.try_execute(statements[index].sql)) throw StatementFailure{*error, index};
      if (!connection_.in_transaction()) {
        throw StatementFailure{Error("the statement ended limbeck's transaction"), index};
      }
    }
  }
  touch_one_row(ledger_.log_done(unit));
  for (const std::string& sql : ledger_.move_rows(step.rows_before, rows_after(step, unit))) touch_one_row(sql);
  Interrupt::check();
  try {
    transaction.commit();
  } catch (Error& error) {
    if (!connection_.is_broken()) throw;
    // Whether the server still committed is written in the log, if it did: the next run reads it (R56).
    throw OutcomeUnknown{
        Error("the connection was lost while the transaction was committed", ExitStatus::connection)
            .with_hint(fmt::format("run the command again: {} tells whether it was", ledger_.table().qualified_log()))};
  }
}

// The database is as the plan says, the lock is this session's, and it stays so until the transaction ends.
void UnitRunner::guard(const Step& step) {
  const pg::Result seen = connection_.execute(fmt::format(
      "SET LOCAL lock_timeout = {}; SET LOCAL statement_timeout = {}; SELECT {}, {}", options_.lock_timeout.count(),
      options_.statement_timeout.count(), lock_.is_held(), ledger_.locked_rows()));
  if (seen.text(0, 0) != "t") {
    throw Error("the session that took the lock is not the one that runs statements: a pooler stands in between")
        .with_hint("connect to the server directly, or let the pooler work in session mode");
  }
  history::Ids rows = step.rows_before;
  std::sort(rows.begin(), rows.end());
  if (seen.text(0, 1) != fmt::format("{}", fmt::join(rows, ","))) {
    throw Error(
        fmt::format("the database stands at {} instead of {}: somebody else moved it", seen.text(0, 1), listed(rows)),
        ExitStatus::history)
        .with_hint("run the command again");
  }
}

void UnitRunner::touch_one_row(const std::string& sql) {
  const std::string tag = connection_.execute(sql).command_tag();
  if (!tag.ends_with(" 1")) {
    throw Error(fmt::format("limbeck's own tables are not as they were left ({} instead of one row)", tag),
                ExitStatus::history)
        .with_hint("a revision must leave them alone");
  }
}

history::Ids UnitRunner::rows_after(const Step& step, const UnitId& unit) const {
  return unit.number == unit.count ? step.rows_after : step.rows_before;
}

std::string UnitRunner::outcome_of_rollback(const Step& step, const UnitId& unit) const {
  if (unit.number <= 1) {
    return fmt::format("everything was rolled back, and the database stays at {}", listed(step.rows_before));
  }
  return fmt::format(
      "section {} of {} was rolled back, the ones before it stay, and the database stays at {}; "
      "`limbeck {}` goes on at that section",
      unit.number, unit.count, listed(step.rows_before), word_of(step.direction));
}

// Who is likely to hold what was waited for.
std::string UnitRunner::oldest_transactions() {
  if (connection_.is_broken()) return {};
  const pg::Result rows = connection_.execute(
      "SELECT pid, application_name, state, extract(epoch FROM pg_catalog.clock_timestamp() - xact_start)::bigint "
      "FROM pg_catalog.pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_catalog.pg_backend_pid() "
      "AND datname = pg_catalog.current_database() ORDER BY xact_start LIMIT 3");
  std::string text;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    text += fmt::format("{}pid {} ({}, {}, for {} s)", text.empty() ? "the oldest transactions are " : ", ",
                        rows.text(row, 0), rows.text(row, 1).empty() ? "no application name" : rows.text(row, 1),
                        rows.text(row, 2), rows.text(row, 3));
  }
  return text.empty() ? "run the command again when the database is less busy" : text;
}

// ---- statement by statement --------------------------------------------------------------------------------------

void UnitRunner::run_statements(const Step& step, const UnitId& unit) {
  const std::vector<history::Statement>& statements = unit.section().statements;
  const OpenUnit* before = step.open && unit.number == step.units_done + 1 ? &*step.open : nullptr;
  const std::size_t first = before == nullptr ? 0 : before->statements_done;
  {
    pg::Transaction transaction(connection_);
    guard(step);
    touch_one_row(before == nullptr ? ledger_.log_begin(unit) : ledger_.log_resume(unit, before->entry));
    transaction.commit();
  }
  if (first > 0) note(fmt::format("going on at statement {} of {}", first + 1, statements.size()));

  // A lock timeout would leave CREATE INDEX CONCURRENTLY with an invalid index (R54).
  connection_.execute(
      fmt::format("SET lock_timeout = 0; SET statement_timeout = {}", options_.statement_timeout.count()));
  for (std::size_t index = first; index < statements.size(); ++index) {
    try {
      Interrupt::check();
      if (runs_alone(statements[index].sql)) {
        run_alone(unit, index, index == first ? before : nullptr);
      } else {
        run_statement(unit, index, index == first ? before : nullptr);
      }
    } catch (const Unrecorded& unrecorded) {
      // The log goes on saying that the unit runs: the next run finds out what became of the statement.
      if (!connection_.is_broken()) {
        static_cast<void>(connection_.try_execute("RESET lock_timeout; RESET statement_timeout"));
      }
      throw unit_failure(unrecorded.cause, unit, index,
                         fmt::format("its statement has run and stays, but could not be logged, and the database stays "
                                     "at {}; `limbeck {}` goes on there",
                                     listed(step.rows_before), word_of(step.direction)));
    } catch (const Error& error) {
      if (!connection_.is_broken()) {
        static_cast<void>(connection_.try_execute(ledger_.log_failure(unit, error.sqlstate, summary(error))));
        static_cast<void>(connection_.try_execute("RESET lock_timeout; RESET statement_timeout"));
      }
      throw unit_failure(
          error, unit, index,
          fmt::format("{} of the {} statements of section {} have run and stay, and the database stays at {}; "
                      "`limbeck {}` goes on at the one that failed",
                      index, statements.size(), unit.number, listed(step.rows_before), word_of(step.direction)));
    }
  }
  connection_.execute("RESET lock_timeout; RESET statement_timeout");

  pg::Transaction transaction(connection_);
  guard(step);
  touch_one_row(ledger_.log_end(unit));
  for (const std::string& sql : ledger_.move_rows(step.rows_before, rows_after(step, unit))) touch_one_row(sql);
  transaction.commit();
}

// With its progress in one transaction: it has run if and only if the log says so.
void UnitRunner::run_statement(const UnitId& unit, std::size_t index, const OpenUnit* before) {
  const std::string& sql = unit.section().statements[index].sql;
  try {
    pg::Transaction transaction(connection_);
    connection_.execute(sql);
    touch_one_row(ledger_.log_progress(unit, index + 1));
    transaction.commit();
    return;
  } catch (const Error& error) {
    if (error.sqlstate != active_sql_transaction && error.sqlstate != invalid_transaction_termination) throw;
  }
  run_alone(unit, index, before);
}

void UnitRunner::run_alone(const UnitId& unit, std::size_t index, const OpenUnit* before) {
  const std::string& sql = unit.section().statements[index].sql;
  const bool unknown = before != nullptr && before->unknown;
  bool done = false;
  if (before != nullptr) {
    if (const auto made = concurrent_index(sql)) done = clear_remains(connection_, *made) && unknown;
  }
  if (done) {
    note("the index is there and valid: the statement had run");
  } else if (auto error = connection_.try_execute(sql)) {
    if (!unknown || !says_done_already(sql, *error)) throw *error;
    note(fmt::format("{}: the statement had run", summary(*error)));
  }
  try {
    touch_one_row(ledger_.log_progress(unit, index + 1));
  } catch (const Error& error) {
    throw Unrecorded{error};
  }
}

void UnitRunner::note(std::string_view text) const {
  if (options_.observer.note) options_.observer.note(text);
}

}  // namespace limbeck::run
