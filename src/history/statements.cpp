#include "history/statements.hpp"

#include "grammar/lex.hpp"
#include "grammar/split.hpp"
#include "history/mistake.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>

namespace limbeck::history {
namespace {

struct Refusal {
  std::size_t offset = 0;
  std::string message;
  std::string hint;
};

using grammar::Token;
using grammar::TokenKind;

std::vector<Token> tokens_of(std::string_view statement) {
  auto tokens = grammar::tokenise(statement);
  return tokens ? std::move(*tokens) : std::vector<Token>{};
}

// The word at `index`, empty if something else stands there.
std::string_view word_at(const std::vector<Token>& tokens, std::size_t index) {
  return index < tokens.size() && tokens[index].kind == TokenKind::word ? std::string_view(tokens[index].value) : "";
}

bool controls_transaction(const std::vector<Token>& tokens) {
  const std::string_view first = word_at(tokens, 0);
  const std::string_view second = word_at(tokens, 1);
  constexpr std::array<std::string_view, 5> always = {"begin", "commit", "end", "abort", "rollback"};
  const std::size_t after = second == "work" || second == "transaction" ? 2 : 1;
  if (first == "rollback" && word_at(tokens, after) == "to") return false;  // to a savepoint, inside of the unit
  return std::find(always.begin(), always.end(), first) != always.end() ||
         ((first == "start" || first == "prepare") && second == "transaction");
}

bool copies_with_client(const std::vector<Token>& tokens) {
  if (word_at(tokens, 0) != "copy") return false;
  int depth = 0;
  for (std::size_t at = 1; at < tokens.size(); ++at) {
    const std::string_view before = word_at(tokens, at - 1);
    const std::string_view word = word_at(tokens, at);
    if (tokens[at].value == "(" && tokens[at].kind == TokenKind::symbol) ++depth;
    if (tokens[at].value == ")" && tokens[at].kind == TokenKind::symbol) --depth;
    // PostgreSQL takes either word in either direction.
    if (depth == 0 && (before == "from" || before == "to") && (word == "stdin" || word == "stdout")) return true;
  }
  return false;
}

std::optional<Refusal> refusal_of(std::string_view statement) {
  const std::vector<Token> tokens = tokens_of(statement);
  for (const Token& token : tokens) {
    // No SQL has a backslash outside of quotes.
    if (token.kind == TokenKind::invalid && statement.substr(token.offset).starts_with('\\')) {
      return Refusal{token.offset, "psql's meta-commands can not stand in a revision", "write it in SQL"};
    }
  }
  if (copies_with_client(tokens)) {
    return Refusal{0, "COPY from or to the client can not stand in a revision", "write INSERT ... VALUES instead"};
  }
  if (controls_transaction(tokens)) {
    std::string word(word_at(tokens, 0));
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    return Refusal{0, fmt::format("{} can not stand in a revision: limbeck runs each section as one transaction", word),
                   "leave it out; `-- limbeck:upgrade no-transaction` begins a section without a transaction"};
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> leading_words(std::string_view statement, std::size_t limit) {
  const std::vector<Token> tokens = tokens_of(statement);
  std::vector<std::string> words;
  for (std::size_t at = 0; at < limit && !word_at(tokens, at).empty(); ++at) words.push_back(tokens[at].value);
  return words;
}

SourcePosition position_at(std::string_view text, std::size_t offset, SourcePosition start) {
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++start.line;
      start.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++start.column;
    }
  }
  return start;
}

std::string_view line_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

void read_statements(Section& section, const std::string& path, Diagnostics& diagnostics) {
  const std::string_view sql = section.sql;
  const auto report = [&](Refusal refusal) {
    diagnostics.push_back(mistake(std::move(refusal.message),
                                  {path, position_at(sql, refusal.offset, {section.first_line, 1})},
                                  std::move(refusal.hint), std::string(line_at(sql, refusal.offset))));
  };
  const auto parsed = grammar::split_statements(sql);
  if (!parsed) {
    // The data below COPY ... FROM stdin, and what follows a meta-command, need not split: name the true cause.
    const std::size_t command = sql.starts_with('\\') ? 0 : sql.find("\n\\");
    if (command != std::string_view::npos) {
      report({command == 0 ? 0 : command + 1, "psql's meta-commands and COPY data can not stand in a revision",
              "write it in SQL"});
    } else {
      report({parsed.error().offset, parsed.error().message, parsed.error().hint});
    }
    return;
  }
  // Positions are counted on from statement to statement: a section is read once, however many there are.
  SourcePosition where{section.first_line, 1};
  std::size_t counted = 0;
  for (const grammar::StatementText& each : *parsed) {
    where = position_at(sql.substr(counted), each.offset - counted, where);
    counted = each.offset;
    if (auto refusal = refusal_of(each.text)) {
      refusal->offset += each.offset;
      report(std::move(*refusal));
    }
    section.statements.push_back(Statement{std::string(each.text), where});
  }
}

}  // namespace limbeck::history
