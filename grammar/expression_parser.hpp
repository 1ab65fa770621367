#pragma once
// Private to grammar/: expressions by precedence climbing, over tokens. Each operand is read once, nothing is tried
// twice, and the recursion is as deep as the text nests (Cursor::Level limits it). The levels are those of PostgreSQL's
// gram.y, so that what has no meaning there (`a < b < c`) is an error here.

#include "grammar/cursor.hpp"
#include "grammar/expression.hpp"
#include "grammar/type_parser.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

// gram.y's a_expr and b_expr. A column's DEFAULT is restricted: without AND, OR, NOT, IS NULL, IN, LIKE, BETWEEN, AT
// TIME ZONE and COLLATE outside parentheses, since `not null` and `collate` may follow it.
enum class Scope { full, restricted };

// The levels of gram.y, lowest first.
enum Power : int {
  or_power = 1,
  and_power,
  not_power,
  is_power,
  comparison_power,
  like_power,
  operator_power,
  sum_power,
  product_power,
  exponent_power,
  at_power,
  collate_power,
  sign_power,
  cast_power,
};

class ExpressionParser {
 public:
  explicit ExpressionParser(Cursor& in) : in_(in) {}

  Expression take(Scope scope = Scope::full);
  Expression take_query();
  Expression take_body();
  Expression take_command();  // of a rule, or its condition: up to a ';' or the ')' behind it
  Expression take_call();     // a function call without parentheses around it, as an index key may be

 private:
  struct Infix;

  // expression.cpp: operators
  void expression(int least, Scope scope);
  [[nodiscard]] Infix infix(Scope scope) const;
  // These say whether an operand ended what they took: then an operator of the same level may be forbidden next.
  bool infix_tail(const Infix& op, Scope scope);
  bool is_test(const Infix& op, Scope scope);
  bool right_operand(const Infix& op, Scope scope);
  void operator_name();
  Expression finish(std::size_t begin);

  // operand.cpp
  void operand(Scope scope);
  void word_operand(Scope scope);
  void reserved_operand(Scope scope);
  void name_operand();
  void parenthesised();
  void case_operand();
  void array_elements();
  void indirection();
  void literal();
  void typed_literal();
  [[nodiscard]] bool typed_literal_follows() const;
  void cast_type(std::size_t literal_index);
  void add_type(const PlacedType& placed);

  // call.cpp
  void call(std::size_t first_token);
  void arguments();
  void call_tail();
  void order_by();
  void list();
  bool query_or_list();  // true: a query
  bool keyword_call();   // a function-like form of SQL; false, and nothing taken, if the next word begins none
  void extract_call();
  void overlay_call();
  void position_call();
  void substring_call();
  void trim_call();
  void normalize_call();
  void treat_call();
  void clause_call(bool as_type);  // XML and JSON constructors; as_type: what follows AS is a type
  void clause_item(bool as_type);
  bool clause(bool as_type);

  // query.cpp: up to the end, or the ')' that closes a subquery
  [[nodiscard]] bool at_query() const;
  [[nodiscard]] bool at_operator_name() const;
  void query();
  void query_name(struct QueryLevel& level, std::string_view before);
  void add_alias(const std::string& alias);

  void name(NameUse::Role role, std::vector<std::string> parts, std::size_t begin, std::size_t end);
  void relation_literal(const Token& token);

  Cursor& in_;
  std::vector<NameUse> names_;        // offsets into the whole text until finish()
  std::vector<LiteralUse> literals_;  // the same
  std::set<std::string> with_names_;  // of queries in WITH: not those of relations
  bool statements_ = false;           // several, of a function's body
};

// `s.t`: the parts of a name inside a literal; nothing if the text is no name.
[[nodiscard]] std::optional<std::vector<std::string>> name_parts(std::string_view text);

}  // namespace limbeck::grammar
