// Function and procedure definitions: all of CREATE FUNCTION after the name.

#include "grammar/clauses.hpp"
#include "grammar/keyword_category.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck::grammar {
namespace {

// Whether the next token names an argument, and is not its type: a type follows. `double precision` is a type.
bool argument_name_follows(const Cursor& in) {
  const Token& token = in.peek();
  const auto category = [](const Token& word) {
    return word.kind == TokenKind::word ? keyword_category(word.value) : KeywordCategory::none;
  };
  if (token.kind != TokenKind::word && token.kind != TokenKind::name) return false;
  // json is a keyword since PostgreSQL 17 only.
  const bool keyword_type = category(token) == KeywordCategory::column_name && token.value != "json";
  if (keyword_type || category(token) == KeywordCategory::reserved) return false;
  if (token.kind == TokenKind::word && in.at("double", "precision")) return false;
  const Token& next = in.peek(1);
  if (next.kind == TokenKind::name) return true;
  if (next.kind != TokenKind::word) return false;
  // `x in integer` and `x variadic integer[]`; other reserved words, such as DEFAULT and ARRAY, follow a type.
  return category(next) != KeywordCategory::reserved || next.value == "in" || next.value == "variadic";
}

std::optional<Argument::Mode> take_mode(Cursor& in) {
  using Mode = Argument::Mode;
  if (in.accept("in", "out") || in.accept("inout")) return Mode::inout;
  if (in.accept("in")) return Mode::in;
  if (in.accept("out")) return Mode::out;
  if (in.accept("variadic")) return Mode::variadic;
  return std::nullopt;
}

}  // namespace

Argument take_argument(Cursor& in) {
  Argument argument;
  auto mode = take_mode(in);
  if (argument_name_follows(in)) {
    argument.name = in.take().value;
    if (!mode) mode = take_mode(in);
  }
  argument.mode = mode.value_or(Argument::Mode::in);
  if (in.at("setof")) in.fail("an argument is one value of its type, not a set");
  argument.type = take_type(in).type;
  if (in.accept("default") || in.accept("=")) argument.default_value = ExpressionParser(in).take();
  return argument;
}

namespace {

class FunctionParser {
 public:
  explicit FunctionParser(Cursor& in) : in_(in) {}

  FunctionDefinition take() {
    arguments();
    if (in_.accept("returns")) returns();
    while (!in_.at_end() && !in_.at(";") && !has_sql_body()) option();
    if (!function_.body && !has_sql_body()) in_.fail_expected("AS and the function's body");
    return std::move(function_);
  }

 private:
  void arguments();
  void returns();
  void option();
  bool behaviour(std::size_t offset);
  bool planner_option(std::size_t offset);
  void set_option();
  void body(std::size_t offset);
  void sql_body(std::size_t offset);
  [[nodiscard]] bool has_sql_body() const { return function_.sql_body.has_value(); }
  std::string number();

  Cursor& in_;
  FunctionDefinition function_;
};

void FunctionParser::arguments() {
  const std::size_t open = in_.open();
  if (!in_.at(")")) {
    do function_.arguments.push_back(take_argument(in_));
    while (in_.accept(","));
  }
  in_.close(open);
}

void FunctionParser::returns() {
  if (in_.accept("table")) {
    const std::size_t open = in_.open();
    do {
      TableColumn column;
      column.name = in_.take_label("a column");
      column.type = take_type(in_).type;
      function_.returns_table.push_back(std::move(column));
    } while (in_.accept(","));
    in_.close(open);
    return;
  }
  function_.returns_set = in_.accept("setof");
  function_.returns = take_type(in_).type;
}

void FunctionParser::option() {
  const std::size_t offset = in_.peek().offset;
  if (in_.accept("language")) {
    if (in_.peek().kind == TokenKind::string) {
      set_once(in_, function_.language, in_.take().value, offset, "LANGUAGE");
    } else {
      set_once(in_, function_.language, in_.take_label("a language"), offset, "LANGUAGE");
    }
  } else if (in_.accept("as")) {
    body(offset);
  } else if (in_.at("return") || in_.at("begin", "atomic")) {
    sql_body(offset);
  } else if (in_.accept("set")) {
    set_option();
  } else if (in_.accept("window")) {
    function_.window = true;
  } else if (in_.at("transform")) {
    in_.fail("TRANSFORM is not supported");
  } else if (!behaviour(offset) && !planner_option(offset)) {
    in_.fail_expected("LANGUAGE, AS or another option of a function");
  }
}

bool FunctionParser::behaviour(std::size_t offset) {
  if (in_.at("immutable") || in_.at("stable") || in_.at("volatile")) {
    set_once(in_, function_.volatility, in_.take().value, offset, "the volatility");
  } else if (in_.accept("strict") || in_.accept("returns", "null", "on", "null", "input")) {
    set_once(in_, function_.strict, true, offset, "what a null argument does");
  } else if (in_.accept("called", "on", "null", "input")) {
    set_once(in_, function_.strict, false, offset, "what a null argument does");
  } else if (in_.at("security") || in_.at("external", "security")) {
    in_.accept("external");
    in_.take();
    const bool definer = in_.accept("definer");
    if (!definer && !in_.accept("invoker")) in_.fail_expected("DEFINER or INVOKER");
    set_once(in_, function_.security_definer, definer, offset, "SECURITY");
  } else if (in_.accept("leakproof")) {
    set_once(in_, function_.leakproof, true, offset, "LEAKPROOF");
  } else if (in_.accept("not", "leakproof")) {
    set_once(in_, function_.leakproof, false, offset, "LEAKPROOF");
  } else {
    return false;
  }
  return true;
}

bool FunctionParser::planner_option(std::size_t offset) {
  if (in_.accept("parallel")) {
    if (!in_.at("safe") && !in_.at("restricted") && !in_.at("unsafe")) in_.fail_expected("SAFE, RESTRICTED or UNSAFE");
    set_once(in_, function_.parallel, in_.take().value, offset, "PARALLEL");
  } else if (in_.accept("cost")) {
    set_once(in_, function_.cost, number(), offset, "COST");
  } else if (in_.accept("rows")) {
    set_once(in_, function_.rows, number(), offset, "ROWS");
  } else if (in_.accept("support")) {
    set_once(in_, function_.support, take_qualified(in_, "a function"), offset, "SUPPORT");
  } else {
    return false;
  }
  return true;
}

std::string FunctionParser::number() {
  if (in_.peek().kind != TokenKind::number) in_.fail_expected("a number");
  const Token& token = in_.take();
  return std::string(in_.text().substr(token.offset, token.length));
}

// `search_path to a, b`, after SET.
void FunctionParser::set_option() {
  std::string setting;
  if (in_.accept("time", "zone")) {
    setting = "timezone";
  } else {
    setting = in_.take_label("a setting");
    while (in_.accept(".")) setting.append(".").append(in_.take_label("a setting"));
    if (in_.at("from", "current")) in_.fail("FROM CURRENT is no value: write the setting's value");
    if (!in_.accept("to") && !in_.accept("=")) in_.fail_expected("TO");
  }
  const std::size_t begin = in_.peek().offset;
  do {
    const bool sign = in_.accept("-") || in_.accept("+");
    const TokenKind kind = in_.peek().kind;
    const bool text = kind == TokenKind::word || kind == TokenKind::name || kind == TokenKind::string;
    if (kind != TokenKind::number && (sign || !text)) in_.fail_expected("a value");
    in_.take();
  } while (in_.accept(","));
  function_.set.emplace_back(std::move(setting), in_.text().substr(begin, in_.previous_end() - begin));
}

void FunctionParser::body(std::size_t offset) {
  const Token& token = in_.peek();
  set_once(in_, function_.body, in_.take_string("the function's body as a string"), offset, "the body");
  const std::string_view raw = in_.text().substr(token.offset, token.length);
  const std::size_t mark = raw.front() == '$' ? raw.find('$', 1) : raw.find('\'');
  function_.body_offset = token.offset + mark + 1;
  if (in_.accept(",")) function_.link_symbol = in_.take_string("the symbol's name as a string");
}

// RETURN x or BEGIN ATOMIC ... END, which is the last of a definition.
void FunctionParser::sql_body(std::size_t offset) {
  if (function_.body) in_.fail_at(offset, "the body is given twice");
  if (in_.accept("return")) {
    (void)ExpressionParser(in_).take();
  } else {
    in_.take();
    in_.take();
    for (std::size_t blocks = 1; blocks > 0;) {
      if (in_.at_end()) in_.fail_expected("END of the body that begins with BEGIN ATOMIC");
      if (in_.peek().kind == TokenKind::invalid) in_.fail({});
      if (in_.at("begin") || in_.at("case")) ++blocks;
      if (in_.at("end")) --blocks;
      in_.take();
    }
  }
  function_.sql_body = in_.text().substr(offset, in_.previous_end() - offset);
  function_.body_offset = offset;
}

}  // namespace

Parsed<FunctionDefinition> parse_function(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return FunctionParser(in).take(); });
}

}  // namespace limbeck::grammar
