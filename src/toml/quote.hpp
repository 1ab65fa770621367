#pragma once
// Strings and keys as TOML writes them.

#include <string>
#include <string_view>

namespace limbeck::toml_text {

// `text` where it can be a bare key (A-Za-z0-9_-), else quoted.
[[nodiscard]] std::string key(std::string_view text);

// The first of "...", '...', '''...''' and """...""" (with escapes) that gives `text` back byte for byte; a text of
// several lines takes one of the last two. `text` must be UTF-8.
[[nodiscard]] std::string string(std::string_view text);

// The same for what must stay on one line, as the elements of a list: "..." with escapes comes last.
[[nodiscard]] std::string line_string(std::string_view text);

}  // namespace limbeck::toml_text
