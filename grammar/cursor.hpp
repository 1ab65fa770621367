#pragma once
// Private to grammar/: a place in the tokens of a text, and the one way to fail. Parsers are functions that take from a
// Cursor; what they cannot take they report by Failure, which parse_whole() turns into a Parsed<T>.

#include "grammar/lex.hpp"
#include "grammar/parsed.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace limbeck::grammar {

// Thrown and caught inside this folder only.
struct Failure {
  SyntaxError error;
};

class Cursor {
 public:
  explicit Cursor(std::string_view text);  // keeps a view of `text`

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    const std::size_t index = position_ + ahead;
    return tokens_[index < tokens_.size() ? index : tokens_.size() - 1];
  }
  const Token& take() {  // at the end it stays at the end
    const Token& token = tokens_[position_];
    if (token.kind != TokenKind::end) ++position_;
    return token;
  }

  // Whether the next tokens are these keywords (lower case) and symbols.
  template <class... More>
  [[nodiscard]] bool at(std::string_view first, More... more) const {
    return matches_from(0, first, more...);
  }
  template <class... More>
  bool accept(std::string_view first, More... more) {
    if (!matches_from(0, first, more...)) return false;
    position_ += 1 + sizeof...(more);
    return true;
  }
  void expect(std::string_view keyword_or_symbol);
  [[nodiscard]] bool at_end() const { return peek().kind == TokenKind::end; }
  void expect_end();

  // Whether the token can be a name: quoted, or a word that is not reserved.
  [[nodiscard]] static bool is_name(const Token& token);
  [[nodiscard]] bool at_name(std::size_t ahead = 0) const { return is_name(peek(ahead)); }
  std::string take_name(std::string_view what);   // "a column name"
  std::string take_label(std::string_view what);  // any word, or a quoted name: after a dot or AS
  std::string take_string(std::string_view what);

  std::size_t open();            // takes '(' and gives its offset
  void close(std::size_t open);  // takes ')', or says which '(' lacks it

  // For looking back and for starting again at an earlier token.
  [[nodiscard]] std::size_t position() const { return position_; }
  void go_back(std::size_t position) { position_ = position; }
  [[nodiscard]] const Token& token(std::size_t index) const { return tokens_[index]; }
  [[nodiscard]] std::size_t previous_end() const;  // the offset behind the last token taken

  [[noreturn]] void fail(std::string message, std::string hint = {}) const;  // at the next token
  [[noreturn]] void fail_expected(std::string_view what) const;              // "expected <what>, found 'x'"
  [[noreturn]] void fail_expected_close(std::string_view bracket, std::size_t open) const;
  [[noreturn]] static void fail_at(std::size_t offset, std::string message, std::string hint = {});

  // One level of nesting. The limit keeps the recursion far below any thread's stack; PostgreSQL's own
  // (max_stack_depth) allows a few thousand.
  class Level {
   public:
    explicit Level(Cursor& in);
    ~Level() { --in_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Cursor& in_;
  };

 private:
  [[nodiscard]] static bool matches(const Token& token, std::string_view value) {
    return (token.kind == TokenKind::word || token.kind == TokenKind::symbol) && token.value == value;
  }
  [[nodiscard]] bool matches_from(std::size_t) const { return true; }
  template <class... More>
  [[nodiscard]] bool matches_from(std::size_t ahead, std::string_view first, More... more) const {
    return matches(peek(ahead), first) && matches_from(ahead + 1, more...);
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t position_ = 0;
  std::size_t depth_ = 0;
};

// The whole text by `take`, a function of Cursor&.
template <class Take>
[[nodiscard]] auto parse_whole(std::string_view text, Take take) -> Parsed<std::invoke_result_t<Take, Cursor&>> {
  try {
    Cursor in(text);
    auto value = take(in);
    in.expect_end();
    return value;
  } catch (Failure& failure) {
    return std::move(failure.error);
  }
}

}  // namespace limbeck::grammar
