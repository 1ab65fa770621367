#include "grammar/lex.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck::grammar;

namespace {

// "w:abc s:=" and so on: the kind's letter and the value of every token but the last.
std::string shown(std::string_view text) {
  const auto tokens = tokenise(text);
  if (!tokens) return "error at " + std::to_string(tokens.error().offset) + ": " + tokens.error().message;
  std::string result;
  for (const Token& token : *tokens) {
    if (token.kind == TokenKind::end) break;
    if (!result.empty()) result += ' ';
    result += "wqtnb#$si"[static_cast<std::size_t>(token.kind)];
    result += ':' + token.value;
  }
  return result;
}

}  // namespace

TEST_CASE("tokens have the value that PostgreSQL's scanner gives them") {
  struct Row {
    std::string text;
    std::string tokens;
  };
  const std::vector<Row> rows = {
      {"", ""},
      {" \t\r\n\f\v", ""},
      {"Abc_1$x", "w:abc_1$x"},
      {"\xC3\x89t\xC3\xA9", "w:\xC3\x89t\xC3\xA9"},  // only ASCII letters are folded
      {"\"Abc\"\"d\"", "q:Abc\"d"},
      {"u&\"d\\0061t\\+000061\"", "q:data"},
      {"U&\"d!0061\" uescape '!'", "q:da"},
      {"'it''s'", "t:it's"},
      {"'a'\n 'b'", "t:ab"},
      {"'a' -- why\n 'b'", "t:ab"},
      {"'a' 'b'", "t:a t:b"},
      {"'C:\\dir'", "t:C:\\dir"},
      {"E'\\n\\t\\\\\\'\\x41\\101\\u00e9\\U0001F600'", "t:\n\t\\'AA\xC3\xA9\xF0\x9F\x98\x80"},
      {"e'\\ud83d\\ude00'", "t:\xF0\x9F\x98\x80"},
      {"e'\\ud83d'", "i:invalid Unicode escape"},
      {"e'\\ud83d\\n'", "i:invalid Unicode escape"},
      {"e'\\ud83d' 'a'", "i:invalid Unicode escape t:a"},
      {"e'\\ud83dx'", "i:invalid Unicode escape"},
      {"e'\\u00'", "i:invalid Unicode escape"},
      {"e'\\0'", "i:invalid byte in an escape"},
      {"U&'\\0441\\043B'", "t:\xD1\x81\xD0\xBB"},
      {"U&'\\\\'", "t:\\"},
      {"U&'\\004'", "i:invalid Unicode escape"},
      {"N'a'", "n:a"},
      {"b'101' X'1F'", "b:b101 b:x1F"},
      {"$$it's$$", "t:it's"},
      {"$tag$ $$ $ta$ $tag$", "t: $$ $ta$ "},
      {"a$$b$$", "w:a$$b$$"},
      {"$1", "$:$1"},
      {"1 1.5 .5 1. 1e3 1E-3 1_000 0x1F 0o17 0b11", "#:1 #:1.5 #:.5 #:1. #:1e3 #:1e-3 #:1_000 #:0x1f #:0o17 #:0b11"},
      {"1..2", "#:1 s:. #:.2"},
      {"1a", "i:a number cannot be followed directly by a letter"},
      {"1e", "i:a number cannot be followed directly by a letter"},
      {"a=-1", "w:a s:= s:- #:1"},
      {"a<-1", "w:a s:< s:- #:1"},
      {"a@-1", "w:a s:@- #:1"},
      {"a->>b", "w:a s:->> w:b"},
      {"a != b <> c", "w:a s:<> w:b s:<> w:c"},
      {"a=>-1", "w:a s:=> s:- #:1"},
      {"a::b:=c:d", "w:a s::: w:b s::= w:c s:: w:d"},
      {"a--b\nc", "w:a w:c"},
      {"a+--b", "w:a s:+"},
      {"a/*b*/c", "w:a w:c"},
      {"a/* /* b */ c */d", "w:a w:d"},
      {"f(a[1].*)", "w:f s:( w:a s:[ #:1 s:] s:. s:* s:)"},
      {"a { b", "w:a i:this character has no meaning in SQL w:b"},
      {"\"\"", "i:a quoted name cannot be empty"},
      {"'abc", "error at 0: unterminated string"},
      {"a 'abc''", "error at 2: unterminated string"},
      {"e'abc\\'", "error at 0: unterminated string"},
      {"a \"b", "error at 2: unterminated quoted name"},
      {"a $x$ b $y$", "error at 2: unterminated dollar-quoted string"},
      {"a /* /* */", "error at 2: unterminated comment"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(shown(row.text) == row.tokens);
  }
}

TEST_CASE("bytes that are no characters are tokens, not crashes") {
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    const std::string text = std::string("a ") + static_cast<char>(byte) + " '" + static_cast<char>(byte) + "'";
    (void)tokenise(text);
  }
}

TEST_CASE("every token says where it stands") {
  const auto tokens = tokenise(" ab /* c */ 'd' ");
  REQUIRE(tokens);
  REQUIRE(tokens->size() == 3);
  CHECK((*tokens)[0].offset == 1);
  CHECK((*tokens)[0].length == 2);
  CHECK((*tokens)[1].offset == 12);
  CHECK((*tokens)[1].length == 3);
  CHECK((*tokens)[2].offset == 16);
}
