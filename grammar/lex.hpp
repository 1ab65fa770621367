#pragma once
// The tokens of SQL, by the lexical rules of PostgreSQL (SQL Syntax, section 4.1; scan.l) with
// standard_conforming_strings on. White space and comments are no tokens. Not thread-shared state: a pure function.

#include "grammar/parsed.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

enum class TokenKind : std::uint8_t {
  word,       // without quotes; value: folded to lower case, ASCII letters only (as PostgreSQL does in UTF-8)
  name,       // "..." or U&"..."; value: without quotes and escapes
  string,     // '...', E'...', U&'...', $tag$...$tag$; value: without quotes and escapes
  national,   // N'...', which is of another type than '...'
  bits,       // B'...' or X'...'; value: b or x, then the digits
  number,     // value: in lower case
  parameter,  // $1
  symbol,     // an operator or punctuation; value: as written, but <> for !=
  invalid,    // value: the message for people. Whoever reads it reports it; the statement splitter does not care
  end,        // the last token of every text
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t offset = 0;  // bytes, into the text
  std::size_t length = 0;
  std::string value;
};

// All tokens of `text`, `end` last. Fails only where the rest of the text cannot be divided: an unterminated string,
// quoted name or comment.
[[nodiscard]] Parsed<std::vector<Token>> tokenise(std::string_view text);

}  // namespace limbeck::grammar
