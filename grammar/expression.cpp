#include "grammar/expression.hpp"

#include "grammar/expression_parser.hpp"

#include <algorithm>
#include <utility>

namespace limbeck::grammar {
struct ExpressionParser::Infix {
  enum class Form { none, plain, is, postfix, between, in, like, at_zone, at_local, collate, cast };
  Form form = Form::none;
  int power = 0;
  std::size_t tokens = 1;  // to take: `not similar to` are three

  [[nodiscard]] bool chains() const { return power != is_power && power != comparison_power && power != like_power; }
};

// What operator comes next, if any; nothing is taken.
ExpressionParser::Infix ExpressionParser::infix(Scope scope) const {
  using Form = Infix::Form;
  const Token& token = in_.peek();
  const std::string_view value = token.value;
  if (token.kind == TokenKind::symbol) {
    if (value == "::") return {Form::cast, cast_power};
    if (value.find_first_of(",()[];:.") != std::string_view::npos || value == "=>") return {};
    if (value == "^") return {Form::plain, exponent_power};
    if (value == "*" || value == "/" || value == "%") return {Form::plain, product_power};
    if (value == "+" || value == "-") return {Form::plain, sum_power};
    const bool comparison =
        value == "=" || value == "<" || value == ">" || value == "<=" || value == ">=" || value == "<>";
    return {Form::plain, comparison ? comparison_power : operator_power};
  }
  if (token.kind != TokenKind::word) return {};
  if (in_.at("operator", "(")) return {Form::plain, operator_power, 0};
  if (value == "is") {
    const bool allowed = scope == Scope::full || in_.at("is", "distinct") || in_.at("is", "not", "distinct") ||
                         in_.at("is", "document") || in_.at("is", "not", "document");
    return allowed ? Infix{Form::is, is_power} : Infix{};
  }
  if (scope == Scope::restricted) return {};
  if (value == "and") return {Form::plain, and_power};
  if (value == "or") return {Form::plain, or_power};
  if (value == "isnull" || value == "notnull") return {Form::postfix, is_power};
  if (value == "collate") return {Form::collate, collate_power};
  if (in_.at("at", "time", "zone")) return {Form::at_zone, at_power, 3};
  if (in_.at("at", "local")) return {Form::at_local, at_power, 2};
  if (value == "overlaps") return {Form::plain, operator_power};
  const std::size_t negated = value == "not" ? 1 : 0;
  const Token& test = in_.peek(negated);
  if (test.kind != TokenKind::word) return {};
  if (test.value == "between") return {Form::between, like_power, negated + 1};
  if (test.value == "in") return {Form::in, like_power, negated + 1};
  if (test.value == "like" || test.value == "ilike") return {Form::like, like_power, negated + 1};
  if (test.value == "similar" && in_.peek(negated + 1).value == "to") return {Form::like, like_power, negated + 2};
  return {};
}

void ExpressionParser::expression(int least, Scope scope) {
  operand(scope);
  int closed = 0;  // the level that cannot come twice in a row, after an operator of it
  for (;;) {
    const Infix op = infix(scope);
    if (op.form == Infix::Form::none || op.power < least) return;
    if (op.power == closed) in_.fail("operators of this kind cannot be chained: put one of them in parentheses");
    for (std::size_t i = 0; i < op.tokens; ++i) in_.take();
    const bool open_ended = infix_tail(op, scope);
    closed = open_ended && !op.chains() ? op.power : 0;
  }
}

bool ExpressionParser::infix_tail(const Infix& op, Scope scope) {
  using Form = Infix::Form;
  switch (op.form) {
    case Form::plain:
      if (op.tokens == 0) operator_name();
      return right_operand(op, scope);
    case Form::is:
      return is_test(op, scope);
    case Form::like: {
      const bool open_ended = right_operand(op, scope);
      if (in_.accept("escape")) expression(op.power + 1, scope);
      return open_ended;
    }
    case Form::between:
      (void)(in_.accept("symmetric") || in_.accept("asymmetric"));
      expression(0, Scope::restricted);
      in_.expect("and");
      expression(op.power + 1, scope);
      return true;
    case Form::at_zone:
      expression(op.power + 1, scope);
      return true;
    case Form::in: {
      const std::size_t open = in_.open();
      query_or_list();
      in_.close(open);
      return false;
    }
    case Form::cast:
      add_type(take_type(in_));
      return false;
    case Form::collate: {
      const std::size_t begin = in_.peek().offset;
      std::vector<std::string> parts{in_.take_name("a collation")};
      while (in_.accept(".")) parts.push_back(in_.take_label("a collation"));
      name(NameUse::Role::collation, std::move(parts), begin, in_.previous_end());
      return false;
    }
    case Form::none:
    case Form::postfix:
    case Form::at_local:
      return false;
  }
  return false;
}

// `any (...)` or an operand that binds tighter.
bool ExpressionParser::right_operand(const Infix& op, Scope scope) {
  if (scope == Scope::full && op.power >= comparison_power &&
      (in_.at("any", "(") || in_.at("some", "(") || in_.at("all", "("))) {
    in_.take();
    const std::size_t open = in_.open();
    if (at_query()) {
      query();
    } else {
      expression(0, Scope::full);
    }
    in_.close(open);
    return false;
  }
  expression(op.power + 1, scope);
  return true;
}

bool ExpressionParser::is_test(const Infix& op, Scope scope) {
  in_.accept("not");
  if (in_.accept("distinct")) {
    in_.expect("from");
    expression(op.power + 1, scope);
    return true;
  }
  if (in_.accept("document") || in_.accept("null") || in_.accept("true") || in_.accept("false") ||
      in_.accept("unknown") || in_.accept("normalized")) {
    return false;
  }
  if (in_.accept("json")) {
    (void)(in_.accept("value") || in_.accept("scalar") || in_.accept("array") || in_.accept("object"));
    if (in_.accept("with", "unique") || in_.accept("without", "unique")) in_.accept("keys");
    return false;
  }
  for (const std::string_view form : {"nfc", "nfd", "nfkc", "nfkd"}) {
    if (in_.accept(form, "normalized")) return false;
  }
  in_.fail_expected("NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM, JSON, DOCUMENT or NORMALIZED");
}

// `operator(s.+)`, all of it.
void ExpressionParser::operator_name() {
  in_.expect("operator");
  const std::size_t open = in_.open();
  const std::size_t begin = in_.peek().offset;
  std::vector<std::string> parts;
  while (in_.peek().kind != TokenKind::symbol) {
    parts.push_back(in_.take_name("an operator"));
    in_.expect(".");
  }
  if (in_.peek().value.find_first_of(",()[];:.") != std::string::npos) in_.fail_expected("an operator");
  parts.push_back(in_.take().value);
  name(NameUse::Role::operator_, std::move(parts), begin, in_.previous_end());
  in_.close(open);
}

void ExpressionParser::name(NameUse::Role role, std::vector<std::string> parts, std::size_t begin, std::size_t end) {
  names_.push_back({role, std::move(parts), begin, end - begin});
}

Expression ExpressionParser::finish(std::size_t begin) {
  Expression result;
  result.offset = begin;
  result.text = in_.text().substr(begin, in_.previous_end() - begin);
  result.names = std::move(names_);
  std::erase_if(result.names, [&](const NameUse& each) {
    return each.role == NameUse::Role::relation && each.parts.size() == 1 && with_names_.contains(each.parts[0]);
  });
  result.literals = std::move(literals_);
  names_.clear();
  literals_.clear();
  std::stable_sort(result.names.begin(), result.names.end(),
                   [](const NameUse& a, const NameUse& b) { return a.offset < b.offset; });
  for (NameUse& each : result.names) each.offset -= begin;
  for (LiteralUse& each : result.literals) {
    each.offset -= begin;
    if (each.type) each.type->offset -= begin;
  }
  return result;
}

Expression ExpressionParser::take(Scope scope) {
  const std::size_t begin = in_.peek().offset;
  expression(0, scope);
  return finish(begin);
}

Expression ExpressionParser::take_call() {
  const std::size_t begin = in_.peek().offset;
  operand(Scope::full);
  return finish(begin);
}

Parsed<Expression> parse_expression(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return ExpressionParser(in).take(); });
}

}  // namespace limbeck::grammar
