#pragma once
// Where something stands in a file that a person wrote. Lines and columns count from 1; a column is a code point, as
// editors count. Line 0 means that the position is unknown (the file as a whole).

#include <cstdint>
#include <string>

namespace limbeck {

struct SourcePosition {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  auto operator<=>(const SourcePosition&) const = default;
};

struct SourceRange {
  std::string file;
  SourcePosition begin;
  auto operator<=>(const SourceRange&) const = default;
};

}  // namespace limbeck
