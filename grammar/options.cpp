// Lists of options, as CREATE TYPE AS RANGE, CREATE COLLATION and CREATE AGGREGATE have them, and what uses them.

#include "grammar/clauses.hpp"

#include <utility>

namespace limbeck::grammar {
namespace {

// All up to the comma or parenthesis that ends it.
void take_value(Cursor& in, Option& option) {
  option.offset = in.peek().offset;
  const std::size_t first = in.position();
  int depth = 0;
  while (!in.at_end() && (depth > 0 || (!in.at(",") && !in.at(")")))) {
    if (in.at("(")) ++depth;
    if (in.at(")")) --depth;
    in.take();
  }
  if (in.position() == first) in.fail_expected("a value");
  option.text = in.text().substr(option.offset, in.previous_end() - option.offset);
  const Token& token = in.token(first);
  const bool single = in.position() == first + 1 && token.kind != TokenKind::symbol;
  option.value = single ? token.value : option.text;
}

std::vector<Option> take_options(Cursor& in) {
  std::vector<Option> options;
  const std::size_t open = in.open();
  do {
    Option option;
    option.key_offset = in.peek().offset;
    option.key = in.take_label("an option");
    if (in.accept("=")) take_value(in, option);
    for (const Option& each : options) {
      if (each.key == option.key) in.fail_at(option.key_offset, option.key + " is given twice");
    }
    options.push_back(std::move(option));
  } while (in.accept(","));
  in.close(open);
  return options;
}

void take_arguments(Cursor& in, std::vector<Argument>& arguments) {
  do arguments.push_back(take_argument(in));
  while (in.accept(","));
}

AggregateDefinition take_aggregate(Cursor& in) {
  AggregateDefinition aggregate;
  const std::size_t open = in.open();
  if (!in.accept("*")) {
    if (!in.at("order", "by")) take_arguments(in, aggregate.arguments);
    aggregate.ordered_set = in.accept("order", "by");
    if (aggregate.ordered_set) take_arguments(in, aggregate.ordered);
  }
  in.close(open);
  aggregate.options = take_options(in);
  return aggregate;
}

}  // namespace

Parsed<QualifiedName> parse_qualified(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return take_qualified(in, "a name"); });
}

Parsed<QualifiedName> parse_operator(std::string_view text) {
  return parse_whole(text, take_operator);
}

Parsed<std::vector<Option>> parse_options(std::string_view text) {
  return parse_whole(text, take_options);
}

Parsed<AggregateDefinition> parse_aggregate(std::string_view text) {
  return parse_whole(text, take_aggregate);
}

}  // namespace limbeck::grammar
