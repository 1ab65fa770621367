// Trigger definitions.

#include "grammar/clauses.hpp"

#include <utility>

namespace limbeck::grammar {
namespace {

void take_events(Cursor& in, TriggerDefinition& trigger) {
  do {
    bool* event = nullptr;
    if (in.at("insert")) event = &trigger.on_insert;
    if (in.at("update")) event = &trigger.on_update;
    if (in.at("delete")) event = &trigger.on_delete;
    if (in.at("truncate")) event = &trigger.on_truncate;
    if (event == nullptr) in.fail_expected("INSERT, UPDATE, DELETE or TRUNCATE");
    if (*event) in.fail("an event is given twice");
    *event = true;
    const bool update = in.take().value == "update";
    if (!update || !in.accept("of")) continue;
    do trigger.update_columns.push_back(in.take_name("a column"));
    while (in.accept(","));
  } while (in.accept("or"));
}

// OLD TABLE AS o NEW TABLE AS n, after REFERENCING.
void take_transition_tables(Cursor& in, TriggerDefinition& trigger) {
  while (in.at("old") || in.at("new")) {
    const std::size_t offset = in.peek().offset;
    const bool old = in.take().value == "old";
    if (in.at("row")) in.fail("a transition ROW is not supported by PostgreSQL: use TABLE");
    in.expect("table");
    in.accept("as");
    set_once(in, old ? trigger.old_table : trigger.new_table, in.take_name("a name"), offset,
             old ? "OLD TABLE" : "NEW TABLE");
  }
  if (!trigger.old_table && !trigger.new_table) in.fail_expected("OLD TABLE or NEW TABLE");
}

// The arguments are literals, or words that stand for themselves.
void take_arguments(Cursor& in, TriggerDefinition& trigger) {
  const std::size_t open = in.open();
  while (!in.at(")")) {
    const Token& token = in.peek();
    if (token.kind == TokenKind::number) {
      trigger.arguments.emplace_back(in.text().substr(token.offset, token.length));
    } else if (token.kind == TokenKind::string || token.kind == TokenKind::word || token.kind == TokenKind::name) {
      trigger.arguments.push_back(token.value);
    } else {
      in.fail_expected("a string or a number");
    }
    in.take();
    if (!in.accept(",")) break;
    if (in.at(")")) in.fail_expected("a string or a number");
  }
  in.close(open);
}

TriggerDefinition take_trigger(Cursor& in) {
  TriggerDefinition trigger;
  trigger.constraint = in.accept("constraint");
  if (in.at("before") || in.at("after")) {
    trigger.timing = in.take().value;
  } else if (in.accept("instead", "of")) {
    trigger.timing = "instead of";
  } else {
    in.fail_expected("BEFORE, AFTER or INSTEAD OF");
  }
  if (trigger.constraint && trigger.timing != "after") in.fail("a constraint trigger is AFTER");
  take_events(in, trigger);
  if (in.accept("on")) trigger.table = take_qualified(in, "a table");
  if (in.accept("from")) trigger.from = take_qualified(in, "a table");
  while (take_deferrability(in, trigger.deferrability)) continue;
  const bool constraint_clauses =
      trigger.from || trigger.deferrability.deferrable || trigger.deferrability.initially_deferred;
  if (constraint_clauses && !trigger.constraint) {
    in.fail("FROM and DEFERRABLE are for constraint triggers", "begin the definition with CONSTRAINT");
  }
  if (in.accept("referencing")) take_transition_tables(in, trigger);
  if (in.accept("for")) {
    in.accept("each");
    trigger.for_each_row = in.accept("row");
    if (!trigger.for_each_row && !in.accept("statement")) in.fail_expected("ROW or STATEMENT");
  }
  if (in.accept("when")) trigger.when = take_parenthesised(in);
  in.expect("execute");
  if (!in.accept("function") && !in.accept("procedure")) in.fail_expected("FUNCTION");
  trigger.function = take_qualified(in, "a function");
  take_arguments(in, trigger);
  return trigger;
}

}  // namespace

Parsed<TriggerDefinition> parse_trigger(std::string_view text) {
  return parse_whole(text, take_trigger);
}

}  // namespace limbeck::grammar
