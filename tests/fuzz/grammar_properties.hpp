#pragma once
// What holds for the grammar whatever it is given; the fuzzer and a unit test ask it.

#include <string>
#include <string_view>

namespace limbeck::testing {

// Empty, or what did not hold for this text.
[[nodiscard]] std::string broken_property(std::string_view text);

}  // namespace limbeck::testing
