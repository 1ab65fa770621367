#pragma once
// The text of a file that a person wrote, and places in it.

#include "model/diagnostic.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace limbeck {

struct SourceFile {
  std::string name;  // as messages give it
  std::string text;  // without a byte order mark
};

// Throws Error if the file can't be read.
[[nodiscard]] SourceFile read_source(const std::filesystem::path& path);

// Where the byte at `offset` of a TOML string's value stands. `at` is the string's first character: the quote of a
// basic, literal or multi-line string, or the first letter of a bare word, in which bytes stand for themselves.
// Escapes, the line end after an opening delimiter and "line ending backslashes" are seen through (TOML 1.0, "String").
// An offset at or behind the value's end gives the place of the closing quote.
[[nodiscard]] SourcePosition locate(std::string_view source, SourcePosition at, std::size_t offset);

// The line's text without its end; empty if there is no such line.
[[nodiscard]] std::string line_of(std::string_view source, std::uint32_t line);

}  // namespace limbeck
