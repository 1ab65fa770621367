#pragma once
// Brings a database from where it stands to where somebody wants it, exactly once, whoever else is trying.
//
// Reads without a lock first: where nothing is to be done, nothing is taken or written (R50). Otherwise takes the lock,
// reads again, makes the tables if they are missing, and walks the plan unit by unit.

#include "history/revision_graph.hpp"
#include "pg/connection.hpp"
#include "run/options.hpp"
#include "run/plan.hpp"
#include "run/state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::run {

class Runner {
 public:
  // Both must live longer.
  Runner(pg::Connection& connection, const history::RevisionGraph& graph, Options options);

  // Where the database stands; writes nothing.
  [[nodiscard]] State state();
  [[nodiscard]] Recorded recorded();

  // What upgrade and downgrade would do; writes nothing. `target` as target.hpp has it.
  [[nodiscard]] Plan plan(history::Direction direction, std::string_view target);

  // The number of revisions that were run, in whole or what was left of one. Throws Error: status history for what can
  // not be walked, lock, interrupted, and what the server says with the place in the file.
  std::size_t upgrade(std::string_view target) { return walk(history::Direction::upgrade, target); }
  std::size_t downgrade(std::string_view target) { return walk(history::Direction::downgrade, target); }

  // Takes the files of these revisions as they are now: what was edited in them counts as applied. The ids of those
  // that had been edited. Throws Error (status history) for a revision that is not applied as a whole.
  history::Ids accept(const history::Ids& revisions);

  // Makes limbeck's tables where they are missing; whether they were.
  bool ensure_tables();

  // Records that the database stands at `targets` without running anything; rows of other branches stay. Takes the
  // files as they are now: what was edited counts as applied. With `purge` forgets rows that no file knows, other
  // branches, and revisions of which a part has run; without, those are errors. The version rows after it.
  history::Ids stamp(const std::vector<std::string>& targets, bool purge = false);

 private:
  std::size_t walk(history::Direction direction, std::string_view target);
  [[nodiscard]] history::Ids path(const State& state, history::Direction direction, std::string_view target) const;
  void make_tables(const State& state);

  pg::Connection& connection_;
  const history::RevisionGraph& graph_;
  Options options_;
  Ledger ledger_;
};

// What stamp records, as statements; the version rows after it in `rows`. Pure.
[[nodiscard]] std::vector<std::string> stamp_statements(const history::RevisionGraph& graph, const Ledger& ledger,
                                                        const Recorded& recorded,
                                                        const std::vector<std::string>& targets, bool purge,
                                                        history::Ids& rows);

}  // namespace limbeck::run
