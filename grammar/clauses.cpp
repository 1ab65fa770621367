#include "grammar/clauses.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck::grammar {

QualifiedName take_qualified(Cursor& in, std::string_view what) {
  QualifiedName name;
  name.offset = in.peek().offset;
  name.parts.push_back(in.take_name(what));
  while (in.accept(".")) name.parts.push_back(in.take_label(what));
  name.length = in.previous_end() - name.offset;
  if (name.parts.size() > 2) in.fail_at(name.offset, "a name here has at most a schema and a name");
  return name;
}

std::vector<std::string> take_columns(Cursor& in) {
  std::vector<std::string> columns;
  const std::size_t open = in.open();
  do {
    columns.push_back(in.take_name("a column"));
  } while (in.accept(","));
  in.close(open);
  return columns;
}

std::vector<std::string> take_key_columns(Cursor& in, ConstraintDefinition& into) {
  std::vector<std::string> columns;
  const std::size_t open = in.open();
  const bool foreign = into.kind == ConstraintKind::foreign_key;
  do {
    // PERIOD is a name like others: a column of that name stands alone.
    const std::string_view next = in.peek(1).value;
    if (foreign && in.at("period") && next != "," && next != ")") {
      in.take();
      into.temporal = true;
    }
    columns.push_back(in.take_name("a column"));
    if (!foreign && in.accept("without", "overlaps")) into.temporal = true;
    if (into.temporal) break;
  } while (in.accept(","));
  in.close(open);
  return columns;
}

StorageParameters take_parameters(Cursor& in) {
  StorageParameters parameters;
  const std::size_t open = in.open();
  do {
    const std::size_t offset = in.peek().offset;
    std::string key = in.take_label("a parameter");
    while (in.accept(".")) key.append(".").append(in.take_label("a parameter"));
    std::string value = "true";
    if (in.accept("=")) {
      value.clear();
      if (in.accept("-")) value += '-';
      (void)(value.empty() && in.accept("+"));
      const TokenKind kind = in.peek().kind;
      const bool constant =
          kind == TokenKind::number ||
          (value.empty() && (kind == TokenKind::word || kind == TokenKind::name || kind == TokenKind::string));
      if (!constant) in.fail_expected("a value");
      value += in.take().value;
    }
    if (!parameters.emplace(key, std::move(value))) in.fail_at(offset, fmt::format("{} is given twice", key));
  } while (in.accept(","));
  in.close(open);
  return parameters;
}

Expression take_parenthesised(Cursor& in) {
  const std::size_t open = in.open();
  Expression expression = ExpressionParser(in).take();
  in.close(open);
  return expression;
}

QualifiedName take_operator(Cursor& in) {
  std::optional<std::size_t> open;
  if (in.at("operator", "(")) {
    in.take();
    open = in.open();
  }
  QualifiedName name;
  name.offset = in.peek().offset;
  while (in.peek().kind != TokenKind::symbol) {
    name.parts.push_back(in.take_name("an operator"));
    in.expect(".");
  }
  if (in.peek().value.find_first_of(",()[];:.") != std::string::npos) in.fail_expected("an operator");
  name.parts.push_back(in.take().value);
  name.length = in.previous_end() - name.offset;
  if (open) in.close(*open);
  return name;
}

std::string take_integer(Cursor& in) {
  std::string digits;
  if (in.accept("-")) digits += '-';
  (void)(digits.empty() && in.accept("+"));
  const Token& token = in.peek();
  if (token.kind != TokenKind::number || token.value.find_first_not_of("0123456789_") != std::string::npos) {
    in.fail_expected("a whole number");
  }
  for (const char c : in.take().value) {
    if (c != '_') digits += c;
  }
  return digits;
}

bool take_nulls_not_distinct(Cursor& in) {
  if (in.accept("nulls", "not", "distinct")) return true;
  (void)in.accept("nulls", "distinct");
  return false;
}

std::vector<std::string> take_include(Cursor& in) {
  return in.accept("include") ? take_columns(in) : std::vector<std::string>();
}

bool take_deferrability(Cursor& in, Deferrability& into) {
  const std::size_t offset = in.peek().offset;
  if (in.at("deferrable") || in.at("not", "deferrable")) {
    const bool deferrable = !in.accept("not");
    in.take();
    set_once(in, into.deferrable, deferrable, offset, "DEFERRABLE");
  } else if (in.accept("initially")) {
    const bool deferred = in.accept("deferred");
    if (!deferred && !in.accept("immediate")) in.fail_expected("DEFERRED or IMMEDIATE");
    set_once(in, into.initially_deferred, deferred, offset, "INITIALLY");
  } else {
    return false;
  }
  if (into.initially_deferred == true && into.deferrable == false) {
    in.fail_at(offset, "a constraint that is INITIALLY DEFERRED must be DEFERRABLE");
  }
  return true;
}

void take_index_parameters(Cursor& in, ConstraintDefinition& into, bool with_include) {
  if (with_include) into.include = take_include(in);
  if (in.accept("with")) into.with = take_parameters(in);
  if (in.accept("using", "index")) {
    if (!in.accept("tablespace")) {
      in.fail("a constraint over an existing index is not supported", "write its columns: limbeck finds the index");
    }
    into.tablespace = in.take_name("a tablespace");
  }
}

namespace {

ForeignKeyAction take_action(Cursor& in) {
  if (in.accept("no", "action")) return ForeignKeyAction::no_action;
  if (in.accept("restrict")) return ForeignKeyAction::restrict;
  if (in.accept("cascade")) return ForeignKeyAction::cascade;
  if (in.accept("set", "null")) return ForeignKeyAction::set_null;
  if (in.accept("set", "default")) return ForeignKeyAction::set_default;
  in.fail_expected("NO ACTION, RESTRICT, CASCADE, SET NULL or SET DEFAULT");
}

}  // namespace

void take_references(Cursor& in, ConstraintDefinition& into) {
  into.references = take_qualified(in, "a table");
  if (in.at("(")) {
    const bool temporal = std::exchange(into.temporal, false);
    into.referenced_columns = take_key_columns(in, into);
    if (into.temporal != temporal) in.fail("PERIOD stands before the last column of both sides, or of none");
  }
  if (in.accept("match")) {
    if (!in.at("full") && !in.at("partial") && !in.at("simple")) in.fail_expected("FULL, PARTIAL or SIMPLE");
    into.match = in.take().value;
  }
  while (in.at("on")) {
    const std::size_t offset = in.peek().offset;
    in.take();
    if (in.accept("delete")) {
      const ForeignKeyAction action = take_action(in);
      set_once(in, into.on_delete, action, offset, "ON DELETE");
      const bool sets = action == ForeignKeyAction::set_null || action == ForeignKeyAction::set_default;
      if (sets && in.at("(")) into.on_delete_columns = take_columns(in);
    } else if (in.accept("update")) {
      set_once(in, into.on_update, take_action(in), offset, "ON UPDATE");
    } else {
      in.fail_expected("DELETE or UPDATE");
    }
  }
}

}  // namespace limbeck::grammar
