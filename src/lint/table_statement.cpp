#include "lint/table_statement.hpp"

#include <utility>

namespace limbeck::lint {
namespace {

using grammar::Token;
using grammar::TokenKind;

// Where a clause of a column begins. A type holds none of these words, and in a default they stand in parentheses
// (gram.y's b_expr).
bool at_clause(const Reader& in) {
  return in.at("constraint") || in.at("not", "null") || in.at("null") || in.at("check") || in.at("default") ||
         in.at("generated") || in.at("primary", "key") || in.at("unique") || in.at("references") || in.at("collate") ||
         in.at("storage") || in.at("compression") || in.at("options") || in.at("using") || in.at("not", "deferrable") ||
         in.at("deferrable") || in.at("initially") || in.at("with", "options") || in.at("not", "valid") ||
         in.at("not", "enforced") || in.at("enforced") || in.at("no", "inherit");
}

bool at_end_of_item(const Reader& in) {
  return in.at_end() || in.at(",") || in.at(")") || in.at("]");
}

void read_type(Reader& in, std::string_view sql, Column& column) {
  const std::size_t begin = in.offset();
  std::size_t end = begin;
  while (!at_end_of_item(in) && !at_clause(in)) {
    const std::size_t from = in.position();
    in.skip();
    // The last token that was stepped over.
    const std::size_t taken = in.position() - from;
    in.go_to(from + taken - 1);
    end = in.peek().offset + in.peek().length;
    in.go_to(from + taken);
  }
  column.type_offset = begin;
  if (end == begin) return;
  if (auto type = grammar::parse_type(sql.substr(begin, end - begin))) column.type = std::move(*type);
}

void read_default(Reader& in, Column& column) {
  column.has_default = true;
  column.default_is_null = in.at("null");
  bool first = true;
  std::string name;  // of a function, if a parenthesis follows
  int depth = 0;
  while (!in.at_end() && (depth > 0 || !(at_end_of_item(in) || (!first && at_clause(in))))) {
    first = false;
    if (in.at("(") || in.at("[")) ++depth;
    if (in.at(")") || in.at("]")) --depth;
    if (in.at("(") && !name.empty()) column.default_calls.push_back(name);
    if (in.accept("::")) {  // a type with modifiers is no call
      in.take_relation();
      while (in.accept("varying") || in.accept("precision")) {
      }
      if (in.at("(")) in.skip();
      name.clear();
      continue;
    }
    if (in.at_name()) {
      const bool after_dot = !name.empty() && name.ends_with('.');
      name = (after_dot ? name : std::string()) + in.take().value;
    } else {
      name = in.at(".") && !name.empty() ? name + "." : std::string();
      in.take();
    }
  }
}

void read_clauses(Reader& in, Column& column) {
  while (!at_end_of_item(in)) {
    if (in.accept("constraint")) {
      in.take_name();
    } else if (in.accept("not", "null")) {
      column.not_null = true;
    } else if (in.accept("primary", "key")) {
      column.primary_key = true;
    } else if (in.accept("unique")) {
      column.unique = true;
    } else if (in.accept("check")) {
      column.check = true;
      if (in.at("(")) in.skip();
    } else if (in.accept("references")) {
      column.references = true;
      in.take_relation();
      // `on delete set null` and `on delete set default` are no clauses of the column.
    } else if (in.accept("set", "null") || in.accept("set", "default")) {
      continue;
    } else if (in.accept("default")) {
      read_default(in, column);
    } else if (in.accept("generated")) {
      column.generated = true;
      const bool by_default = in.accept("by", "default");
      if (!by_default) in.accept("always");
      in.accept("as");
      if (in.accept("identity")) {
        column.identity = true;
        column.generated = false;
      }
    } else if (in.accept("stored")) {
      column.generated_stored = column.generated;
    } else {
      in.skip();
    }
  }
}

Column read_column(Reader& in, std::string_view sql) {
  Column column;
  column.offset = in.offset();
  column.name = in.take_name();
  read_type(in, sql, column);
  read_clauses(in, column);
  return column;
}

bool at_constraint(const Reader& in) {
  return in.at("constraint") || in.at("check", "(") || in.at("foreign", "key") || in.at("primary", "key") ||
         in.at("unique", "(") || in.at("unique", "using") || in.at("unique", "nulls") || in.at("exclude") ||
         in.at("not", "null");
}

// CHECK (a IS NOT NULL), with further parentheses or not.
std::string only_not_null(Reader in) {
  std::size_t open = 0;
  while (in.accept("(")) ++open;
  const std::string column = in.take_name();
  if (in.at(")") && open > 1) {
    in.accept(")");
    --open;
  }
  if (column.empty() || !in.accept("is", "not", "null")) return {};
  for (; open > 0; --open) {
    if (!in.accept(")")) return {};
  }
  return column;
}

Constraint read_constraint(Reader& in) {
  using Kind = Constraint::Kind;
  Constraint constraint;
  constraint.offset = in.offset();
  if (in.accept("constraint")) constraint.name = in.take_name();
  const auto columns = [&] {
    if (!in.accept("(")) return;
    while (!at_end_of_item(in)) {
      constraint.columns.push_back(in.take_name());
      in.skip_to(",");
      if (!in.accept(",")) break;
    }
    in.accept(")");
  };
  if (in.accept("check")) {
    constraint.kind = Kind::check;
    constraint.not_null_column = only_not_null(in);
    if (in.at("(")) in.skip();
  } else if (in.accept("foreign", "key")) {
    constraint.kind = Kind::foreign_key;
    columns();
    if (in.accept("references")) constraint.references = in.take_relation();
  } else if (in.accept("primary", "key")) {
    constraint.kind = Kind::primary_key;
    constraint.using_index = in.at("using", "index") && !in.at("using", "index", "tablespace");
    columns();
  } else if (in.accept("unique")) {
    constraint.kind = Kind::unique;
    constraint.using_index = in.at("using", "index") && !in.at("using", "index", "tablespace");
    columns();
  } else if (in.accept("exclude")) {
    constraint.kind = Kind::exclusion;
  } else if (in.accept("not", "null")) {
    constraint.kind = Kind::not_null;
    constraint.not_null_column = in.take_name();
  }
  while (!at_end_of_item(in)) {
    if (in.accept("not", "valid")) {
      constraint.not_valid = true;
    } else if (in.accept("not", "enforced")) {
      constraint.not_enforced = true;
    } else {
      in.skip();
    }
  }
  return constraint;
}

void read_alter_column(Reader& in, std::string_view sql, Action& action) {
  action.name = in.take_name();
  if (in.at("type") || in.at("set", "data", "type")) {
    if (!in.accept("type")) in.accept("set", "data", "type");
    action.kind = Action::Kind::change_type;
    action.column.name = action.name;
    action.column.offset = action.offset;
    read_type(in, sql, action.column);
  } else if (in.at("set", "not", "null")) {
    action.kind = Action::Kind::set_not_null;
  } else if (in.at("drop", "not", "null")) {
    action.kind = Action::Kind::drop_not_null;
  } else if (in.at("set", "statistics") || in.at("set", "(") || in.at("reset")) {
    action.kind = Action::Kind::light;
  }
}

void read_drop(Reader& in, Action& action) {
  if (in.accept("constraint")) {
    action.kind = Action::Kind::drop_constraint;
  } else {
    if (!in.accept("column")) in.accept("attribute");
    action.kind = Action::Kind::drop_column;
  }
  in.accept("if", "exists");
  action.name = in.take_name();
  action.cascade = in.at("cascade");
}

void read_rename(Reader& in, Action& action) {
  if (in.accept("to")) {
    action.kind = Action::Kind::rename_table;
    action.name = in.take_name();
  } else if (in.accept("constraint")) {
    action.kind = Action::Kind::light;
  } else {
    if (!in.accept("column")) in.accept("attribute");
    action.kind = Action::Kind::rename_column;
    action.name = in.take_name();
  }
}

Action read_action(Reader& in, std::string_view sql) {
  using Kind = Action::Kind;
  Action action;
  action.offset = in.offset();
  if (in.accept("add")) {
    if (at_constraint(in)) {
      action.kind = Kind::add_constraint;
      action.constraint = read_constraint(in);
      action.name = action.constraint.name;
    } else {
      if (!in.accept("column")) in.accept("attribute");
      in.accept("if", "not", "exists");
      action.kind = Kind::add_column;
      action.column = read_column(in, sql);
      action.name = action.column.name;
    }
  } else if (in.accept("drop")) {
    read_drop(in, action);
  } else if (in.accept("alter", "constraint")) {
    action.name = in.take_name();
  } else if (in.accept("alter")) {
    if (!in.accept("column")) in.accept("attribute");
    read_alter_column(in, sql, action);
  } else if (in.accept("rename")) {
    read_rename(in, action);
  } else if (in.accept("validate", "constraint")) {
    action.kind = Kind::validate_constraint;
    action.name = in.take_name();
  } else if (in.accept("attach", "partition")) {
    action.kind = Kind::attach_partition;
    action.part = in.take_relation();
  } else if (in.accept("detach", "partition")) {
    action.kind = Kind::detach_partition;
    action.part = in.take_relation();
    action.concurrently = in.at("concurrently") || in.at("finalize");
  } else if (in.at("set", "logged") || in.at("set", "unlogged") || in.at("set", "tablespace") ||
             in.at("set", "access", "method")) {
    action.kind = Kind::rewrite;
  } else if (in.at("set", "(") || in.at("reset", "(") || in.at("cluster", "on") || in.at("set", "without", "cluster") ||
             in.at("owner", "to")) {
    action.kind = Kind::light;
  }
  while (!at_end_of_item(in)) {
    action.cascade =
        action.cascade || (action.kind != Kind::add_column && action.kind != Kind::add_constraint && in.at("cascade"));
    in.skip();
  }
  return action;
}

}  // namespace

CreateTable read_create_table(Reader& in, std::string_view sql) {
  CreateTable create;
  create.if_not_exists = in.accept("if", "not", "exists");
  create.table = in.take_relation();
  in.skip_to("(", "as", "using", "with", "for");  // FOR VALUES of a part
  if (!in.accept("(")) return create;
  while (!in.at_end() && !in.at(")")) {
    const std::size_t before = in.position();
    if (at_constraint(in)) {
      create.constraints.push_back(read_constraint(in));
    } else if (in.at("like")) {
      in.skip_to(",");
    } else {
      create.columns.push_back(read_column(in, sql));
    }
    in.accept(",");
    if (in.position() == before) in.skip();
  }
  return create;
}

AlterTable read_alter_table(Reader& in, std::string_view sql, std::string kind) {
  AlterTable alter;
  alter.kind = std::move(kind);
  in.accept("if", "exists");
  in.accept("only");
  alter.table = in.take_relation();
  in.accept("*");
  while (!in.at_end()) {
    const std::size_t before = in.position();
    alter.actions.push_back(read_action(in, sql));
    in.accept(",");
    if (in.position() == before) in.skip();
  }
  return alter;
}

}  // namespace limbeck::lint
