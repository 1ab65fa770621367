// The options of sequences and identity columns.

#include "grammar/clauses.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck::grammar {
namespace {

QualifiedName take_owner(Cursor& in) {
  QualifiedName owner;
  owner.offset = in.peek().offset;
  if (!in.accept("none")) {
    owner.parts.push_back(in.take_name("a table's column"));
    while (in.accept(".")) owner.parts.push_back(in.take_label("a column"));
    if (owner.parts.size() < 2 || owner.parts.size() > 3) in.fail_at(owner.offset, "expected table.column or NONE");
  }
  owner.length = in.previous_end() - owner.offset;
  return owner;
}

// NO MINVALUE, NO MAXVALUE, NO CYCLE. False, and nothing taken, if none of them is next.
bool take_no_option(Cursor& in, SequenceOptions& options, std::size_t offset) {
  if (in.accept("no", "minvalue")) {
    if (options.minimum || options.no_minimum) in.fail_at(offset, "MINVALUE is given twice");
    options.no_minimum = true;
  } else if (in.accept("no", "maxvalue")) {
    if (options.maximum || options.no_maximum) in.fail_at(offset, "MAXVALUE is given twice");
    options.no_maximum = true;
  } else if (in.accept("no", "cycle")) {
    set_once(in, options.cycle, false, offset, "CYCLE");
  } else {
    return false;
  }
  return true;
}

bool take_identity_option(Cursor& in, SequenceOptions& options, std::size_t offset) {
  if (in.accept("sequence", "name")) {
    set_once(in, options.sequence_name, take_qualified(in, "a sequence"), offset, "SEQUENCE NAME");
  } else if (in.at("logged") || in.at("unlogged")) {
    set_once(in, options.logged, in.take().value == "logged", offset, "LOGGED");
  } else {
    return false;
  }
  return true;
}

bool take_option(Cursor& in, SequenceOptions& options, bool of_identity) {
  const std::size_t offset = in.peek().offset;
  if (take_no_option(in, options, offset)) return true;
  if (of_identity && take_identity_option(in, options, offset)) return true;
  if (in.accept("as")) {
    set_once(in, options.type, take_type(in).type, offset, "AS");
  } else if (in.accept("start")) {
    in.accept("with");
    set_once(in, options.start, take_integer(in), offset, "START");
  } else if (in.accept("increment")) {
    in.accept("by");
    set_once(in, options.increment, take_integer(in), offset, "INCREMENT");
  } else if (in.accept("minvalue")) {
    if (options.no_minimum) in.fail_at(offset, "MINVALUE is given twice");
    set_once(in, options.minimum, take_integer(in), offset, "MINVALUE");
  } else if (in.accept("maxvalue")) {
    if (options.no_maximum) in.fail_at(offset, "MAXVALUE is given twice");
    set_once(in, options.maximum, take_integer(in), offset, "MAXVALUE");
  } else if (in.accept("cache")) {
    set_once(in, options.cache, take_integer(in), offset, "CACHE");
  } else if (in.accept("cycle")) {
    set_once(in, options.cycle, true, offset, "CYCLE");
  } else if (in.accept("owned", "by")) {
    set_once(in, options.owned_by, take_owner(in), offset, "OWNED BY");
  } else if (in.at("restart")) {
    in.fail("RESTART changes a sequence's value, which is no part of its definition");
  } else {
    return false;
  }
  return true;
}

}  // namespace

SequenceOptions take_sequence(Cursor& in, bool of_identity) {
  SequenceOptions options;
  while (take_option(in, options, of_identity)) continue;
  return options;
}

Parsed<SequenceOptions> parse_sequence(std::string_view text) {
  return parse_whole(text, [](Cursor& in) {
    SequenceOptions options = take_sequence(in, false);
    if (!in.at_end() && !in.at(";")) {
      in.fail_expected("AS, START, INCREMENT, MINVALUE, MAXVALUE, NO, CACHE, CYCLE or OWNED BY");
    }
    return options;
  });
}

}  // namespace limbeck::grammar
