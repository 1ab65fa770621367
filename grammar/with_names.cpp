// Comparing and rewriting expressions by their tokens.

#include "grammar/expression.hpp"
#include "grammar/keyword_category.hpp"
#include "grammar/lex.hpp"

#include <algorithm>
#include <span>

namespace limbeck::grammar {
namespace {

bool is(const Token& token, std::string_view symbol) {
  return token.kind == TokenKind::symbol && token.value == symbol;
}

// Without the parentheses around all of it.
std::span<const Token> without_parentheses(std::span<const Token> tokens) {
  // The number of '(' at the beginning that stay open to the end is the number of pairs around everything.
  std::size_t leading = 0;
  while (leading < tokens.size() && is(tokens[leading], "(")) ++leading;
  std::size_t depth = leading;
  std::size_t around = leading;
  std::size_t trailing = 0;
  for (const Token& token : tokens.subspan(leading)) {
    if (is(token, ")")) {
      if (depth > 0) --depth;
      ++trailing;
    } else {
      around = std::min(around, depth);
      trailing = 0;
      if (is(token, "(")) ++depth;
    }
  }
  around = std::min(around, trailing);
  return tokens.subspan(around, tokens.size() - 2 * around);
}

// A name without quotes that PostgreSQL reads as if it were quoted: no keyword, or an unreserved one where it cannot be
// syntax. Before a parenthesis it can (`rollup (a)` is not `"rollup" (a)`).
bool is_plain_name(const Token& word, const Token* next) {
  if (word.kind != TokenKind::word) return false;
  const KeywordCategory category = keyword_category(word.value);
  if (category == KeywordCategory::unreserved) return next == nullptr || !is(*next, "(");
  return category == KeywordCategory::none;
}

bool same(const Token& a, const Token* after_a, const Token& b, const Token* after_b) {
  if (a.kind == TokenKind::invalid || b.kind == TokenKind::invalid || a.value != b.value) return false;
  if (a.kind == b.kind) return true;
  return (a.kind == TokenKind::name && is_plain_name(b, after_b)) ||
         (b.kind == TokenKind::name && is_plain_name(a, after_a));
}

// For text inside the quotes of a literal, of which `before` is the part up to the opening quote.
std::string escaped(const std::string& text, std::string_view before) {
  if (before.empty() || before.back() != '\'') return text;  // a dollar-quoted string
  const char prefix = before.size() > 1 ? before[before.size() - 2] : ' ';
  std::string result;
  for (const char c : text) {
    if (c == '\'' || (c == '\\' && (prefix == 'e' || prefix == 'E'))) result += c;
    result += c;
  }
  return result;
}

}  // namespace

bool same_tokens(std::string_view a, std::string_view b) {
  const auto tokens_a = tokenise(a);
  const auto tokens_b = tokenise(b);
  if (!tokens_a || !tokens_b) return false;
  const auto inner = [](const std::vector<Token>& tokens) {
    return without_parentheses(std::span(tokens).first(tokens.size() - 1));
  };
  const std::span<const Token> left = inner(*tokens_a);
  const std::span<const Token> right = inner(*tokens_b);
  if (left.empty() || left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const bool last = i + 1 == left.size();
    if (!same(left[i], last ? nullptr : &left[i + 1], right[i], last ? nullptr : &right[i + 1])) return false;
  }
  return true;
}

std::string with_names(const Expression& expression,
                       const std::function<std::optional<std::string>(const NameUse&)>& replacement) {
  const std::string_view text = expression.text;
  std::string result;
  std::size_t done = 0;
  for (const NameUse& name : expression.names) {
    if (name.offset < done) continue;
    const auto replaced = replacement(name);
    if (!replaced) continue;
    result += text.substr(done, name.offset - done);
    result += name.role == NameUse::Role::relation ? escaped(*replaced, text.substr(0, name.offset)) : *replaced;
    done = name.offset + name.length;
  }
  result += text.substr(done);
  return result;
}

}  // namespace limbeck::grammar
