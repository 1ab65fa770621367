#pragma once
// Runs one unit of a revision, with its log row and, if it is the revision's last one, the move of the version rows.
//
// In a transaction: all of it or nothing, tried again after a lock timeout or a deadlock. Without: each statement is
// logged, so that a later run goes on after the last one that is known to have run. Which way is the section's word,
// never a guess from its text (R55).

#include "pg/connection.hpp"
#include "run/advisory_lock.hpp"
#include "run/options.hpp"
#include "run/plan.hpp"

#include <string>
#include <vector>

namespace limbeck::run {

class UnitRunner {
 public:
  // All must live longer.
  UnitRunner(pg::Connection& connection, const Ledger& ledger, const AdvisoryLock& lock, const Options& options)
      : connection_(connection), ledger_(ledger), lock_(lock), options_(options) {}

  // `number` counts from 1; 0 for a revision without sections. Throws Error with the place in the file.
  void run(const Step& step, std::size_t number);

 private:
  void run_in_transaction(const Step& step, const UnitId& unit);
  void attempt(const Step& step, const UnitId& unit);
  void run_statements(const Step& step, const UnitId& unit);
  void run_statement(const UnitId& unit, std::size_t index, const OpenUnit* before);
  void run_alone(const UnitId& unit, std::size_t index, const OpenUnit* before);
  void guard(const Step& step);
  void touch_one_row(const std::string& sql);
  [[nodiscard]] history::Ids rows_after(const Step& step, const UnitId& unit) const;
  [[nodiscard]] std::string outcome_of_rollback(const Step& step, const UnitId& unit) const;
  [[nodiscard]] std::string oldest_transactions();
  void note(std::string_view text) const;

  pg::Connection& connection_;
  const Ledger& ledger_;
  const AdvisoryLock& lock_;
  const Options& options_;
};

}  // namespace limbeck::run
