#pragma once
// Splits the text of a migration section into its statements as psql would: quotes, E'' strings, dollar tags, nested
// comments, parentheses, and BEGIN ATOMIC ... END bodies hide a semicolon.

#include "grammar/parsed.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

struct StatementText {
  std::string_view text;   // without the semicolon, white space and comments around it; views into the input
  std::size_t offset = 0;  // of `text` in the input
};

// Statements that hold nothing but comments are left out. An error: an unterminated string, comment or dollar tag.
[[nodiscard]] Parsed<std::vector<StatementText>> split_statements(std::string_view sql);

}  // namespace limbeck::grammar
