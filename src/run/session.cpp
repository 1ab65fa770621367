#include "run/session.hpp"

#include "grammar/lex.hpp"
#include "history/statements.hpp"
#include "sql/quote.hpp"

#include <algorithm>
#include <optional>

namespace limbeck::run {
namespace {

using grammar::TokenKind;

// SET [SESSION] name ..., and the forms that the standard has for some names (PostgreSQL, SET).
std::optional<std::string> reset_of(std::string_view statement) {
  const auto tokens = grammar::tokenise(statement);
  if (!tokens) return std::nullopt;
  std::size_t at = 0;
  const auto next_is = [&](std::string_view word, std::size_t ahead = 0) {
    const std::size_t index = std::min(at + ahead, tokens->size() - 1);
    return (*tokens)[index].kind == TokenKind::word && (*tokens)[index].value == word;
  };
  if (!next_is("set")) return std::nullopt;
  ++at;
  if (next_is("local") || next_is("transaction") || next_is("constraints")) return std::nullopt;
  if (next_is("session") && !next_is("authorization", 1)) ++at;
  if (next_is("characteristics")) {
    return "RESET default_transaction_isolation; RESET default_transaction_read_only; "
           "RESET default_transaction_deferrable";
  }
  if (next_is("session")) return "RESET SESSION AUTHORIZATION";
  if (next_is("time") && next_is("zone", 1)) return "RESET TIME ZONE";
  if (next_is("names")) return "RESET client_encoding";
  if (next_is("schema")) return "RESET search_path";
  std::string name;
  for (; (*tokens)[at].kind == TokenKind::word || (*tokens)[at].kind == TokenKind::name; at += 2) {
    name += (name.empty() ? "" : ".") + sql::name((*tokens)[at].value);
    if ((*tokens)[at + 1].kind != TokenKind::symbol || (*tokens)[at + 1].value != ".") break;
  }
  return name.empty() ? std::nullopt : std::optional("RESET " + name);
}

}  // namespace

std::vector<std::string> settings_of_done(const Step& step) {
  std::vector<std::string> settings;
  const std::size_t open = step.open ? step.units_done + 1 : 0;
  for (std::size_t number = 1; number <= step.units_done + (step.open ? 1 : 0); ++number) {
    const auto& statements = step.unit(number).section().statements;
    const std::size_t done = number == open ? step.open->statements_done : statements.size();
    for (std::size_t index = 0; index < done; ++index) {
      const std::string& sql = statements[index].sql;
      const std::vector<std::string> first = history::leading_words(sql, 1);
      if (reset_of(sql) || (!first.empty() && first.front() == "reset")) settings.push_back(sql);
    }
  }
  return settings;
}

std::vector<std::string> resets_after(const Step& step) {
  std::vector<std::string> resets;
  for (std::size_t number = 1; number <= step.unit_count(); ++number) {
    const UnitId unit = step.unit(number);
    for (const history::Statement& statement : unit.section().statements) {
      std::optional<std::string> reset = reset_of(statement.sql);
      if (reset && std::find(resets.begin(), resets.end(), *reset) == resets.end()) {
        resets.push_back(std::move(*reset));
      }
    }
  }
  return resets;
}

}  // namespace limbeck::run
