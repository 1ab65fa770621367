#pragma once
// Where a database stands: what its two tables record, read against the revisions that the files hold. read_recorded
// asks the server; the rest is pure.

#include "history/revision_graph.hpp"
#include "pg/connection.hpp"
#include "run/ledger.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck::run {

// A row of the log. A field that is NULL there is empty, or 0.
struct LogEntry {
  std::string entry;
  std::string revision;
  std::string direction;
  std::size_t unit_no = 0;
  std::size_t unit_count = 0;
  std::string sha256;
  std::string header_sha256;
  std::string file_sha256;
  std::string state;
  std::size_t statements_done = 0;
  std::string done_sha256;
  std::string error;
  std::string sqlstate;
};

struct Recorded {
  bool has_tables = false;  // both are there
  history::Ids rows;
  std::vector<LogEntry> log;
};

// One round trip where the tables exist. Tables that are not there record nothing; a version table that is missing
// beside a log is an error.
[[nodiscard]] Recorded read_recorded(pg::Connection& connection, const Ledger& ledger);

// A unit without a transaction that did not end. `entry` is its row; the statement after `statements_done` failed, or
// if `unknown`, nobody can tell whether it ran (the process or the connection ended meanwhile).
struct OpenUnit {
  std::string entry;
  std::size_t statements_done = 0;
  std::string done_sha256;
  bool unknown = false;
  std::string error;
};

// A revision of which a part has run.
struct Partial {
  std::string revision;
  history::Direction direction = history::Direction::upgrade;
  std::size_t units_done = 0;
  std::size_t units = 0;
  std::optional<OpenUnit> open;  // the unit after units_done

  // False for a first statement that failed: nothing has run.
  [[nodiscard]] bool has_begun() const {
    return units_done > 0 || (open && (open->statements_done > 0 || open->unknown));
  }
  // "b2 (1 of 3)", "b2 (downgrade, 1 of 2)"
  [[nodiscard]] std::string to_text() const;
};

// An applied revision whose file says something else than what ran.
struct Edited {
  std::string revision;
  std::string path;
  std::string part;  // "its header", "upgrade section 2", "its downgrade"
};

struct State {
  bool has_tables = false;
  history::Ids rows;                // version rows that files know, in the order of the graph
  history::Ids unknown;             // version rows that no file knows
  std::vector<Partial> unfinished;  // has_begun() or not
  std::vector<Edited> edited;

  [[nodiscard]] const Partial* partial() const;  // the one that has begun, if any
};

[[nodiscard]] State evaluate(const history::RevisionGraph& graph, const Recorded& recorded);

// Every revision is applied, and nothing else stands in the way of saying so.
[[nodiscard]] bool is_at_head(const history::RevisionGraph& graph, const State& state);

// Each throws Error (status history) that says what to do.
void require_known(const State& state);
void require_unedited(const State& state);
void require_whole(const State& state);

}  // namespace limbeck::run
