// How tables are divided, and which part one is.

#include "grammar/clauses.hpp"

namespace limbeck::grammar {
namespace {

PartitionKey take_partition_key(Cursor& in) {
  PartitionKey key;
  for (const std::string_view strategy : {"range", "list", "hash"}) {
    if (in.accept(strategy)) {
      key.strategy = strategy;
      break;
    }
  }
  if (key.strategy.empty()) in.fail_expected("RANGE, LIST or HASH");
  key.keys = take_index_keys(in, false);
  for (const IndexKey& each : key.keys) {
    if (each.descending || each.nulls_first || !each.operator_class_parameters.empty()) {
      in.fail_at(each.offset, "a partition key has no order", "columns, expressions, collations and operator classes");
    }
  }
  return key;
}

// What is inside `(minvalue, '2024-01-01', 10 + 1)`. MINVALUE and MAXVALUE are read as the columns that they look like.
std::string take_values(Cursor& in) {
  const std::size_t open = in.open();
  const std::size_t begin = in.peek().offset;
  do ExpressionParser(in).take();
  while (in.accept(","));
  const std::size_t end = in.previous_end();
  in.close(open);
  return std::string(in.text().substr(begin, end - begin));
}

void take_bounds(Cursor& in, PartitionOf& into) {
  if (in.accept("default")) {
    into.clause = "default";
    return;
  }
  if (!in.accept("for", "values")) in.fail_expected("FOR VALUES or DEFAULT");
  if (in.accept("from")) {
    into.clause = "from";
    into.values = take_values(in);
    in.expect("to");
    into.to_values = take_values(in);
  } else if (in.accept("in")) {
    into.clause = "in";
    into.values = take_values(in);
  } else if (in.accept("with")) {
    into.clause = "with";
    const std::size_t open = in.open();
    in.expect("modulus");
    into.values = "modulus " + take_integer(in);
    in.expect(",");
    in.expect("remainder");
    into.values += ", remainder " + take_integer(in);
    in.close(open);
  } else {
    in.fail_expected("FROM, IN or WITH");
  }
}

PartitionOf take_partition_of(Cursor& in) {
  PartitionOf out;
  out.parent = take_qualified(in, "the partitioned table");
  take_bounds(in, out);
  return out;
}

}  // namespace

Parsed<PartitionKey> parse_partition_key(std::string_view text) {
  return parse_whole(text, take_partition_key);
}

Parsed<PartitionOf> parse_partition_of(std::string_view text) {
  return parse_whole(text, take_partition_of);
}

}  // namespace limbeck::grammar
