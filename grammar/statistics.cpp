#include "grammar/statistics.hpp"

#include "grammar/clauses.hpp"

#include <algorithm>
#include <utility>

namespace limbeck::grammar {
namespace {

void take_kinds(Cursor& in, StatisticsDefinition& statistics) {
  const std::size_t open = in.open();
  do {
    if (!in.at("ndistinct") && !in.at("dependencies") && !in.at("mcv")) {
      in.fail_expected("NDISTINCT, DEPENDENCIES or MCV");
    }
    statistics.kinds.push_back(in.take().value);
  } while (in.accept(","));
  in.close(open);
}

void take_item(Cursor& in, StatisticsDefinition& statistics) {
  const Token& next = in.peek(1);
  if (in.at("(")) {
    statistics.expressions.push_back(take_parenthesised(in));
  } else if (next.kind == TokenKind::symbol && (next.value == "(" || next.value == ".")) {
    statistics.expressions.push_back(ExpressionParser(in).take_call());
  } else {
    statistics.columns.push_back(in.take_name("a column"));
  }
}

StatisticsDefinition take_statistics(Cursor& in) {
  StatisticsDefinition statistics;
  if (in.at("(")) take_kinds(in, statistics);
  in.expect("on");
  const std::size_t first = in.peek().offset;
  do take_item(in, statistics);
  while (in.accept(","));
  const std::size_t items = statistics.columns.size() + statistics.expressions.size();
  if (items == 1 && !statistics.columns.empty()) {
    in.fail_at(first, "statistics are on two columns at least, or on an expression");
  }
  if (items == 1 && !statistics.kinds.empty()) {
    in.fail_at(0, "statistics on a single expression have no kinds", "leave out the list before ON");
  }
  in.expect("from");
  statistics.table = take_qualified(in, "a table");
  return statistics;
}

}  // namespace

Parsed<StatisticsDefinition> parse_statistics(std::string_view text) {
  return parse_whole(text, take_statistics);
}

}  // namespace limbeck::grammar
