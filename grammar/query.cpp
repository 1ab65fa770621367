// Queries: views, subqueries in expressions, bodies of functions in SQL. They are not parsed: their tokens are walked
// to the end or the parenthesis that closes them, and a name's role is told from its neighbours. Columns of a query's
// own tables are listed as columns too; what WITH defines is listed nowhere.

#include "grammar/expression_parser.hpp"
#include "grammar/keyword_category.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck::grammar {

// Inside one pair of parentheses or brackets.
struct QueryLevel {
  std::string_view close;   // empty: the query's own
  std::size_t open = 0;     // offset of what `close` closes
  std::string_view opener;  // the word before it
  bool in_from = false;     // in a FROM clause, where a comma makes the next name a relation
  bool relation_next = false;
  bool alias_next = false;  // behind a relation
  bool in_with = false;     // between WITH and the statement that it belongs to
};

namespace {

// Unreserved keywords that are syntax when they stand next to another word: after `before`, or before `after`.
struct SyntaxWord {
  std::string_view word, before, after;
};
constexpr auto syntax_words = std::to_array<SyntaxWord>({
    {"at", "", "local"},      {"at", "", "time"},        {"by", "group", ""},        {"by", "order", ""},
    {"by", "partition", ""},  {"cube", "", "("},         {"current", "", "row"},     {"document", "is", ""},
    {"document", "not", ""},  {"filter", "", "("},       {"first", "fetch", ""},     {"first", "nulls", ""},
    {"following", "", ""},    {"groups", "", "between"}, {"json", "is", ""},         {"json", "not", ""},
    {"key", "no", ""},        {"last", "nulls", ""},     {"local", "at", ""},        {"locked", "skip", ""},
    {"next", "fetch", ""},    {"no", "", "key"},         {"normalized", "is", ""},   {"normalized", "not", ""},
    {"nulls", "", "first"},   {"nulls", "", "last"},     {"ordinality", "with", ""}, {"over", ")", ""},
    {"partition", "", "by"},  {"preceding", "", ""},     {"range", "", "between"},   {"recursive", "with", ""},
    {"rollup", "", "("},      {"row", "current", ""},    {"rows", "", "between"},    {"rows", "", "only"},
    {"sets", "grouping", ""}, {"share", "for", ""},      {"share", "key", ""},       {"skip", "", "locked"},
    {"time", "at", ""},       {"unbounded", "", ""},     {"unknown", "is", ""},      {"unknown", "not", ""},
    {"update", "for", ""},    {"update", "key", ""},     {"within", "", "group"},    {"zone", "time", ""},
});

bool is_syntax(std::string_view word, std::string_view before, std::string_view after) {
  return std::any_of(syntax_words.begin(), syntax_words.end(), [&](const SyntaxWord& each) {
    return each.word == word && (each.before.empty() || each.before == before) &&
           (each.after.empty() || each.after == after);
  });
}

bool ends_from(std::string_view word) {
  static constexpr auto words =
      std::to_array<std::string_view>({"except", "fetch", "for", "group", "having", "intersect", "limit", "offset",
                                       "order", "select", "union", "where", "window"});
  return std::binary_search(words.begin(), words.end(), word);
}

// `from` is no FROM clause in extract(year from x).
bool has_from_inside(std::string_view opener) {
  return opener == "extract" || opener == "overlay" || opener == "substring" || opener == "trim";
}

// Judged by what stands before: nothing, the parenthesis of a subquery, the statement before, a list of WITH.
bool begins_statement(std::string_view before) {
  return before.empty() || before == "(" || before == ";" || before == ")" || before == "atomic";
}

std::string_view plain_value(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::symbol ? std::string_view(token.value)
                                                                          : std::string_view();
}

}  // namespace

bool ExpressionParser::at_query() const {
  return in_.at("select") || in_.at("with") || in_.at("values") || in_.at("table");
}

// `operator(s.+)`; `operator` may be the name of a function, too.
bool ExpressionParser::at_operator_name() const {
  if (!in_.at("operator", "(")) return false;
  std::size_t ahead = 2;
  while (in_.peek(ahead).kind != TokenKind::symbol && plain_value(in_.peek(ahead + 1)) == ".") ahead += 2;
  return ahead > 2 && in_.peek(ahead).kind == TokenKind::symbol && plain_value(in_.peek(ahead + 1)) == ")";
}

void ExpressionParser::query() {
  std::vector<QueryLevel> levels(1);
  const std::size_t first = in_.position();
  for (;;) {
    const Token& token = in_.peek();
    const std::string_view before = in_.position() > first ? plain_value(in_.token(in_.position() - 1)) : "";
    QueryLevel& level = levels.back();
    if (at_operator_name()) {
      level.alias_next = false;
      operator_name();
    } else if (token.kind == TokenKind::word || token.kind == TokenKind::name) {
      query_name(level, before);
    } else if (token.kind == TokenKind::string) {
      literal();
    } else if (token.kind == TokenKind::invalid) {
      in_.fail({});
    } else if (token.kind == TokenKind::end || in_.at(";")) {
      if (levels.size() == 1 && statements_ && in_.accept(";")) {
        level = {};
        continue;
      }
      if (levels.size() == 1) return;  // the caller, who opened the query, says what is missing
      in_.fail_expected_close(level.close, level.open);
    } else if (in_.at("(") || in_.at("[")) {
      level.relation_next = level.relation_next && in_.at("(");
      levels.push_back(
          {in_.at("(") ? ")" : "]", token.offset, before, level.relation_next, level.relation_next, false, false});
      in_.take();
    } else if (in_.at(")") || in_.at("]")) {
      if (levels.size() == 1) return;
      if (!in_.at(level.close)) in_.fail_expected_close(level.close, level.open);
      levels.pop_back();
      // Behind a subquery, and behind the arguments of a function in FROM.
      levels.back().alias_next = levels.back().alias_next || levels.back().relation_next;
      levels.back().relation_next = false;
      in_.take();
    } else if (in_.accept("::")) {
      add_type(take_type(in_));
    } else {
      if (in_.at(",")) level.relation_next = level.in_from;
      level.alias_next = false;
      in_.take();
    }
  }
}

Expression ExpressionParser::take_query() {
  const std::size_t begin = in_.peek().offset;
  if (!at_query() && !in_.at("(")) in_.fail_expected("SELECT, WITH, VALUES or TABLE");
  query();
  return finish(begin);
}

Expression ExpressionParser::take_body() {
  const std::size_t begin = in_.peek().offset;
  if (in_.accept("return")) {
    expression(0, Scope::full);
  } else {
    in_.expect("begin");
    in_.expect("atomic");
    statements_ = true;
    query();
  }
  return finish(begin);
}

Expression ExpressionParser::take_command() {
  const std::size_t begin = in_.peek().offset;
  if (in_.at_end()) in_.fail_expected("a command");
  query();
  return finish(begin);
}

Parsed<Expression> parse_query(std::string_view text) {
  return parse_whole(text, [](Cursor& in) {
    Expression result = ExpressionParser(in).take_query();
    in.accept(";");
    return result;
  });
}

Parsed<Expression> parse_body(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return ExpressionParser(in).take_body(); });
}

void ExpressionParser::query_name(QueryLevel& level, std::string_view before) {
  const Token& token = in_.peek();
  // UPDATE t SET: no alias.
  if (level.alias_next && token.kind == TokenKind::word && token.value == "set") {
    level.alias_next = false;
    in_.take();
    return;
  }
  const bool alias = level.alias_next && token.value != "as";
  if (token.value != "as" && token.value != "with" && token.value != "ordinality") level.alias_next = false;
  if (before == "as" && token.kind != TokenKind::symbol && !in_.at("(")) {
    if (level.opener == "cast") return add_type(take_type(in_));
    if (!in_.at("materialized") && !in_.at("not", "materialized")) {
      if (alias) add_alias(token.value);
      level.alias_next = false;
    }
    in_.take();
    return;
  }
  if (token.kind == TokenKind::word) {
    const KeywordCategory category = keyword_category(token.value);
    const std::string_view after = plain_value(in_.peek(1));
    if (category == KeywordCategory::reserved || category == KeywordCategory::type_or_function) {
      if (token.value == "from" && !has_from_inside(level.opener) && before != "distinct") {
        level.in_from = level.relation_next = true;
      } else if (token.value == "join" || token.value == "into" ||
                 (token.value == "using" && level.in_from && after != "(") ||  // DELETE FROM t USING u
                 (token.value == "table" && begins_statement(before))) {
        level.relation_next = true;
      } else if (token.value == "with" && begins_statement(before)) {
        level.in_with = true;
      } else if (ends_from(token.value)) {
        level.in_from = level.relation_next = level.in_with = false;
      } else if (category == KeywordCategory::type_or_function && after == "(" && token.value != "join") {
        name(NameUse::Role::function, {token.value}, token.offset, token.offset + token.length);
      }
      in_.take();
      return;
    }
    if (begins_statement(before) && (token.value == "update" || token.value == "insert" || token.value == "delete")) {
      level.relation_next = token.value == "update";
      in_.take();
      return;
    }
    if (level.opener == "extract" && after == "from") {
      in_.take();
      return;
    }
    if (typed_literal_follows() && !is_syntax(token.value, before, after) && token.value != "escape") {
      return typed_literal();
    }
    const bool keyword_only =
        category == KeywordCategory::column_name && (after == "(" || !is_type_keyword(token.value));
    if (keyword_only || is_syntax(token.value, before, after) || token.value == "escape") {
      in_.take();
      return;
    }
  }
  if (level.in_with && (before == "with" || before == "recursive" || before == ",")) {
    with_names_.insert(in_.take().value);
    return;
  }
  const std::size_t begin = token.offset;
  std::vector<std::string> parts{in_.take().value};
  while (in_.at(".") && parts.back() != "*") {
    in_.take();
    parts.push_back(in_.accept("*") ? "*" : in_.take_label("a name"));
  }
  if (alias && parts.size() == 1) {
    add_alias(parts.front());
    return;
  }
  NameUse::Role role = NameUse::Role::column;
  if (in_.at("(") && before != "into") {
    role = NameUse::Role::function;
  } else if (level.relation_next) {
    role = NameUse::Role::relation;
  } else if (before == "collate") {
    role = NameUse::Role::collation;
  }
  level.alias_next = level.relation_next;
  level.relation_next = false;
  name(role, std::move(parts), begin, in_.previous_end());
}

// Of the relation that ends where the alias begins; a subquery in FROM has one, too.
void ExpressionParser::add_alias(const std::string& alias) {
  if (names_.empty() || names_.back().role != NameUse::Role::relation) return;
  const std::size_t end = names_.back().offset + names_.back().length;
  const std::string_view between = in_.text().substr(end, in_.peek().offset - std::min(end, in_.peek().offset));
  if (between.find(')') == std::string_view::npos) names_.back().alias = alias;
}

}  // namespace limbeck::grammar
