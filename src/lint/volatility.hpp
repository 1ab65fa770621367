#pragma once
// Whether a function that a default calls gives each row another value. Only PostgreSQL knows that of functions that
// are not its own: unless they are declared otherwise they are VOLATILE.

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::lint {

// The first of the calls that is, or may be, volatile; empty if none is.
[[nodiscard]] std::string volatile_call(const std::vector<std::string>& calls);

// Whether it is one of PostgreSQL's, or its usual extensions', that are.
[[nodiscard]] bool is_known_volatile(std::string_view call);

}  // namespace limbeck::lint
