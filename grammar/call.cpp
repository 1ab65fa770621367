// Function calls in expressions, and the forms of SQL that look like calls.

#include "grammar/expression_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck::grammar {
namespace {

// Calls that are keywords but have nothing other than arguments between their parentheses.
constexpr auto plain_keyword_calls =
    std::to_array<std::string_view>({"coalesce", "greatest", "grouping", "least", "nullif", "xmlconcat"});

// Calls with clauses between their parentheses. Those of JSON are functions before PostgreSQL 16 and 17.
constexpr auto clause_calls = std::to_array<std::string_view>(
    {"json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar",
     "json_serialize", "json_value", "xmlattributes", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces",
     "xmlparse", "xmlpi", "xmlroot", "xmlserialize"});

bool takes_sequence(const std::vector<std::string>& function) {
  return (function.size() == 1 || (function.size() == 2 && function[0] == "pg_catalog")) &&
         (function.back() == "nextval" || function.back() == "currval" || function.back() == "setval");
}

}  // namespace

// After the function's name, which begins at token `first_token`.
void ExpressionParser::call(std::size_t first_token) {
  const std::size_t names = names_.size();
  const std::size_t literals = literals_.size();
  std::vector<std::string> parts;
  for (std::size_t i = first_token; i < in_.position(); i += 2) parts.push_back(in_.token(i).value);
  const std::size_t begin = in_.token(first_token).offset;
  const bool sequence = takes_sequence(parts);
  name(NameUse::Role::function, std::move(parts), begin, in_.previous_end());

  const std::size_t open = in_.open();
  const bool only_string = in_.peek(1).value == "," || in_.peek(1).value == ")";
  if (sequence && in_.peek().kind == TokenKind::string && only_string) relation_literal(in_.peek());
  arguments();
  in_.close(open);

  if (in_.peek().kind == TokenKind::string) {  // not a call but a type with modifiers and its literal: t(3) '...'
    names_.resize(names);
    literals_.resize(literals);
    in_.go_back(first_token);
    return typed_literal();
  }
  call_tail();
}

void ExpressionParser::arguments() {
  if (in_.at(")")) return;
  if (in_.accept("*")) return;
  (void)(in_.accept("distinct") || in_.accept("all"));
  bool last = false;
  do {
    if (last) in_.fail("VARIADIC is for the last argument");
    last = in_.accept("variadic");
    const Token& next = in_.peek(1);
    if (in_.at_name() && next.kind == TokenKind::symbol && (next.value == "=>" || next.value == ":=")) {
      in_.take();
      in_.take();
    }
    expression(0, Scope::full);
  } while (in_.accept(","));
  order_by();
}

// What may follow the arguments of an aggregate or a window function.
void ExpressionParser::call_tail() {
  if (in_.accept("within", "group")) {
    const std::size_t open = in_.open();
    if (!in_.at("order", "by")) in_.fail_expected("ORDER BY");
    order_by();
    in_.close(open);
  }
  if (in_.at("filter", "(")) {
    in_.take();
    const std::size_t open = in_.open();
    in_.expect("where");
    expression(0, Scope::full);
    in_.close(open);
  }
  if (in_.accept("over")) {
    if (!in_.at("(")) {
      (void)in_.take_name("the name of a window");
      return;
    }
    const std::size_t open = in_.open();
    query();
    in_.close(open);
  }
}

void ExpressionParser::order_by() {
  if (!in_.accept("order", "by")) return;
  do {
    expression(0, Scope::full);
    if (in_.accept("using")) {
      if (in_.at("operator", "(")) {
        operator_name();
      } else {
        in_.take();
      }
    } else {
      (void)(in_.accept("asc") || in_.accept("desc"));
    }
    if (in_.accept("nulls") && !in_.accept("first") && !in_.accept("last")) in_.fail_expected("FIRST or LAST");
  } while (in_.accept(","));
}

void ExpressionParser::list() {
  do expression(0, Scope::full);
  while (in_.accept(","));
}

bool ExpressionParser::query_or_list() {
  if (at_query()) {
    query();
    return true;
  }
  list();
  return false;
}

bool ExpressionParser::keyword_call() {
  if (in_.peek(1).kind != TokenKind::symbol || in_.peek(1).value != "(") return false;
  const Token& word = in_.peek();
  const auto is_in = [&](const auto& words) { return std::binary_search(words.begin(), words.end(), word.value); };
  if (is_in(clause_calls)) {
    if (word.value.starts_with("json_")) {
      name(NameUse::Role::function, {word.value}, word.offset, word.offset + word.length);
    }
    in_.take();
    clause_call(word.value == "xmlserialize");
    return true;
  }
  void (ExpressionParser::*form)() = nullptr;
  if (is_in(plain_keyword_calls)) {
    form = &ExpressionParser::list;
  } else if (word.value == "row") {
    form = &ExpressionParser::arguments;
  } else if (word.value == "exists") {
    form = &ExpressionParser::query;
  } else if (word.value == "extract") {
    form = &ExpressionParser::extract_call;
  } else if (word.value == "overlay") {
    form = &ExpressionParser::overlay_call;
  } else if (word.value == "position") {
    form = &ExpressionParser::position_call;
  } else if (word.value == "substring") {
    form = &ExpressionParser::substring_call;
  } else if (word.value == "trim") {
    form = &ExpressionParser::trim_call;
  } else if (word.value == "normalize") {
    form = &ExpressionParser::normalize_call;
  } else if (word.value == "treat") {
    form = &ExpressionParser::treat_call;
  } else {
    return false;
  }
  in_.take();
  const std::size_t open = in_.open();
  if (word.value == "exists" && !at_query()) in_.fail_expected("SELECT");
  (this->*form)();
  in_.close(open);
  return true;
}

// extract(year from x)
void ExpressionParser::extract_call() {
  const TokenKind kind = in_.peek().kind;
  if (kind != TokenKind::word && kind != TokenKind::name && kind != TokenKind::string) {
    in_.fail_expected("the field to extract");
  }
  in_.take();
  in_.expect("from");
  expression(0, Scope::full);
}

// overlay(a placing b from 1 for 2)
void ExpressionParser::overlay_call() {
  expression(0, Scope::full);
  if (!in_.accept("placing")) {
    if (in_.accept(",")) list();
    return;
  }
  expression(0, Scope::full);
  in_.expect("from");
  expression(0, Scope::full);
  if (in_.accept("for")) expression(0, Scope::full);
}

// position(a in b)
void ExpressionParser::position_call() {
  expression(0, Scope::restricted);
  in_.expect("in");
  expression(0, Scope::restricted);
}

// substring(a from 1 for 2), substring(a similar 'p' escape '#')
void ExpressionParser::substring_call() {
  expression(0, Scope::full);
  if (in_.accept("similar")) {
    expression(0, Scope::full);
    in_.expect("escape");
    expression(0, Scope::full);
    return;
  }
  while (in_.accept("from") || in_.accept("for")) expression(0, Scope::full);
  if (in_.accept(",")) list();
}

// trim(both 'x' from a)
void ExpressionParser::trim_call() {
  (void)(in_.accept("both") || in_.accept("leading") || in_.accept("trailing"));
  if (!in_.at("from")) list();
  if (in_.accept("from")) list();
}

// normalize(a, nfc)
void ExpressionParser::normalize_call() {
  expression(0, Scope::full);
  if (!in_.accept(",")) return;
  if (!in_.accept("nfc") && !in_.accept("nfd") && !in_.accept("nfkc") && !in_.accept("nfkd")) {
    in_.fail_expected("NFC, NFD, NFKC or NFKD");
  }
}

// treat(a as t)
void ExpressionParser::treat_call() {
  expression(0, Scope::full);
  in_.expect("as");
  add_type(take_type(in_));
}

// The clauses of XML and JSON constructors are taken in any order and number: a superset of SQL, which PostgreSQL
// judges.
void ExpressionParser::clause_call(bool as_type) {
  const std::size_t open = in_.open();
  if (!in_.at(")")) {
    do clause_item(as_type);
    while (in_.accept(","));
  }
  in_.close(open);
}

void ExpressionParser::clause_item(bool as_type) {
  const bool operand_next = in_.peek(1).kind != TokenKind::symbol;
  if (operand_next && in_.accept("name")) {
    (void)in_.take_label("a name");
  } else if (operand_next && (in_.accept("version") || in_.accept("standalone"))) {
    if (in_.accept("no")) {
      in_.accept("value");
    } else if (!in_.accept("yes")) {
      expression(0, Scope::full);
    }
  } else if (in_.at("null", "on") || in_.at("absent", "on") || in_.at("returning")) {
    // clauses without an item, below
  } else if (at_query()) {
    query();
  } else {
    if (operand_next) (void)(in_.accept("document") || in_.accept("content") || in_.accept("default"));
    expression(0, Scope::full);
  }
  while (clause(as_type)) continue;
}

bool ExpressionParser::clause(bool as_type) {
  const auto on = [&] {
    in_.expect("on");
    if (!in_.accept("null") && !in_.accept("empty")) in_.expect("error");
  };
  if (in_.accept(":") || in_.accept("value") || in_.accept("passing")) {
    in_.accept("by");
    (void)(in_.accept("ref") || in_.at("value", "(") || in_.accept("value"));
    expression(0, Scope::full);
  } else if (in_.accept("by")) {
    if (!in_.accept("ref")) in_.expect("value");
  } else if (in_.accept("as")) {
    if (as_type) {
      add_type(take_type(in_));
    } else {
      (void)in_.take_label("a name");
    }
  } else if (in_.accept("returning")) {
    add_type(take_type(in_));
  } else if (in_.accept("format", "json")) {
    if (in_.accept("encoding")) (void)in_.take_label("an encoding");
  } else if (in_.accept("default")) {
    expression(0, Scope::full);
    on();
  } else if (in_.accept("null") || in_.accept("absent") || in_.accept("error") || in_.accept("true") ||
             in_.accept("false") || in_.accept("unknown")) {
    on();
  } else if (in_.accept("empty")) {
    (void)(in_.accept("array") || in_.accept("object"));
    on();
  } else if (in_.accept("with") || in_.accept("without")) {
    while (in_.accept("unique") || in_.accept("keys") || in_.accept("conditional") || in_.accept("unconditional") ||
           in_.accept("array") || in_.accept("wrapper")) {
    }
  } else if (in_.accept("keep", "quotes") || in_.accept("omit", "quotes")) {
    in_.accept("on", "scalar", "string");
  } else if (in_.at("order", "by")) {
    order_by();
  } else {
    return in_.accept("preserve", "whitespace") || in_.accept("strip", "whitespace") || in_.accept("no", "indent") ||
           in_.accept("indent");
  }
  return true;
}

}  // namespace limbeck::grammar
