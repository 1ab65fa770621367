#pragma once
// The two tables that limbeck keeps in a database, and the text of every statement that touches them; nothing runs
// here, so that what --sql prints is what the runner sends. Every name is qualified: a unit may have set search_path.
//
//   limbeck_version   revision        one row a head: the maximal ones of the applied revisions
//   limbeck_log       one row a unit that ran, in the order of `entry`; written in the unit's own transaction
//     direction       upgrade, downgrade, or stamp (unit_no 0: no unit ran)
//     unit_no         from 1 to unit_count; a revision without sections has one row with 0 of 0
//     sha256          of the unit; header_sha256, file_sha256: as history::Revision has them
//     state           done; or of a unit without a transaction: running, failed
//     statements_done statements of such a unit that have run, and done_sha256 their hash

#include "history/revision.hpp"
#include "history/revision_graph.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::run {

struct VersionTable {
  std::string schema = "public";
  std::string name = "limbeck_version";

  // Alembic's own table keeps the shape that Alembic gives it, so that both can use it.
  [[nodiscard]] bool is_alembics() const { return name == "alembic_version"; }
  [[nodiscard]] const char* column() const { return is_alembics() ? "version_num" : "revision"; }
  [[nodiscard]] std::string log_name() const;       // limbeck_log: `_version` at the end replaced, or `_log` added
  [[nodiscard]] std::string qualified() const;      // as SQL
  [[nodiscard]] std::string qualified_log() const;  // as SQL
};

// A unit as the log names it. `number` counts from 1; 0 of 0 for a revision without sections.
struct UnitId {
  const history::Revision* revision = nullptr;
  history::Direction direction = history::Direction::upgrade;
  std::size_t number = 0;
  std::size_t count = 0;

  [[nodiscard]] const history::Section& section() const;  // number > 0
};

class Ledger {
 public:
  Ledger(VersionTable table, std::string tool_version);

  [[nodiscard]] const VersionTable& table() const { return table_; }

  // Both tables, where they are not there.
  [[nodiscard]] std::vector<std::string> create() const;
  // Two booleans: whether the version table, and the log, are there (and can be seen).
  [[nodiscard]] std::string exist() const;
  // One snapshot of both, in the columns of recorded.cpp; the second of the version table alone.
  [[nodiscard]] std::string read() const;
  [[nodiscard]] std::string read_rows() const;
  // An expression: the version rows, locked, sorted and joined by commas.
  [[nodiscard]] std::string locked_rows() const;
  // Fails unless the version rows are these; for scripts, which nobody watches.
  [[nodiscard]] std::string assert_rows(const history::Ids& rows) const;
  // All version rows; for scripts.
  [[nodiscard]] std::string forget_rows() const;
  // From one set of version rows to another: statements that must touch exactly one row each.
  [[nodiscard]] std::vector<std::string> move_rows(const history::Ids& from, const history::Ids& to) const;

  // A unit that ran in this transaction; one without a transaction that begins, goes on at `done` statements after it
  // was interrupted, has come to `done` statements, has ended, or has failed.
  [[nodiscard]] std::string log_done(const UnitId& unit) const;
  [[nodiscard]] std::string log_begin(const UnitId& unit) const;
  [[nodiscard]] std::string log_resume(const UnitId& unit, std::string_view entry) const;
  [[nodiscard]] std::string log_progress(const UnitId& unit, std::size_t done) const;
  [[nodiscard]] std::string log_end(const UnitId& unit) const;
  [[nodiscard]] std::string log_failure(const UnitId& unit, std::string_view sqlstate, std::string_view message) const;
  // `revision` null: base. Other revisions whose file is taken as it is now are stamped too.
  [[nodiscard]] std::string log_stamp(std::string_view id, const history::Revision* revision) const;

 private:
  [[nodiscard]] std::string running_row(const UnitId& unit) const;

  VersionTable table_;
  std::string tool_version_;
};

// Of the first `count` statements of a section, as done_sha256 has it.
[[nodiscard]] std::string hash_of_first(const history::Section& section, std::size_t count);

}  // namespace limbeck::run
