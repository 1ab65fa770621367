#include "run/offline.hpp"

#include "history/header_line.hpp"
#include "history/target.hpp"
#include "run/runner.hpp"
#include "run/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace limbeck::run {
namespace {

class Script {
 public:
  explicit Script(const Options& options) : options_(options), ledger_(options.table, options.tool_version) {
    text_ = "-- Written by limbeck. It stops at the first error: psql -v ON_ERROR_STOP=1 -f FILE\n";
    if (!options.tag.empty()) text_ += fmt::format("-- Tag: {}\n", history::single_line(options.tag));
  }

  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  // Where a statement without a transaction fails, psql would go on and log it as done.
  [[nodiscard]] std::string text() && {
    return stands_alone_ ? "\\set ON_ERROR_STOP on\n" + std::move(text_) : std::move(text_);
  }

  void comment(std::string_view text) { text_ += fmt::format("\n-- {}\n", history::single_line(text)); }
  void add(std::string_view sql) { text_ += fmt::format("{};\n", sql); }
  void begin(const history::Ids& rows) {
    add("BEGIN");
    add(ledger_.assert_rows(rows));
  }

  void make_tables() {
    add("BEGIN");
    for (const std::string& sql : ledger_.create()) add(sql);
    add("COMMIT");
  }

  void add_unit(const Step& step, std::size_t number) {
    const UnitId unit = step.unit(number);
    const bool last = unit.number == unit.count;
    const bool transaction = number == 0 || unit.section().transaction;
    begin(step.rows_before);
    if (transaction) {
      add(fmt::format("SET LOCAL lock_timeout = {}", options_.lock_timeout.count()));
      if (options_.statement_timeout.count() != 0) {
        add(fmt::format("SET LOCAL statement_timeout = {}", options_.statement_timeout.count()));
      }
      if (number != 0) {
        for (const history::Statement& statement : unit.section().statements) add(statement.sql);
      }
      add(ledger_.log_done(unit));
    } else {
      stands_alone_ = true;
      const bool resumes = step.open && number == step.units_done + 1;
      const std::size_t first = resumes ? step.open->statements_done : 0;
      add(resumes ? ledger_.log_resume(unit, step.open->entry) : ledger_.log_begin(unit));
      add("COMMIT");
      const auto& statements = unit.section().statements;
      for (std::size_t index = first; index < statements.size(); ++index) {
        add(statements[index].sql);
        add(ledger_.log_progress(unit, index + 1));
      }
      begin(step.rows_before);
      add(ledger_.log_end(unit));
    }
    for (const std::string& sql : ledger_.move_rows(step.rows_before, last ? step.rows_after : step.rows_before))
      add(sql);
    add("COMMIT");
  }

 private:
  const Options& options_;
  Ledger ledger_;
  std::string text_;
  bool stands_alone_ = false;  // some statement has no transaction around it
};

std::string range_script(const history::RevisionGraph& graph, history::Direction direction, std::string_view text,
                         const Options& options) {
  const ScriptRange range = script_range(graph, text);
  const history::Ids path = direction == history::Direction::upgrade
                                ? history::upgrade_path(graph, range.rows, range.target)
                                : history::downgrade_path(graph, range.rows, range.target);
  return script(make_plan(graph, range.rows, direction, path), options,
                range.rows.empty() || options.table.is_alembics());
}

}  // namespace

ScriptRange script_range(const history::RevisionGraph& graph, std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {{}, std::string(text)};
  const std::string_view from = text.substr(0, colon);
  return {graph.rows_of(from.empty() ? history::Ids{} : history::resolve(graph, from)),
          std::string(text.substr(colon + 1))};
}

std::string script(const Plan& plan, const Options& options, bool makes_tables) {
  Script script(options);
  if (!plan.empty() && makes_tables) script.make_tables();
  for (const Step& step : plan) {
    script.comment(step.to_text());
    for (const std::string& sql : settings_of_done(step)) script.add(sql);
    if (step.unit_count() == 0) script.add_unit(step, 0);
    for (std::size_t number = step.units_done + 1; number <= step.unit_count(); ++number) script.add_unit(step, number);
    for (const std::string& reset : resets_after(step)) script.add(reset);
  }
  return std::move(script).text();
}

std::string upgrade_script(const history::RevisionGraph& graph, std::string_view range, const Options& options) {
  return range_script(graph, history::Direction::upgrade, range, options);
}

std::string downgrade_script(const history::RevisionGraph& graph, std::string_view range, const Options& options) {
  if (range.find(':') == std::string_view::npos) {
    throw Error("a script that downgrades needs to know where it begins", ExitStatus::usage)
        .with_hint("write FROM:TO, such as head:base");
  }
  return range_script(graph, history::Direction::downgrade, range, options);
}

std::string stamp_script(const history::RevisionGraph& graph, const Recorded& recorded,
                         const std::vector<std::string>& targets, bool purge, const Options& options) {
  Script script(options);
  history::Ids after;
  const std::vector<std::string> statements = stamp_statements(graph, script.ledger(), recorded, targets, purge, after);
  if (statements.empty()) return std::move(script).text();
  if (!recorded.has_tables) script.make_tables();
  script.begin(recorded.rows);
  for (const std::string& sql : statements) script.add(sql);
  script.add("COMMIT");
  return std::move(script).text();
}

std::string purging_script(const history::RevisionGraph& graph, const std::vector<std::string>& targets,
                           const Options& options) {
  Script script(options);
  history::Ids after;
  script.make_tables();
  script.add("BEGIN");
  script.add(script.ledger().forget_rows());
  for (const std::string& sql : stamp_statements(graph, script.ledger(), {}, targets, true, after)) script.add(sql);
  script.add("COMMIT");
  return std::move(script).text();
}

std::string tables_script(const Options& options) {
  Script script(options);
  script.make_tables();
  return std::move(script).text();
}

}  // namespace limbeck::run
