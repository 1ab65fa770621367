#include "grammar/rule.hpp"

#include "grammar/clauses.hpp"

namespace limbeck::grammar {
namespace {

void take_commands(Cursor& in, RuleDefinition& rule) {
  if (in.accept("nothing")) return;
  if (!in.at("(")) {
    rule.commands.push_back(ExpressionParser(in).take_command());
    return;
  }
  const std::size_t open = in.open();
  while (!in.at(")") && !in.at_end()) {
    if (!in.accept(";")) rule.commands.push_back(ExpressionParser(in).take_command());
  }
  in.close(open);
  if (rule.commands.empty()) in.fail_at(open, "a rule without commands does NOTHING", "write: do instead nothing");
}

RuleDefinition take_rule(Cursor& in) {
  RuleDefinition rule;
  in.expect("on");
  if (!in.at("insert") && !in.at("update") && !in.at("delete")) {
    in.fail_expected("INSERT, UPDATE or DELETE");
  }
  rule.event = in.take().value;
  if (in.accept("to")) take_qualified(in, "a table");
  if (in.accept("where")) rule.condition = ExpressionParser(in).take();
  in.expect("do");
  rule.instead = in.accept("instead");
  if (!rule.instead) in.accept("also");
  take_commands(in, rule);
  in.accept(";");
  return rule;
}

}  // namespace

Parsed<RuleDefinition> parse_rule(std::string_view text) {
  return parse_whole(text, take_rule);
}

Parsed<Expression> parse_command(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return ExpressionParser(in).take_command(); });
}

}  // namespace limbeck::grammar
