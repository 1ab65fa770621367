#include "run/resume.hpp"

#include "grammar/lex.hpp"
#include "history/statements.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

namespace limbeck::run {
namespace {

// duplicate_table (of indexes too), duplicate_object, duplicate_database; undefined_table, undefined_object,
// invalid_catalog_name (PostgreSQL, appendix A).
constexpr std::array<std::string_view, 3> exists_already = {"42P07", "42710", "42P04"};
constexpr std::array<std::string_view, 3> exists_no_more = {"42P01", "42704", "3D000"};

bool holds(const auto& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

bool runs_alone(std::string_view statement) {
  constexpr std::array<std::string_view, 5> verbs = {"vacuum", "reindex", "cluster", "call", "do"};
  constexpr std::array<std::string_view, 3> clusterwide = {"database", "tablespace", "subscription"};
  const std::vector<std::string> words = history::leading_words(statement, 4);
  if (words.empty()) return false;
  if (holds(verbs, words.front()) || holds(words, "concurrently")) return true;
  return words.size() > 1 && ((words[0] == "alter" && words[1] == "system") || holds(clusterwide, words[1]));
}

std::optional<ConcurrentIndex> concurrent_index(std::string_view statement) {
  const auto tokens = grammar::tokenise(statement);
  if (!tokens) return std::nullopt;
  std::size_t at = 0;
  const auto takes = [&](std::string_view word) {
    const grammar::Token& token = (*tokens)[at];
    if (token.kind != grammar::TokenKind::word || token.value != word) return false;
    ++at;
    return true;
  };
  const auto is_name = [&] {
    const grammar::TokenKind kind = (*tokens)[at].kind;
    return kind == grammar::TokenKind::word || kind == grammar::TokenKind::name;
  };
  if (!takes("create")) return std::nullopt;
  takes("unique");
  if (!takes("index") || !takes("concurrently")) return std::nullopt;
  if (takes("if") && !(takes("not") && takes("exists"))) return std::nullopt;
  if (takes("on") || !is_name()) return std::nullopt;  // the server names it
  ConcurrentIndex index{(*tokens)[at++].value, {}};
  if (!takes("on")) return std::nullopt;
  takes("only");
  while (is_name()) {
    index.table += sql::name((*tokens)[at++].value);
    const grammar::Token& dot = (*tokens)[at];
    if (dot.kind != grammar::TokenKind::symbol || dot.value != ".") break;
    index.table += '.';
    ++at;
  }
  return index;
}

bool clear_remains(pg::Connection& connection, const ConcurrentIndex& index) {
  const pg::Result found =
      connection.execute(fmt::format("SELECT made.indisvalid, space.nspname FROM pg_catalog.pg_index AS made "
                                     "JOIN pg_catalog.pg_class AS relation ON relation.oid = made.indexrelid "
                                     "JOIN pg_catalog.pg_namespace AS space ON space.oid = relation.relnamespace "
                                     "WHERE made.indrelid = pg_catalog.to_regclass({}) AND relation.relname = {}",
                                     sql::literal(index.table), sql::literal(index.name)));
  if (found.rows() == 0) return false;
  if (found.text(0, 0) == "t") return true;
  connection.execute(
      fmt::format("DROP INDEX CONCURRENTLY {}", sql::name(QName{std::string(found.text(0, 1)), index.name})));
  return false;
}

bool says_done_already(std::string_view statement, const Error& error) {
  const std::vector<std::string> words = history::leading_words(statement, 1);
  if (words.empty()) return false;
  return (words.front() == "create" && holds(exists_already, error.sqlstate)) ||
         (words.front() == "drop" && holds(exists_no_more, error.sqlstate));
}

}  // namespace limbeck::run
