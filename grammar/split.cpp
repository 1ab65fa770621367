#include "grammar/split.hpp"

#include "grammar/lex.hpp"

namespace limbeck::grammar {
namespace {

bool is(const Token& token, std::string_view word) {
  return (token.kind == TokenKind::word || token.kind == TokenKind::symbol) && token.value == word;
}

// What hides a semicolon inside the statement that is being read.
class Nesting {
 public:
  [[nodiscard]] bool hides_semicolon() const { return parentheses_ > 0 || blocks_ > 0; }

  void read(const std::vector<Token>& tokens, std::size_t first, std::size_t index) {
    const Token& token = tokens[index];
    if (is(token, "(") || is(token, "[")) ++parentheses_;
    if ((is(token, ")") || is(token, "]")) && parentheses_ > 0) --parentheses_;
    if (blocks_ == 0) {
      if (is(token, "atomic") && index > first && is(tokens[index - 1], "begin") && creates_routine(tokens, first)) {
        blocks_ = 1;
      }
    } else if (is(token, "begin") || is(token, "case")) {
      ++blocks_;
    } else if (is(token, "end")) {
      --blocks_;
    }
  }

 private:
  // CREATE [OR REPLACE] FUNCTION or PROCEDURE: only its body can be BEGIN ATOMIC.
  static bool creates_routine(const std::vector<Token>& tokens, std::size_t first) {
    if (!is(tokens[first], "create")) return false;
    const std::size_t what = is(tokens[first + 1], "or") && is(tokens[first + 2], "replace") ? first + 3 : first + 1;
    return what < tokens.size() && (is(tokens[what], "function") || is(tokens[what], "procedure"));
  }

  std::size_t parentheses_ = 0;
  std::size_t blocks_ = 0;  // of BEGIN ATOMIC and the CASE expressions inside
};

}  // namespace

Parsed<std::vector<StatementText>> split_statements(std::string_view sql) {
  const auto tokens = tokenise(sql);
  if (!tokens) return tokens.error();
  std::vector<StatementText> statements;
  Nesting nesting;
  std::size_t first = 0;
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    const Token& token = (*tokens)[i];
    if (token.kind != TokenKind::end && !(is(token, ";") && !nesting.hides_semicolon())) {
      nesting.read(*tokens, first, i);
      continue;
    }
    if (i > first) {
      const std::size_t begin = (*tokens)[first].offset;
      const Token& last = (*tokens)[i - 1];
      statements.push_back({sql.substr(begin, last.offset + last.length - begin), begin});
    }
    first = i + 1;
    nesting = {};
  }
  return statements;
}

}  // namespace limbeck::grammar
