#pragma once
// Statements that can not run in a transaction: which they are, and what a run of one that did not end left behind
// (R54, R56).

#include "model/error.hpp"
#include "pg/connection.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limbeck::run {

// A statement of a kind that refuses to run in a transaction, or that may end it. All others are sent in one with their
// progress, so that it is known whether they ran; should the server refuse one of those, it is sent alone too.
[[nodiscard]] bool runs_alone(std::string_view statement);

// CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name ON [ONLY] table: the names as they are written.
struct ConcurrentIndex {
  std::string name;   // as stored
  std::string table;  // as SQL
};
[[nodiscard]] std::optional<ConcurrentIndex> concurrent_index(std::string_view statement);

// Drops the invalid index that an interrupted CREATE INDEX CONCURRENTLY left. True if a valid one is there instead.
[[nodiscard]] bool clear_remains(pg::Connection& connection, const ConcurrentIndex& index);

// Of such a statement of which nobody can tell whether it ran: `error` says that what it makes is there, or that what
// it drops is gone, so it had.
[[nodiscard]] bool says_done_already(std::string_view statement, const Error& error);

}  // namespace limbeck::run
