#pragma once
// The canonical form of a TOML file: blanks, blank lines and needless quotes of keys, and nothing else. Comments stay
// where they are, entries keep their order, and strings (which hold SQL) stay as they are, byte for byte.

#include <string>
#include <string_view>

namespace limbeck {

// Of a text that is TOML. Throws Error if the result would not say the same.
[[nodiscard]] std::string canonical_toml(std::string_view text);

}  // namespace limbeck
