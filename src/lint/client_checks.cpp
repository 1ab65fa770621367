#include "lint/checks.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck::lint {
namespace {

constexpr std::size_t longest_name = 63;

void check_type(const Column& column, bool key, Context& context) {
  if (!column.type || column.type->name.size() != 1) return;
  const grammar::TypeName& type = *column.type;
  const std::string& name = type.name.front();
  if (type.is_serial()) {
    context.report(rule::serial_type, column.type_offset, fmt::format("column {} is a serial", column.name));
  } else if (name == "character") {
    context.report(
        rule::char_type, column.type_offset,
        fmt::format("column {} is char({})", column.name, type.modifiers.empty() ? "1" : type.modifiers.front()));
  } else if (name == "character varying" && !type.modifiers.empty()) {
    context.report(rule::varchar_length, column.type_offset,
                   fmt::format("column {} is varchar({})", column.name, type.modifiers.front()));
  } else if (name == "timestamp without time zone") {
    context.report(rule::timestamp_without_zone, column.type_offset,
                   fmt::format("column {} is timestamp without time zone", column.name));
  }
  const bool narrow = name == "integer" || name == "smallint";
  if (key && narrow && !type.array) {
    context.report(rule::integer_primary_key, column.type_offset,
                   fmt::format("the primary key {} is {}", column.name, name));
  }
}

void check_name(const std::string& name, std::size_t offset, Context& context) {
  if (name.size() <= longest_name) return;
  context.report(rule::name_too_long, offset,
                 fmt::format("the name {} has {} bytes, and PostgreSQL keeps {}", name, name.size(), longest_name));
}

void check_create(const CreateTable& create, Context& context) {
  if (!create.table.empty()) check_name(create.table.parts.back(), create.table.offset, context);
  const auto is_key = [&](const Column& column) {
    return column.primary_key ||
           std::any_of(create.constraints.begin(), create.constraints.end(), [&](const Constraint& constraint) {
             return constraint.kind == Constraint::Kind::primary_key && constraint.columns.size() == 1 &&
                    constraint.columns.front() == column.name;
           });
  };
  for (const Column& column : create.columns) {
    check_name(column.name, column.offset, context);
    check_type(column, is_key(column), context);
  }
  for (const Constraint& constraint : create.constraints) check_name(constraint.name, constraint.offset, context);
}

void check_alter(const AlterTable& alter, Context& context) {
  for (const Action& action : alter.actions) {
    switch (action.kind) {
      case Action::Kind::add_column:
      case Action::Kind::change_type:
        if (alter.kind == "table") check_type(action.column, action.column.primary_key, context);
        break;
      case Action::Kind::rename_table:
        if (alter.kind != "index" && alter.kind != "type" && !context.is_new(alter.table)) {
          context.report(rule::rename_table, action.offset,
                         fmt::format("clients that name {} fail until they know {}", alter.table.shown(), action.name));
        }
        break;
      case Action::Kind::rename_column:
        if (!context.is_new(alter.table)) {
          context.report(rule::rename_column, action.offset,
                         fmt::format("clients that name {}.{} fail", alter.table.shown(), action.name));
        }
        break;
      case Action::Kind::drop_not_null:
        if (!context.is_new(alter.table)) {
          context.report(rule::drop_not_null, action.offset,
                         fmt::format("{}.{} may be NULL from now on", alter.table.shown(), action.name));
        }
        break;
      default:
        break;
    }
    const bool names_new = action.kind == Action::Kind::add_column || action.kind == Action::Kind::rename_table ||
                           action.kind == Action::Kind::add_constraint;
    if (names_new) check_name(action.name, action.offset, context);
  }
}

}  // namespace

void check_clients(const Statement& statement, Context& context) {
  if (const auto* create = std::get_if<CreateTable>(&statement.what)) check_create(*create, context);
  if (const auto* alter = std::get_if<AlterTable>(&statement.what)) check_alter(*alter, context);
  if (const auto* index = std::get_if<CreateIndex>(&statement.what)) check_name(index->name, 0, context);
}

}  // namespace limbeck::lint
