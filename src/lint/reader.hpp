#pragma once
// A place in the tokens of a statement. Nothing here fails: what is not there is not taken, and the end stays the end.
// Lint reads what it knows of a statement and steps over the rest; whether it is SQL at all is PostgreSQL's to say.

#include "grammar/lex.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::lint {

// A name of one part, or of schema and name (and further ones); folded to lower case unless quoted.
struct Relation {
  std::vector<std::string> parts;
  std::size_t offset = 0;  // in the statement

  [[nodiscard]] bool empty() const { return parts.empty(); }
  // As --allow and messages show it: public.people
  [[nodiscard]] std::string shown() const;
};

class Reader {
 public:
  // `tokens` must live longer, and end with an `end`.
  explicit Reader(const std::vector<grammar::Token>& tokens) : tokens_(tokens) {}

  [[nodiscard]] const grammar::Token& peek(std::size_t ahead = 0) const {
    const std::size_t index = position_ + ahead;
    return tokens_[index < tokens_.size() ? index : tokens_.size() - 1];
  }
  const grammar::Token& take();

  // Whether the next tokens are these keywords (lower case) and symbols.
  template <class... More>
  [[nodiscard]] bool at(std::string_view first, More... more) const {
    return matches(0, first, more...);
  }
  template <class... More>
  bool accept(std::string_view first, More... more) {
    if (!matches(0, first, more...)) return false;
    position_ += 1 + sizeof...(more);
    return true;
  }
  [[nodiscard]] bool at_end() const { return peek().kind == grammar::TokenKind::end; }
  [[nodiscard]] bool at_name() const;

  [[nodiscard]] std::size_t offset() const { return peek().offset; }
  [[nodiscard]] std::size_t position() const { return position_; }
  void go_to(std::size_t position) { position_ = position; }

  std::string take_name();   // empty if none stands here
  Relation take_relation();  // `a.b.c`; empty if none stands here
  // `a.b, c`, each with ONLY before or `*` behind.
  std::vector<Relation> take_relations();
  // Over one token, or over all that stands between brackets if it opens one.
  void skip();
  // To the next of these outside of brackets, or to the end, or to the bracket that closes what is around.
  template <class... Words>
  void skip_to(Words... words) {
    while (!at_end() && !at(")") && !at("]") && !(at(words) || ...)) skip();
  }

 private:
  [[nodiscard]] static bool is(const grammar::Token& token, std::string_view value) {
    return (token.kind == grammar::TokenKind::word || token.kind == grammar::TokenKind::symbol) && token.value == value;
  }
  [[nodiscard]] bool matches(std::size_t) const { return true; }
  template <class... More>
  [[nodiscard]] bool matches(std::size_t ahead, std::string_view first, More... more) const {
    return is(peek(ahead), first) && matches(ahead + 1, more...);
  }

  const std::vector<grammar::Token>& tokens_;
  std::size_t position_ = 0;
};

}  // namespace limbeck::lint
