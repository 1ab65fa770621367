#include "lint/checks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

namespace limbeck::lint {
namespace {

using grammar::TokenKind;

// What PreventInTransactionBlock() stands in the way of, by the words that a statement begins with; empty: nothing.
std::string refused_in_transaction(const Statement& statement) {
  const std::string_view first = statement.word(0);
  const std::string_view second = statement.word(1);
  if (first == "vacuum") return "VACUUM";
  if (first == "alter" && second == "system") return "ALTER SYSTEM";
  if (first == "discard" && second == "all") return "DISCARD ALL";
  if (first == "create" || first == "drop") {
    const std::string verb = first == "create" ? "CREATE" : "DROP";
    if (second == "database") return verb + " DATABASE";
    if (second == "tablespace") return verb + " TABLESPACE";
    if (second == "subscription") return verb + " SUBSCRIPTION";  // with a slot, which is the default
  }
  if (first == "alter" && second == "database" && statement.word(3) == "set" && statement.word(4) == "tablespace") {
    return "ALTER DATABASE ... SET TABLESPACE";
  }
  if (first == "alter" && second == "subscription" && statement.word(3) == "refresh") {
    return "ALTER SUBSCRIPTION ... REFRESH";
  }
  if (const auto* reindex = std::get_if<Reindex>(&statement.what)) {
    if (reindex->kind == "schema") return "REINDEX SCHEMA";
    if (reindex->kind == "database") return "REINDEX DATABASE";
    if (reindex->kind == "system") return "REINDEX SYSTEM";
  }
  if (const auto* cluster = std::get_if<Cluster>(&statement.what); cluster != nullptr && cluster->table.empty()) {
    return "CLUSTER of all tables";
  }
  return {};
}

// The offset of CONCURRENTLY where the statement cannot be in a transaction for it; REFRESH may.
bool is_concurrent(const Statement& statement, std::size_t& offset) {
  bool concurrent = false;
  if (const auto* index = std::get_if<CreateIndex>(&statement.what)) concurrent = index->concurrently;
  if (const auto* drop = std::get_if<Drop>(&statement.what)) concurrent = drop->concurrently;
  if (const auto* reindex = std::get_if<Reindex>(&statement.what)) concurrent = reindex->concurrently;
  if (const auto* alter = std::get_if<AlterTable>(&statement.what)) {
    for (const Action& action : alter->actions) concurrent = concurrent || action.concurrently;
  }
  if (!concurrent) return false;
  const auto found = std::find_if(statement.tokens.begin(), statement.tokens.end(), [](const grammar::Token& token) {
    return token.kind == TokenKind::word && token.value == "concurrently";
  });
  if (found != statement.tokens.end()) offset = found->offset;
  return found != statement.tokens.end();
}

void check_enum_values(const Statement& statement, Context& context) {
  if (context.fresh_values().empty()) return;
  // Neither of these reads the literal as a value of the type.
  if (statement.word(0) == "comment" || std::holds_alternative<AddEnumValue>(statement.what)) return;
  for (const grammar::Token& token : statement.tokens) {
    if (token.kind != TokenKind::string) continue;
    const auto fresh = context.fresh_values().find(token.value);
    if (fresh == context.fresh_values().end()) continue;
    context.report(
        rule::enum_value_in_same_unit, token.offset,
        fmt::format("'{}' is a value of {} only when the section that adds it has ended", fresh->first, fresh->second));
    return;
  }
}

void check_new_columns(const AlterTable& alter, Context& context) {
  if (alter.kind != "table" || context.is_new(alter.table)) return;
  for (const Action& action : alter.actions) {
    const Column& column = action.column;
    if (action.kind != Action::Kind::add_column || column.is_filled()) continue;
    if (!column.not_null && !column.primary_key) continue;
    context.report(rule::add_column_not_null, action.offset,
                   fmt::format("column {} of {} is NOT NULL, and rows that are there have no value for it", column.name,
                               alter.table.shown()));
  }
}

void check_set(const Set& set, Context& context) {
  if (set.local && !context.in_transaction()) {
    context.report(rule::set_local_without_effect, 0,
                   fmt::format("SET LOCAL {} has no effect in a section without a transaction", set.name));
  }
  if (set.name == "search_path") {
    context.report(rule::set_search_path, 0, "names without a schema mean other objects below this");
  } else if (!set.local && context.in_transaction() && !set.name.empty()) {
    context.report(rule::set_without_local, 0,
                   fmt::format("{} stays set for the sections of this revision that follow", set.name));
  }
}

}  // namespace

void check_transaction(const Statement& statement, Context& context) {
  if (context.in_transaction()) {
    std::size_t offset = 0;
    if (is_concurrent(statement, offset)) {
      context.report(rule::concurrently_in_transaction, offset,
                     "CONCURRENTLY cannot run inside a transaction, and this section is one");
    }
    if (const std::string refused = refused_in_transaction(statement); !refused.empty()) {
      context.report(rule::not_in_transaction, 0,
                     fmt::format("{} cannot run inside a transaction, and this section is one", refused));
    }
    check_enum_values(statement, context);
  }
  if (const auto* alter = std::get_if<AlterTable>(&statement.what)) check_new_columns(*alter, context);
  if (const auto* set = std::get_if<Set>(&statement.what)) check_set(*set, context);
}

}  // namespace limbeck::lint
