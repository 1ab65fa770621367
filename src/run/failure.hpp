#pragma once
// From what the server said about a statement to what a person needs: the place in the revision file, and what became
// of the unit.

#include "model/error.hpp"
#include "run/ledger.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace limbeck::run {

// `statement` counts from 0 within the unit's section; nothing if the unit failed outside of its statements (COMMIT).
// `outcome` says what the database holds now. An interruption becomes one (status interrupted), a lock timeout,
// deadlock or statement timeout gets status lock; the rest keep theirs.
[[nodiscard]] Error unit_failure(const Error& cause, const UnitId& unit, std::optional<std::size_t> statement,
                                 const std::string& outcome);

// 55P03 and 40P01: trying the transaction again may help (R53).
[[nodiscard]] bool is_lock_failure(const Error& error);

// One line, for the log and for messages in a row.
[[nodiscard]] std::string summary(const Error& error);

}  // namespace limbeck::run
