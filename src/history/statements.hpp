#pragma once
// The statements of a section, each with its place in the file, and what may not stand in one.

#include "history/revision.hpp"
#include "model/diagnostic.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::history {

// Fills `section.statements` from `section.sql`, which begins at column 1 of `section.first_line`. Appends an error for
// text that does not split, for statements that begin or end a transaction (R57: that is the runner's), for psql's
// meta-commands, and for COPY from or to the client.
void read_statements(Section& section, const std::string& path, Diagnostics& diagnostics);

// The unquoted words that a statement begins with, in lower case, at most `limit`.
[[nodiscard]] std::vector<std::string> leading_words(std::string_view statement, std::size_t limit);

// Where the character at `offset` of `text` stands if the first one stands at `start`. Columns count code points.
[[nodiscard]] SourcePosition position_at(std::string_view text, std::size_t offset, SourcePosition start);

// The line of `text` that holds `offset`.
[[nodiscard]] std::string_view line_at(std::string_view text, std::size_t offset);

}  // namespace limbeck::history
