// The operands of expressions: literals, names, CASE, ARRAY, rows, parentheses.

#include "grammar/expression_parser.hpp"
#include "grammar/keyword_category.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck::grammar {
namespace {

// Functions that SQL calls without parentheses; some take a precision.
constexpr auto keyword_values = std::to_array<std::string_view>(
    {"current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
     "current_user", "localtime", "localtimestamp", "session_user", "system_user", "user"});

// Any operator that is no operator of the SQL standard: `@ x`, `|/ 2`, `!! q`.
bool is_prefix_operator(const Token& token) {
  static constexpr auto infix_only =
      std::to_array<std::string_view>({"*", "/", "<", "<=", "<>", "=", "=>", ">", ">=", "%", "^"});
  return token.kind == TokenKind::symbol && token.value.find_first_of(",()[];:.") == std::string::npos &&
         std::find(infix_only.begin(), infix_only.end(), token.value) == infix_only.end();
}

bool is_regclass(const TypeName& type) {
  return type.name.size() == 1 && type.name[0] == "regclass" && !type.array;
}

}  // namespace

void ExpressionParser::operand(Scope scope) {
  const Cursor::Level level(in_);
  const Token& token = in_.peek();
  switch (token.kind) {
    case TokenKind::number:
    case TokenKind::bits:
    case TokenKind::national:
      in_.take();
      return;
    case TokenKind::string:
      return literal();
    case TokenKind::parameter:
      in_.take();
      return indirection();
    case TokenKind::name:
      return name_operand();
    case TokenKind::word:
      return word_operand(scope);
    case TokenKind::symbol:
      if (token.value == "(") return parenthesised();
      if (token.value == "+" || token.value == "-") {
        in_.take();
        return expression(sign_power, scope);
      }
      if (is_prefix_operator(token)) {
        in_.take();
        return expression(operator_power + 1, scope);
      }
      break;
    case TokenKind::invalid:
    case TokenKind::end:
      break;
  }
  in_.fail_expected("an expression");
}

void ExpressionParser::word_operand(Scope scope) {
  const Token& token = in_.peek();
  switch (keyword_category(token.value)) {
    case KeywordCategory::none:
      break;
    case KeywordCategory::unreserved:
      if (in_.at("operator", "(")) {
        operator_name();
        return expression(operator_power + 1, scope);
      }
      break;
    case KeywordCategory::column_name:
      if (keyword_call()) return;
      if (is_type_keyword(token.value)) {
        if (typed_literal_follows()) return typed_literal();
        if (in_.peek(1).kind == TokenKind::symbol && in_.peek(1).value == "(") {
          in_.take();
          in_.fail("'" + token.value + "' is a type, not a function",
                   "a conversion is written cast(x as type) or x::type");
        }
      }
      if (in_.at("values", "(")) in_.fail("VALUES is a query: it needs parentheses around it");
      if (in_.peek(1).kind == TokenKind::symbol && in_.peek(1).value == "(" && !token.value.starts_with("json") &&
          token.value != "merge_action") {
        in_.fail("'" + token.value + "' is a keyword, not a function");
      }
      break;
    case KeywordCategory::type_or_function:
    case KeywordCategory::reserved:
      return reserved_operand(scope);
  }
  name_operand();
}

void ExpressionParser::reserved_operand(Scope scope) {
  const std::string& word = in_.peek().value;
  if (in_.accept("null") || in_.accept("true") || in_.accept("false")) return;
  if (word == "case") return case_operand();
  if (scope == Scope::full && in_.accept("not")) return expression(not_power, scope);
  if (in_.accept("array")) {
    if (in_.at("[")) return array_elements();
    const std::size_t open = in_.open();
    if (!at_query()) in_.fail_expected("SELECT: an array of values is written in brackets");
    query();
    return in_.close(open);
  }
  if (in_.accept("cast")) {
    const std::size_t open = in_.open();
    const std::size_t before = in_.position();
    const std::size_t index = literals_.size();
    expression(0, Scope::full);
    const bool is_literal = in_.position() == before + 1 && literals_.size() == index + 1;
    in_.expect("as");
    if (is_literal) {
      cast_type(index);
    } else {
      add_type(take_type(in_));
    }
    return in_.close(open);
  }
  if (in_.accept("collation", "for")) {
    const std::size_t open = in_.open();
    expression(0, Scope::full);
    return in_.close(open);
  }
  if (std::binary_search(keyword_values.begin(), keyword_values.end(), word) &&
      !(word == "current_schema" && in_.peek(1).value == "(")) {
    in_.take();
    const Token& last = in_.token(in_.position() - 1);
    if (in_.at("(") && last.value.find("time") != std::string::npos) {
      const std::size_t open = in_.open();
      if (in_.peek().kind != TokenKind::number) in_.fail_expected("a number of digits");
      in_.take();
      in_.close(open);
    }
    return;
  }
  if (keyword_category(word) == KeywordCategory::type_or_function && in_.peek(1).kind == TokenKind::symbol &&
      in_.peek(1).value == "(") {
    const std::size_t first = in_.position();
    in_.take();
    return call(first);
  }
  if (word == "default") in_.fail_expected("an expression");
  (void)in_.take_name("an expression");  // reserved: says so
}

// `a`, `t.a`, `t.*`, `f(...)`, `s.t 'literal'`.
void ExpressionParser::name_operand() {
  if (typed_literal_follows()) return typed_literal();
  const std::size_t first = in_.position();
  const std::size_t begin = in_.peek().offset;
  std::vector<std::string> parts{in_.take().value};
  while (in_.at(".") && parts.back() != "*") {
    in_.take();
    parts.push_back(in_.accept("*") ? "*" : in_.take_label("a name"));
  }
  if (in_.at("(") && parts.back() != "*") return call(first);
  name(NameUse::Role::column, std::move(parts), begin, in_.previous_end());
  indirection();
}

// Subscripts and fields behind an operand.
void ExpressionParser::indirection() {
  for (;;) {
    if (in_.accept(".")) {
      if (!in_.accept("*")) (void)in_.take_label("a field");
    } else if (in_.accept("[")) {
      if (!in_.at(":")) expression(0, Scope::full);
      if (in_.accept(":") && !in_.at("]")) expression(0, Scope::full);
      in_.expect("]");
    } else {
      return;
    }
  }
}

void ExpressionParser::parenthesised() {
  const std::size_t open = in_.open();
  const bool nested = in_.at("(");
  if (at_query()) {
    query();
  } else {
    expression(0, Scope::full);
    // ((select ...) union (select ...))
    if (nested && (in_.at("union") || in_.at("intersect") || in_.at("except") || in_.at("order") || in_.at("limit") ||
                   in_.at("offset") || in_.at("fetch"))) {
      query();
    } else {
      while (in_.accept(",")) expression(0, Scope::full);
    }
  }
  in_.close(open);
  indirection();
}

void ExpressionParser::case_operand() {
  in_.expect("case");
  if (!in_.at("when")) expression(0, Scope::full);
  do {
    in_.expect("when");
    expression(0, Scope::full);
    in_.expect("then");
    expression(0, Scope::full);
  } while (in_.at("when"));
  if (in_.accept("else")) expression(0, Scope::full);
  if (!in_.accept("end")) in_.fail_expected("WHEN, ELSE or END");
}

// `[a, b]` after ARRAY; nested ones need no ARRAY.
void ExpressionParser::array_elements() {
  const Cursor::Level level(in_);
  in_.expect("[");
  if (in_.accept("]")) return;
  const bool nested = in_.at("[");
  do {
    if (nested) {
      array_elements();
    } else {
      expression(0, Scope::full);
    }
  } while (in_.accept(","));
  in_.expect("]");
}

// A string, with the cast directly on it.
void ExpressionParser::literal() {
  const Token& token = in_.take();
  literals_.push_back({token.value, token.offset, token.length, std::nullopt});
  if (in_.accept("::")) cast_type(literals_.size() - 1);
}

// The type that a literal is cast to, after `'x' ::` or `cast('x' as`.
void ExpressionParser::cast_type(std::size_t literal_index) {
  const Token& string = in_.token(in_.position() - 2);
  const PlacedType placed = take_type(in_);
  if (is_regclass(placed.type)) relation_literal(string);
  literals_[literal_index].type = placed.type;
  add_type(placed);
}

void ExpressionParser::add_type(const PlacedType& placed) {
  name(NameUse::Role::type, placed.type.name, placed.type.offset, placed.name_end);
}

// Whether the next tokens are a type and then a string: `date '...'`, `s.t '...'`, `timestamp(3) with time zone '...'`.
// `f(3) '...'` of other types is found after the call.
bool ExpressionParser::typed_literal_follows() const {
  std::size_t ahead = 1;
  const auto word = [&](std::string_view value) {
    const Token& token = in_.peek(ahead);
    return (token.kind == TokenKind::word || token.kind == TokenKind::symbol) && token.value == value;
  };
  if (in_.peek().kind == TokenKind::word && is_type_keyword(in_.peek().value)) {
    if (word("precision") || word("character") || word("char")) ++ahead;
    if (word("varying")) ++ahead;
    if (word("(")) {
      while (!word(")") && in_.peek(ahead).kind != TokenKind::end) ++ahead;
      ++ahead;
    }
    if (word("with") || word("without")) ahead += 3;
  } else {
    while (word(".") && !(in_.peek(ahead + 1).kind == TokenKind::symbol)) ahead += 2;
  }
  return in_.peek(ahead).kind == TokenKind::string;
}

void ExpressionParser::typed_literal() {
  PlacedType placed = take_type(in_);
  const Token token = in_.peek();
  if (token.kind != TokenKind::string || placed.type.array) in_.fail_expected("a string");
  in_.take();
  if (placed.type.name.size() == 1 && placed.type.name[0] == "interval") take_interval_fields(in_, placed.type);
  if (is_regclass(placed.type)) relation_literal(token);
  add_type(placed);
  literals_.push_back({token.value, token.offset, token.length, std::move(placed.type)});
}

// Names the relation in a literal, unless escapes hide where its parts stand.
void ExpressionParser::relation_literal(const Token& token) {
  const std::string_view raw = in_.text().substr(token.offset, token.length);
  const std::size_t mark = raw.front() == '$' ? raw.find('$', 1) : raw.find('\'');
  if (mark == std::string_view::npos) return;
  const std::size_t tail = raw.front() == '$' ? mark + 1 : 1;
  std::string inside;
  for (std::size_t i = mark + 1; i + tail < raw.size(); ++i) {
    inside += raw[i];
    if (raw.front() != '$' && raw[i] == '\'') ++i;
  }
  if (inside != token.value) return;
  if (auto parts = name_parts(token.value)) {
    name(NameUse::Role::relation, std::move(*parts), token.offset + mark + 1, token.offset + token.length - tail);
  }
}

std::optional<std::vector<std::string>> name_parts(std::string_view text) {
  const auto tokens = tokenise(text);
  if (!tokens || tokens->size() % 2 != 0 || tokens->size() < 2) return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i + 1 < tokens->size(); ++i) {
    const Token& token = (*tokens)[i];
    const bool is_name = token.kind == TokenKind::word || token.kind == TokenKind::name;
    if (i % 2 == 0 ? !is_name : token.value != ".") return std::nullopt;
    if (is_name) parts.push_back(token.value);
  }
  return parts;
}

}  // namespace limbeck::grammar
