#include "run/runner.hpp"

#include "history/target.hpp"
#include "run/advisory_lock.hpp"
#include "run/interrupt.hpp"
#include "run/session.hpp"
#include "run/unit_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

namespace limbeck::run {
namespace {

constexpr std::string_view query_canceled = "57014";

bool holds(const history::Ids& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// A signal cancels whatever runs just then, limbeck's own queries too.
auto interruptible(const auto& action) {
  try {
    return action();
  } catch (const Error& error) {
    if (Interrupt::requested() && error.sqlstate == query_canceled && error.status != ExitStatus::interrupted) {
      throw Error("interrupted", ExitStatus::interrupted);
    }
    throw;
  }
}

}  // namespace

Runner::Runner(pg::Connection& connection, const history::RevisionGraph& graph, Options options)
    : connection_(connection),
      graph_(graph),
      options_(std::move(options)),
      ledger_(options_.table, options_.tool_version) {}

Recorded Runner::recorded() {
  return read_recorded(connection_, ledger_);
}

State Runner::state() {
  return evaluate(graph_, recorded());
}

bool Runner::ensure_tables() {
  const Interrupt interrupt(connection_);
  return interruptible([&] {
    if (state().has_tables) return false;
    const AdvisoryLock lock(connection_, options_.table, options_.lock_wait, options_.observer);
    make_tables(state());
    return true;
  });
}

history::Ids Runner::accept(const history::Ids& revisions) {
  const Interrupt interrupt(connection_);
  return interruptible([&] {
    const auto edited = [&] {
      const State now = state();
      const history::Ids applied = graph_.ancestors(now.rows);
      history::Ids found;
      for (const std::string& id : revisions) {
        const bool is_open = std::any_of(now.unfinished.begin(), now.unfinished.end(),
                                         [&](const Partial& each) { return each.has_begun() && each.revision == id; });
        if (is_open) {
          throw Error(fmt::format("only a part of revision {} has run: it can not be accepted", id),
                      ExitStatus::history)
              .with_hint("put back what has run, and go on with `limbeck upgrade`");
        }
        if (!holds(applied, id)) {
          throw Error(fmt::format("revision {} is not applied: there is nothing to accept", id), ExitStatus::history)
              .with_hint("`limbeck status` shows where the database stands");
        }
        const bool was_edited =
            std::any_of(now.edited.begin(), now.edited.end(), [&](const Edited& each) { return each.revision == id; });
        if (was_edited && !holds(found, id)) found.push_back(id);
      }
      return found;
    };
    if (edited().empty()) return history::Ids{};
    const AdvisoryLock lock(connection_, options_.table, options_.lock_wait, options_.observer);
    history::Ids found = edited();
    pg::Transaction transaction(connection_);
    for (const std::string& id : found) connection_.execute(ledger_.log_stamp(id, &graph_.at(id)));
    transaction.commit();
    return found;
  });
}

history::Ids Runner::path(const State& state, history::Direction direction, std::string_view target) const {
  require_known(state);
  return direction == history::Direction::upgrade ? history::upgrade_path(graph_, state.rows, target)
                                                  : history::downgrade_path(graph_, state.rows, target);
}

Plan Runner::plan(history::Direction direction, std::string_view target) {
  const State now = state();
  return make_plan(graph_, now, direction, path(now, direction, target));
}

void Runner::make_tables(const State& state) {
  if (state.has_tables) return;
  pg::Transaction transaction(connection_);
  for (const std::string& sql : ledger_.create()) {
    if (auto error = connection_.try_execute(sql)) {
      throw Error(
          fmt::format("limbeck's tables can not be made in schema {}: {}", options_.table.schema, error->what()),
          error->status)
          .with_hint(
              "version_schema under [migrations] names a schema that is there, and in which the role may create");
    }
  }
  transaction.commit();
}

std::size_t Runner::walk(history::Direction direction, std::string_view target) {
  const Interrupt interrupt(connection_);
  return interruptible([&]() -> std::size_t {
    State now = state();
    history::Ids wanted = path(now, direction, target);
    if (make_plan(graph_, now, direction, wanted).empty()) return 0;

    const AdvisoryLock lock(connection_, options_.table, options_.lock_wait, options_.observer);
    // Somebody may have done it meanwhile. What was meant stays what it was: `+1` is not one more.
    now = state();
    require_known(now);
    const history::Ids ancestors = graph_.ancestors(now.rows);
    const std::set<std::string, std::less<>> applied(ancestors.begin(), ancestors.end());
    const bool up = direction == history::Direction::upgrade;
    std::erase_if(wanted, [&](const std::string& id) { return applied.contains(id) == up; });
    if (!up) {
      const history::Ids lost = graph_.undone(now.rows, wanted);
      if (lost.size() != wanted.size()) {
        throw Error("somebody else has upgraded the database meanwhile", ExitStatus::history)
            .with_hint("`limbeck current` shows where it stands");
      }
    }
    const Plan plan = make_plan(graph_, now, direction, wanted);
    if (plan.empty()) return 0;
    make_tables(now);
    UnitRunner runner(connection_, ledger_, lock, options_);
    for (const Step& step : plan) {
      if (options_.observer.progress) options_.observer.progress(step.to_text());
      for (const std::string& sql : settings_of_done(step)) connection_.execute(sql);
      if (step.unit_count() == 0) runner.run(step, 0);
      for (std::size_t number = step.units_done + 1; number <= step.unit_count(); ++number) runner.run(step, number);
      connection_.execute(fresh_session);
    }
    return plan.size();
  });
}

std::vector<std::string> stamp_statements(const history::RevisionGraph& graph, const Ledger& ledger,
                                          const Recorded& recorded, const std::vector<std::string>& targets, bool purge,
                                          history::Ids& rows) {
  const State before = evaluate(graph, recorded);
  if (!purge) {
    require_known(before);
    require_whole(before);
  }
  // `current` is what stood there, purged or not.
  std::vector<std::string> named;
  for (const std::string& target : targets) {
    if (target != "current")
      named.push_back(target);
    else
      named.insert(named.end(), before.rows.begin(), before.rows.end());
  }
  rows = history::stamped_rows(graph, purge ? history::Ids{} : before.rows, named);

  Recorded stamped = recorded;
  stamped.rows = rows;
  const State after = evaluate(graph, stamped);
  history::Ids logged;
  const auto log = [&](const std::string& id) {
    if (!holds(logged, id)) logged.push_back(id);
  };
  for (const Edited& each : after.edited) log(each.revision);
  for (const State* state : {&before, &after}) {
    for (const Partial& each : state->unfinished) log(each.revision);
  }
  std::vector<std::string> moves = ledger.move_rows(recorded.rows, rows);
  if (!moves.empty()) {
    for (const std::string& id : rows) {
      if (!holds(before.rows, id)) log(id);
    }
    if (rows.empty()) log("base");
  }
  std::vector<std::string> statements;
  for (const std::string& id : logged)
    statements.push_back(ledger.log_stamp(id, graph.contains(id) ? &graph.at(id) : nullptr));
  std::move(moves.begin(), moves.end(), std::back_inserter(statements));
  return statements;
}

history::Ids Runner::stamp(const std::vector<std::string>& targets, bool purge) {
  const Interrupt interrupt(connection_);
  return interruptible([&] {
    history::Ids rows;
    const auto statements = [&] {
      return stamp_statements(graph_, ledger_, read_recorded(connection_, ledger_), targets, purge, rows);
    };
    if (statements().empty()) return rows;
    const AdvisoryLock lock(connection_, options_.table, options_.lock_wait, options_.observer);
    make_tables(state());
    pg::Transaction transaction(connection_);
    for (const std::string& sql : statements()) connection_.execute(sql);
    transaction.commit();
    return rows;
  });
}

}  // namespace limbeck::run
