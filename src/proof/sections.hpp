#pragma once
// The sections of a revision, run on a scratch database as the runner would: a section a transaction, or statement by
// statement. No lock, no log, and nothing is tried twice.

#include "history/revision.hpp"
#include "model/error.hpp"
#include "pg/connection.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::proof {

// Where it ended before its end.
struct Stop {
  std::size_t section = 0;               // from 0
  std::optional<std::size_t> statement;  // nothing: the section's COMMIT
  Error cause;
};

[[nodiscard]] std::optional<Stop> run_sections(pg::Connection& connection,
                                               const std::vector<history::Section>& sections);

// The names in the `-- hazard NAME: ...` lines that stand right above the statement.
[[nodiscard]] std::vector<std::string> hazards_of(const history::Section& section, std::size_t statement);

// Whether the text holds the name as a word of its own, quoted or not.
[[nodiscard]] bool names(std::string_view text, std::string_view name);

}  // namespace limbeck::proof
