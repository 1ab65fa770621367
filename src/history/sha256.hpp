#pragma once
// SHA-256 (FIPS 180-4), by which the log remembers what it applied. For checksums only, nothing secret.

#include <string>
#include <string_view>

namespace limbeck::history {

// 64 lower-case hex digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace limbeck::history
