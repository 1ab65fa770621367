// Table constraints.

#include "grammar/clauses.hpp"

#include <utility>

namespace limbeck::grammar {
namespace {

void take_key(Cursor& in, ConstraintDefinition& key) {
  if (key.kind == ConstraintKind::unique) key.nulls_not_distinct = take_nulls_not_distinct(in);
  if (in.at("using", "index") && in.peek(2).value != "tablespace") {
    in.fail("a constraint over an existing index is not supported", "write its columns: limbeck finds the index");
  }
  key.columns = take_key_columns(in, key);
  take_index_parameters(in, key, true);
}

void take_exclusion(Cursor& in, ConstraintDefinition& exclusion) {
  if (in.accept("using")) exclusion.method = in.take_name("an index method");
  exclusion.elements = take_index_keys(in, true);
  take_index_parameters(in, exclusion, true);
  if (in.accept("where")) exclusion.where = take_parenthesised(in);
}

// What may stand at the end of any constraint, in any order.
void take_attributes(Cursor& in, ConstraintDefinition& constraint) {
  for (;;) {
    if (take_deferrability(in, constraint.deferrability)) continue;
    const bool may_skip = constraint.kind == ConstraintKind::check || constraint.kind == ConstraintKind::foreign_key;
    if (may_skip && in.accept("not", "valid")) {
      constraint.not_valid = true;
    } else if (may_skip && in.accept("not", "enforced")) {
      constraint.not_enforced = true;
    } else if (may_skip && in.accept("enforced")) {
      // the default
    } else if (constraint.kind == ConstraintKind::check && in.accept("no", "inherit")) {
      constraint.no_inherit = true;
    } else {
      return;
    }
  }
}

ConstraintDefinition take_constraint(Cursor& in) {
  ConstraintDefinition constraint;
  constraint.offset = in.peek().offset;
  if (in.accept("primary", "key")) {
    constraint.kind = ConstraintKind::primary_key;
    take_key(in, constraint);
  } else if (in.accept("unique")) {
    constraint.kind = ConstraintKind::unique;
    take_key(in, constraint);
  } else if (in.accept("check")) {
    constraint.kind = ConstraintKind::check;
    constraint.expression = take_parenthesised(in);
  } else if (in.accept("foreign", "key")) {
    constraint.kind = ConstraintKind::foreign_key;
    constraint.columns = take_key_columns(in, constraint);
    in.expect("references");
    take_references(in, constraint);
  } else if (in.accept("exclude")) {
    constraint.kind = ConstraintKind::exclusion;
    take_exclusion(in, constraint);
  } else if (in.at("constraint")) {
    in.fail("the constraint's name is the key, it is not repeated here");
  } else {
    in.fail_expected("CHECK, UNIQUE, PRIMARY KEY, FOREIGN KEY or EXCLUDE");
  }
  take_attributes(in, constraint);
  return constraint;
}

}  // namespace

Parsed<ConstraintDefinition> parse_constraint(std::string_view text) {
  return parse_whole(text, take_constraint);
}

}  // namespace limbeck::grammar
