// Index definitions, and the keys that exclusion constraints share with them.

#include "grammar/clauses.hpp"

#include <utility>

namespace limbeck::grammar {
namespace {

// PostgreSQL takes a parenthesised column for the column itself (DefineIndex).
void set_expression(IndexKey& key, Expression expression) {
  const bool column = expression.names.size() == 1 && expression.names[0].role == NameUse::Role::column &&
                      expression.names[0].parts.size() == 1 && expression.names[0].length == expression.text.size();
  if (column) {
    key.column = std::move(expression.names[0].parts[0]);
  } else {
    key.expression = std::move(expression);
  }
}

bool call_follows(const Cursor& in) {
  const Token& next = in.peek(1);
  return next.kind == TokenKind::symbol && (next.value == "(" || next.value == ".");
}

IndexKey take_key(Cursor& in, bool with_operator) {
  IndexKey key;
  key.offset = in.peek().offset;
  if (in.at("(")) {
    set_expression(key, take_parenthesised(in));
    if (in.peek().kind == TokenKind::symbol && !in.at(",") && !in.at(")")) {
      in.fail("an expression that is no function call needs parentheses in an index", "put all of it in parentheses");
    }
  } else if (call_follows(in)) {
    key.expression = ExpressionParser(in).take_call();
    const bool call = in.token(in.position() - 1).value == ")";
    if (!call) {
      in.fail_at(key.offset, "an expression that is no function call needs parentheses in an index",
                 "put all of it in parentheses");
    }
  } else {
    key.column = in.take_name("a column or an expression");
  }
  if (in.accept("collate")) key.collation = take_qualified(in, "a collation");
  if (in.at_name() && !in.at("nulls") && !in.at("with")) {
    key.operator_class = take_qualified(in, "an operator class");
    if (in.at("(")) key.operator_class_parameters = take_parameters(in);
  }
  key.descending = in.accept("desc");
  if (!key.descending) in.accept("asc");
  if (in.accept("nulls")) {
    key.nulls_first = in.accept("first");
    if (!*key.nulls_first && !in.accept("last")) in.fail_expected("FIRST or LAST");
  }
  if (with_operator) {
    in.expect("with");
    key.exclude_operator = take_operator(in);
  }
  return key;
}

IndexDefinition take_index(Cursor& in) {
  IndexDefinition index;
  index.unique = in.accept("unique");
  if (in.accept("using")) index.method = in.take_name("an index method");
  index.keys = take_index_keys(in, false);
  index.include = take_include(in);
  index.nulls_not_distinct = take_nulls_not_distinct(in);
  if (in.accept("with")) index.with = take_parameters(in);
  if (in.accept("tablespace")) index.tablespace = in.take_name("a tablespace");
  if (in.accept("where")) index.where = ExpressionParser(in).take();
  return index;
}

}  // namespace

std::vector<IndexKey> take_index_keys(Cursor& in, bool with_operators) {
  std::vector<IndexKey> keys;
  const std::size_t open = in.open();
  do keys.push_back(take_key(in, with_operators));
  while (in.accept(","));
  in.close(open);
  return keys;
}

Parsed<IndexDefinition> parse_index(std::string_view text) {
  return parse_whole(text, take_index);
}

}  // namespace limbeck::grammar
