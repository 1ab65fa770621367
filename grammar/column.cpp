// Column definitions: a type, then SQL's column constraints in any order.

#include "grammar/clauses.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck::grammar {
namespace {

class ColumnParser {
 public:
  explicit ColumnParser(Cursor& in) : in_(in) {}

  ColumnDefinition take() {
    if (in_.at("setof")) in_.fail("a column holds one value of its type, not a set");
    column_.type = take_type(in_).type;
    while (!in_.at_end() && !in_.at(";") && !in_.at(")")) clause();
    if (column_.null && (column_.not_null || column_.identity)) in_.fail_at(null_offset_, "NULL contradicts NOT NULL");
    const int values = (column_.default_value ? 1 : 0) + (column_.identity ? 1 : 0) + (column_.generated ? 1 : 0) +
                       (column_.type.is_serial() ? 1 : 0);
    if (values > 1)
      in_.fail_at(value_offset_, "a column has one source of values: DEFAULT, IDENTITY, GENERATED or serial");
    return std::move(column_);
  }

  ColumnDefinition take_inherited() {
    while (!in_.at_end()) {
      const bool fits = in_.at("not", "null") || in_.at("storage") || in_.at("compression");
      if (!fits) in_.fail_expected("NOT NULL, STORAGE or COMPRESSION: all else is the base's");
      clause();
    }
    return std::move(column_);
  }

 private:
  void clause();
  bool value_clause(std::size_t offset);
  bool constraint_clause(std::size_t offset);
  void generated(std::size_t offset);
  void attributes(ConstraintDefinition& constraint);
  [[noreturn]] void unknown_clause() const;

  Cursor& in_;
  ColumnDefinition column_;
  std::optional<std::string> constraint_name_;
  std::size_t null_offset_ = 0;
  std::size_t value_offset_ = 0;
};

void ColumnParser::clause() {
  const std::size_t offset = in_.peek().offset;
  constraint_name_.reset();
  if (in_.accept("constraint")) {
    constraint_name_ = in_.take_name("the constraint's name");
    if (constraint_clause(offset)) return;
    // PostgreSQL before 18 forgets the name of a NOT NULL; a name is never a difference.
    if (!in_.at("not", "null")) in_.fail_expected("CHECK, UNIQUE, PRIMARY KEY, REFERENCES or NOT NULL");
  }
  if (in_.accept("not", "null")) {
    column_.not_null = true;
    if (in_.at("no", "inherit")) in_.fail("NOT NULL ... NO INHERIT is not supported");
  } else if (in_.accept("null")) {
    column_.null = true;
    null_offset_ = offset;
  } else if (in_.accept("collate")) {
    set_once(in_, column_.collation, take_qualified(in_, "a collation"), offset, "COLLATE");
  } else if (in_.accept("storage")) {
    if (!in_.at("plain") && !in_.at("external") && !in_.at("extended") && !in_.at("main") && !in_.at("default")) {
      in_.fail_expected("PLAIN, EXTERNAL, EXTENDED or MAIN");
    }
    const std::string storage = in_.take().value;
    if (storage != "default") set_once(in_, column_.storage, storage, offset, "STORAGE");
  } else if (in_.accept("compression")) {
    set_once(in_, column_.compression, in_.take_label("a compression method"), offset, "COMPRESSION");
  } else if (in_.at("options")) {
    set_once(in_, column_.options, take_foreign_options(in_), offset, "OPTIONS");
  } else if (!value_clause(offset) && !constraint_clause(offset)) {
    unknown_clause();
  }
}

bool ColumnParser::value_clause(std::size_t offset) {
  if (in_.accept("default")) {
    value_offset_ = offset;
    set_once(in_, column_.default_value, ExpressionParser(in_).take(Scope::restricted), offset, "DEFAULT");
    return true;
  }
  if (!in_.accept("generated")) return false;
  value_offset_ = offset;
  generated(offset);
  return true;
}

void ColumnParser::generated(std::size_t offset) {
  const bool always = in_.accept("always");
  if (!always && !in_.accept("by", "default")) in_.fail_expected("ALWAYS or BY DEFAULT");
  in_.expect("as");
  if (in_.accept("identity")) {
    IdentityClause identity{always, {}};
    if (in_.at("(")) {
      const std::size_t open = in_.open();
      if (in_.at(")")) in_.fail_expected("an option of the sequence");
      identity.options = take_sequence(in_, true);
      in_.close(open);
    }
    set_once(in_, column_.identity, std::move(identity), offset, "IDENTITY");
    return;
  }
  if (!always) in_.fail_expected("IDENTITY: an expression is GENERATED ALWAYS");
  GeneratedClause clause{take_parenthesised(in_), false};
  clause.stored = in_.accept("stored");
  if (!clause.stored) in_.accept("virtual");
  set_once(in_, column_.generated, std::move(clause), offset, "GENERATED");
}

bool ColumnParser::constraint_clause(std::size_t offset) {
  ConstraintDefinition constraint;
  constraint.offset = offset;
  constraint.name = constraint_name_;
  if (in_.accept("primary", "key")) {
    constraint.kind = ConstraintKind::primary_key;
    take_index_parameters(in_, constraint, false);
  } else if (in_.accept("unique")) {
    constraint.kind = ConstraintKind::unique;
    constraint.nulls_not_distinct = take_nulls_not_distinct(in_);
    take_index_parameters(in_, constraint, false);
  } else if (in_.accept("check")) {
    constraint.kind = ConstraintKind::check;
    constraint.expression = take_parenthesised(in_);
    constraint.no_inherit = in_.accept("no", "inherit");
  } else if (in_.accept("references")) {
    constraint.kind = ConstraintKind::foreign_key;
    take_references(in_, constraint);
  } else {
    return false;
  }
  attributes(constraint);
  column_.constraints.push_back(std::move(constraint));
  return true;
}

void ColumnParser::attributes(ConstraintDefinition& constraint) {
  const bool may_skip = constraint.kind == ConstraintKind::check || constraint.kind == ConstraintKind::foreign_key;
  for (;;) {
    if (take_deferrability(in_, constraint.deferrability)) continue;
    if (in_.at("not", "valid")) {
      in_.fail("NOT VALID has no place in a column", "write the constraint among the table's constraints");
    }
    if (may_skip && in_.accept("not", "enforced")) {
      constraint.not_enforced = true;
    } else if (!may_skip || !in_.accept("enforced")) {
      return;
    }
  }
}

void ColumnParser::unknown_clause() const {
  const Token& token = in_.peek();
  static constexpr std::string_view operators[] = {"and",  "at",  "between", "ilike", "in",       "is",     "isnull",
                                                   "like", "not", "notnull", "or",    "overlaps", "similar"};
  const bool after_default =
      column_.default_value && column_.default_value->offset + column_.default_value->text.size() == in_.previous_end();
  if (after_default && token.kind == TokenKind::word) {
    for (const std::string_view each : operators) {
      if (token.value == each) {
        in_.fail(fmt::format("a default with '{}' needs parentheses around it", token.value),
                 "default (" + column_.default_value->text + " " + token.value + " ...)");
      }
    }
  }
  if (in_.at("deferrable") || in_.at("initially") || in_.at("not", "deferrable")) {
    in_.fail_expected("a constraint before DEFERRABLE and INITIALLY");
  }
  if (in_.at("on")) {
    in_.fail("ON UPDATE and ON DELETE belong behind REFERENCES",
             "a column that changes with every update takes a trigger");
  }
  in_.fail_expected("NOT NULL, DEFAULT, GENERATED, COLLATE, CHECK, UNIQUE, PRIMARY KEY or REFERENCES");
}

}  // namespace

Parsed<ColumnDefinition> parse_column(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return ColumnParser(in).take(); });
}

Parsed<ColumnDefinition> parse_inherited_column(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return ColumnParser(in).take_inherited(); });
}

}  // namespace limbeck::grammar
