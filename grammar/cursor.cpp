#include "grammar/cursor.hpp"

#include "grammar/keyword_category.hpp"
#include "grammar/keywords.hpp"
#include "grammar/unicode.hpp"

#include <fmt/core.h>

namespace limbeck::grammar {
namespace {

constexpr std::size_t depth_limit = 200;

std::string shown(std::string_view text, const Token& token) {
  if (token.kind == TokenKind::end) return "the end";
  constexpr std::size_t longest = 30;
  const std::string_view raw = text.substr(token.offset, token.length);
  if (raw.size() > longest || raw.find('\n') != std::string_view::npos) {
    return token.kind == TokenKind::string ? "a string" : "a long name";
  }
  return token.kind == TokenKind::string || token.kind == TokenKind::name ? std::string(raw) : fmt::format("'{}'", raw);
}

}  // namespace

Cursor::Cursor(std::string_view text) : text_(text) {
  auto tokens = tokenise(text);
  if (!tokens) throw Failure{tokens.error()};
  tokens_ = std::move(*tokens);
}

void Cursor::expect(std::string_view keyword_or_symbol) {
  if (!accept(keyword_or_symbol)) fail_expected(fmt::format("'{}'", keyword_or_symbol));
}

void Cursor::expect_end() {
  if (at(";")) fail("a ';' has no place here", "one definition is written without a semicolon");
  if (at(")")) fail("this ')' closes nothing");
  if (!at_end()) fail(fmt::format("{} has no place here", shown(text_, peek())));
}

bool Cursor::is_name(const Token& token) {
  return token.kind == TokenKind::name || (token.kind == TokenKind::word && !is_reserved(token.value));
}

std::string Cursor::take_name(std::string_view what) {
  if (at_name()) return take().value;
  if (peek().kind == TokenKind::word) {
    fail(fmt::format("expected {}, but '{}' is a reserved word", what, peek().value),
         fmt::format("a name that is a reserved word needs quotes: \"{}\"", peek().value));
  }
  fail_expected(what);
}

std::string Cursor::take_label(std::string_view what) {
  if (peek().kind != TokenKind::word && peek().kind != TokenKind::name) fail_expected(what);
  return take().value;
}

std::string Cursor::take_string(std::string_view what) {
  if (peek().kind != TokenKind::string) fail_expected(what);
  return take().value;
}

std::size_t Cursor::open() {
  const std::size_t offset = peek().offset;
  expect("(");
  return offset;
}

void Cursor::close(std::size_t open) {
  if (!accept(")")) fail_expected_close(")", open);
}

std::size_t Cursor::previous_end() const {
  if (position_ == 0) return 0;
  const Token& token = tokens_[position_ - 1];
  return token.offset + token.length;
}

void Cursor::fail(std::string message, std::string hint) const {
  if (peek().kind == TokenKind::invalid) fail_at(peek().offset, peek().value);
  fail_at(peek().offset, std::move(message), std::move(hint));
}

void Cursor::fail_expected(std::string_view what) const {
  fail(fmt::format("expected {}, found {}", what, shown(text_, peek())));
}

void Cursor::fail_expected_close(std::string_view bracket, std::size_t open) const {
  fail_expected(
      fmt::format("'{}' to close the '{}' at character {}", bracket, text_[open], character_number(text_, open)));
}

void Cursor::fail_at(std::size_t offset, std::string message, std::string hint) {
  throw Failure{{offset, std::move(message), std::move(hint)}};
}

Cursor::Level::Level(Cursor& in) : in_(in) {
  if (in_.depth_ == depth_limit) in_.fail(fmt::format("nested more than {} levels deep", depth_limit));
  ++in_.depth_;
}

}  // namespace limbeck::grammar
