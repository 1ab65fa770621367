#include "lint/checks.hpp"

#include <fmt/core.h>

namespace limbeck::lint {
namespace {

void check_drop(const Drop& drop, Context& context) {
  for (const Relation& name : drop.names) {
    if (drop.kind == "table" && !context.is_new(name)) {
      context.report(rule::drop_table, name.offset, fmt::format("drops the table {} with its rows", name.shown()));
    } else if (drop.kind == "schema") {
      context.report(rule::drop_schema, name.offset, fmt::format("drops the schema {}", name.shown()));
    } else if (drop.kind == "database") {
      context.report(rule::drop_database, name.offset, fmt::format("drops the database {}", name.shown()));
    } else if (drop.kind == "owned") {
      context.report(rule::drop_owned, name.offset, fmt::format("drops all that {} owns", name.shown()));
    }
  }
  if (drop.cascade) context.report(rule::drop_cascade, 0, "CASCADE drops what depends on it, unnamed and unseen");
}

void check_alter(const AlterTable& alter, Context& context) {
  for (const Action& action : alter.actions) {
    if (action.kind == Action::Kind::drop_column && !context.is_new(alter.table)) {
      if (alter.kind != "view" && alter.kind != "foreign table") {
        context.report(rule::drop_column, action.offset,
                       fmt::format("drops the column {}.{} with its values", alter.table.shown(), action.name));
      }
    }
    if (action.cascade && (action.kind == Action::Kind::drop_column || action.kind == Action::Kind::drop_constraint)) {
      context.report(rule::drop_cascade, action.offset, "CASCADE drops what depends on it, unnamed and unseen");
    }
  }
}

void check_writes(const Statement& statement, Context& context) {
  for (const Write& write : statement.writes) {
    if (write.has_where || context.is_new(write.table)) continue;
    if (write.kind == Write::Kind::remove) {
      context.report(rule::delete_without_where, write.offset,
                     fmt::format("deletes all rows of {}", write.table.shown()));
    } else if (write.kind == Write::Kind::update) {
      context.report(rule::update_without_where, write.offset,
                     fmt::format("writes every row of {} anew, and locks them all", write.table.shown()));
    }
  }
}

}  // namespace

void check_losses(const Statement& statement, Context& context) {
  if (const auto* drop = std::get_if<Drop>(&statement.what)) check_drop(*drop, context);
  if (const auto* alter = std::get_if<AlterTable>(&statement.what)) check_alter(*alter, context);
  if (const auto* truncate = std::get_if<Truncate>(&statement.what)) {
    for (const Relation& table : truncate->tables) {
      if (context.is_new(table) && !truncate->cascade) continue;
      context.report(rule::truncate, table.offset,
                     truncate->cascade
                         ? fmt::format("empties {} and, with CASCADE, every table that refers to it", table.shown())
                         : fmt::format("empties {}", table.shown()));
    }
  }
  check_writes(statement, context);
}

}  // namespace limbeck::lint
