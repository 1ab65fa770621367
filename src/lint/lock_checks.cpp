#include "lint/checks.hpp"
#include "lint/volatility.hpp"

#include <fmt/core.h>

namespace limbeck::lint {
namespace {

void check_added_column(const AlterTable& alter, const Action& action, Context& context) {
  const Column& column = action.column;
  const std::string table = alter.table.shown();
  if (column.identity || column.is_serial() || column.generated_stored) {
    context.report(rule::add_column_rewrites, action.offset,
                   fmt::format("{} column {} has {} written anew",
                               column.identity      ? "the identity"
                               : column.is_serial() ? "the serial"
                                                    : "the generated",
                               column.name, table));
  } else if (const std::string call = volatile_call(column.default_calls); !call.empty()) {
    context.report(rule::add_column_volatile_default, column.offset,
                   is_known_volatile(call)
                       ? fmt::format("{}() gives each row another value, so {} is written anew", call, table)
                       : fmt::format("{} is written anew unless {}() is declared STABLE or IMMUTABLE", table, call));
  }
  if (column.primary_key || column.unique) {
    context.report(column.primary_key ? rule::add_primary_key_builds_index : rule::add_unique_builds_index,
                   action.offset,
                   fmt::format("the index of column {} is built while {} is locked", column.name, table));
  }
  // Of a column without values a foreign key is not checked.
  if (column.check || (column.references && column.is_filled())) {
    context.report(rule::add_column_constraint, action.offset,
                   fmt::format("all rows of {} are read for the constraint of column {}", table, column.name));
  }
}

void check_added_constraint(const AlterTable& alter, const Action& action, Context& context) {
  using Kind = Constraint::Kind;
  const Constraint& constraint = action.constraint;
  const std::string table = alter.table.shown();
  const std::string name = constraint.name.empty() ? "the constraint" : fmt::format("constraint {}", constraint.name);
  const auto say = [&](const Rule& rule, std::string_view what) {
    context.report(rule, action.offset, fmt::format("{} {}", name, what));
  };
  const bool validates = !constraint.not_valid && !constraint.not_enforced;
  switch (constraint.kind) {
    case Kind::check:
      if (validates) say(rule::add_check_validates, fmt::format("has all rows of {} read while it is locked", table));
      break;
    case Kind::foreign_key:
      // A table that this revision has made holds no rows to look up.
      if (validates) {
        say(rule::add_foreign_key_validates,
            fmt::format("has all rows of {} looked up in {} while writers of both wait", table,
                        constraint.references.shown()));
      }
      break;
    case Kind::not_null:
      if (validates) say(rule::set_not_null, fmt::format("has all rows of {} read while it is locked", table));
      break;
    case Kind::primary_key:
      if (!constraint.using_index) {
        say(rule::add_primary_key_builds_index, fmt::format("builds its index while {} is locked", table));
      }
      break;
    case Kind::unique:
      if (!constraint.using_index) {
        say(rule::add_unique_builds_index, fmt::format("builds its index while {} is locked", table));
      }
      break;
    case Kind::exclusion:
      say(rule::add_exclusion_builds_index, fmt::format("builds its index while {} is locked", table));
      break;
    case Kind::other:
      break;
  }
}

void check_action(const AlterTable& alter, const Action& action, Context& context) {
  using Kind = Action::Kind;
  const std::string table = alter.table.shown();
  switch (action.kind) {
    case Kind::add_column:
      check_added_column(alter, action, context);
      break;
    case Kind::add_constraint:
      check_added_constraint(alter, action, context);
      break;
    case Kind::change_type:
      context.report(
          rule::change_column_type, action.offset,
          fmt::format("another type of column {} may have {} and its indexes written anew", action.name, table));
      break;
    case Kind::set_not_null:
      if (!context.is_proven_not_null(alter.table, action.name)) {
        context.report(rule::set_not_null, action.offset,
                       fmt::format("all rows of {} are read for a NULL in {} while it is locked", table, action.name));
      }
      break;
    case Kind::validate_constraint:
      if (context.was_added_here(alter.table, action.name)) {
        context.report(rule::validate_in_same_unit, action.offset,
                       fmt::format("this transaction has added {}, and keeps {} locked while all rows are read",
                                   action.name, table));
      }
      break;
    case Kind::attach_partition:
      if (!context.is_new(action.part)) {
        context.report(rule::attach_scans, action.offset,
                       fmt::format("all rows of {} are read unless a CHECK proves its bounds", action.part.shown()));
      }
      break;
    case Kind::detach_partition:
      if (!action.concurrently) {
        context.report(rule::detach_blocks, action.offset, fmt::format("all clients of {} wait", table));
      }
      break;
    case Kind::rewrite:
      context.report(rule::rewrite_table, action.offset, fmt::format("{} is written anew", table));
      break;
    default:
      break;
  }
}

void check_alter(const AlterTable& alter, Context& context) {
  const bool is_table = alter.kind == "table" || alter.kind == "materialized view";
  if (context.is_new(alter.table) || !is_table) {
    // A foreign key of a new table still locks the one that it refers to, for a moment.
    return;
  }
  bool locks = false;
  for (const Action& action : alter.actions) {
    check_action(alter, action, context);
    locks = locks || !(action.kind == Action::Kind::light || action.kind == Action::Kind::validate_constraint ||
                       action.kind == Action::Kind::attach_partition || action.concurrently);
  }
  if (locks) context.lock(alter.table, alter.table.offset);
}

void check_writes_under_lock(const Statement& statement, Context& context) {
  if (!context.in_transaction() || !context.has_locked()) return;
  for (const Write& write : statement.writes) {
    const bool few = write.kind == Write::Kind::insert && !write.from_query;
    if (few || context.is_new(write.table)) continue;
    context.report(rule::data_change_under_lock, write.offset,
                   fmt::format("rows of {} are changed while clients wait for a table that this section has locked",
                               write.table.shown()));
  }
}

}  // namespace

void check_locks(const Statement& statement, Context& context) {
  check_writes_under_lock(statement, context);
  if (const auto* alter = std::get_if<AlterTable>(&statement.what)) {
    check_alter(*alter, context);
  } else if (const auto* index = std::get_if<CreateIndex>(&statement.what)) {
    // ON ONLY makes the index of a partitioned table without those of its parts: nothing is built.
    if (!index->concurrently && !index->only && !context.is_new(index->table)) {
      context.report(rule::create_index_blocks, 0,
                     fmt::format("writers of {} wait while the index is built", index->table.shown()));
      context.lock(index->table, index->table.offset);
    }
  } else if (const auto* drop = std::get_if<Drop>(&statement.what)) {
    if (drop->kind == "index" && !drop->concurrently) {
      context.report(rule::drop_index_blocks, 0, "all clients of the index's table wait");
    }
    if (drop->kind == "table") {
      for (const Relation& table : drop->names) context.lock(table, table.offset);
    }
  } else if (const auto* reindex = std::get_if<Reindex>(&statement.what)) {
    if (!reindex->concurrently && reindex->kind != "system" && !context.is_new(reindex->name)) {
      context.report(rule::reindex_blocks, 0,
                     fmt::format("writers wait while {} is built anew", reindex->name.shown()));
    }
  } else if (const auto* refresh = std::get_if<Refresh>(&statement.what)) {
    if (!refresh->concurrently && !context.is_new(refresh->view)) {
      context.report(rule::refresh_blocks, 0,
                     fmt::format("readers of {} wait while it is filled", refresh->view.shown()));
      context.lock(refresh->view, refresh->view.offset);
    }
  } else if (const auto* domain = std::get_if<AlterDomain>(&statement.what)) {
    if (domain->validates && !context.is_new(domain->domain)) {
      context.report(rule::domain_constraint_validates, 0,
                     fmt::format("every column of type {} is read, and its writers wait", domain->domain.shown()));
    }
  } else if (const auto* lock = std::get_if<LockTable>(&statement.what)) {
    for (const Relation& table : lock->tables) {
      context.report(rule::lock_table, table.offset, fmt::format("locks {} until the section ends", table.shown()));
      context.lock(table, table.offset);
    }
  } else if (const auto* truncate = std::get_if<Truncate>(&statement.what)) {
    for (const Relation& table : truncate->tables) context.lock(table, table.offset);
  } else if (const auto* trigger = std::get_if<Trigger>(&statement.what)) {
    context.lock(trigger->table, trigger->table.offset);
  } else if (const auto* cluster = std::get_if<Cluster>(&statement.what)) {
    if (!context.is_new(cluster->table)) {
      context.report(rule::rewrite_table, 0,
                     fmt::format("{} written anew",
                                 cluster->table.empty() ? "all clustered tables are" : cluster->table.shown() + " is"));
      context.lock(cluster->table, cluster->table.offset);
    }
  } else if (const auto* vacuum = std::get_if<Vacuum>(&statement.what); vacuum != nullptr && vacuum->full) {
    context.report(rule::rewrite_table, 0, "VACUUM FULL writes tables anew");
  }
}

}  // namespace limbeck::lint
