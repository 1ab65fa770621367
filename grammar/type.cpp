#include "grammar/type.hpp"

#include "grammar/keyword_category.hpp"
#include "grammar/type_parser.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck::grammar {
namespace {

// `10, 2`, `Point, 4326`, `-3`: constants only, which is all that PostgreSQL accepts.
std::vector<std::string> take_modifiers(Cursor& in) {
  std::vector<std::string> modifiers;
  const std::size_t open = in.open();
  do {
    const std::size_t begin = in.peek().offset;
    (void)(in.accept("-") || in.accept("+"));
    const TokenKind kind = in.peek().kind;
    if (kind != TokenKind::number && kind != TokenKind::string && kind != TokenKind::word && kind != TokenKind::name) {
      in.fail_expected("a number or a word");
    }
    const Token& last = in.take();
    modifiers.emplace_back(in.text().substr(begin, last.offset + last.length - begin));
  } while (in.accept(","));
  in.close(open);
  return modifiers;
}

void take_optional_modifiers(Cursor& in, TypeName& type) {
  if (in.at("(")) type.modifiers = take_modifiers(in);
}

// `float(p)`: p binary digits, which choose the type.
void take_float(Cursor& in, TypeName& type) {
  type.name = {"double precision"};
  if (!in.at("(")) return;
  const std::size_t offset = in.peek(1).offset;
  const std::vector<std::string> modifiers = take_modifiers(in);
  const std::string& bits = modifiers[0];
  const bool valid = modifiers.size() == 1 && !bits.empty() && bits.size() <= 2 &&
                     std::all_of(bits.begin(), bits.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
                     std::stoi(bits) >= 1 && std::stoi(bits) <= 53;
  if (!valid) Cursor::fail_at(offset, "the precision of float is between 1 and 53");
  if (std::stoi(bits) <= 24) type.name = {"real"};
}

// `character varying(10)`, after the words that name the character type.
void take_character(Cursor& in, TypeName& type, std::size_t& name_end) {
  const bool varying = in.accept("varying");
  name_end = in.previous_end();
  type.name = {varying ? "character varying" : "character"};
  take_optional_modifiers(in, type);
  if (!varying && type.modifiers.empty()) type.modifiers = {"1"};
}

// `(3) with time zone`, after `time` or `timestamp`.
void take_time(Cursor& in, TypeName& type, const std::string& base, std::size_t& name_end) {
  take_optional_modifiers(in, type);
  const bool with = in.accept("with", "time", "zone");
  if (with || in.accept("without", "time", "zone")) name_end = in.previous_end();
  type.name = {base + (with ? " with time zone" : " without time zone")};
}

constexpr auto plain_keywords = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"bigint", "bigint"},
    {"boolean", "boolean"},
    {"dec", "numeric"},
    {"decimal", "numeric"},
    {"int", "integer"},
    {"integer", "integer"},
    {"numeric", "numeric"},
    {"real", "real"},
    {"smallint", "smallint"},
    {"varchar", "character varying"},
});

// A type that SQL spells with keywords. False, and nothing taken, if the next word begins none.
bool take_keyword_type(Cursor& in, TypeName& type, std::size_t& name_end) {
  const std::string word = in.peek().value;
  if (word == "double" && !in.at("double", "precision")) return false;
  if (!is_type_keyword(word)) return false;
  in.take();
  name_end = in.previous_end();
  if (word == "double") {
    in.take();
    name_end = in.previous_end();
    type.name = {"double precision"};
  } else if (word == "float") {
    take_float(in, type);
  } else if (word == "national") {
    if (!in.accept("character") && !in.accept("char")) in.fail_expected("'character'");
    take_character(in, type, name_end);
  } else if (word == "character" || word == "char" || word == "nchar") {
    take_character(in, type, name_end);
  } else if (word == "bit") {
    const bool varying = in.accept("varying");
    name_end = in.previous_end();
    type.name = {varying ? "bit varying" : "bit"};
    take_optional_modifiers(in, type);
    if (!varying && type.modifiers.empty()) type.modifiers = {"1"};
  } else if (word == "time" || word == "timestamp") {
    take_time(in, type, word, name_end);
  } else if (word == "interval") {
    type.name = {"interval"};
    if (in.at("(")) {
      type.modifiers = take_modifiers(in);
    } else {
      take_interval_fields(in, type);
    }
  } else {
    type.name = {std::string(std::find_if(plain_keywords.begin(), plain_keywords.end(), [&](auto& each) {
                               return each.first == word;
                             })->second)};
    take_optional_modifiers(in, type);
  }
  return true;
}

// Serial types are no types but a column's type with a sequence; PostgreSQL knows them unquoted and unqualified.
std::string_view serial_of(std::string_view name) {
  if (name == "serial" || name == "serial4") return "integer";
  if (name == "bigserial" || name == "serial8") return "bigint";
  if (name == "smallserial" || name == "serial2") return "smallint";
  return {};
}

// `int4`, `public.mood`, `"char"`.
void take_named_type(Cursor& in, TypeName& type, std::size_t& name_end) {
  const Token first = in.peek();
  const bool quoted = first.kind == TokenKind::name;
  if (!quoted) {
    const KeywordCategory category =
        first.kind == TokenKind::word ? keyword_category(first.value) : KeywordCategory::reserved;
    // json became a keyword that is also a type's name in PostgreSQL 17.
    if (category == KeywordCategory::reserved ||
        (category == KeywordCategory::column_name && first.value != "json" && first.value != "setof")) {
      in.fail_expected("a type");
    }
    if (first.value == "setof") in.fail("'setof' is for what a function returns only");
  }
  type.name = {in.take().value};
  while (in.accept(".")) type.name.push_back(in.take_label("a type"));
  name_end = in.previous_end();
  if (in.at("%", "type") || in.at("%", "rowtype")) in.fail("write the type itself, not a reference to a column");
  if (type.name.size() > 2) in.fail_at(first.offset, "a type has at most a schema and a name");

  if (type.name.size() == 1 && !quoted) type.serial_of = serial_of(type.name[0]);
  if (!type.serial_of.empty()) type.name = {type.serial_of};
  if (type.name.size() == 1 && quoted && is_sql_spelling(type.name[0])) {
    in.fail_at(first.offset, fmt::format("in quotes, \"{}\" is not PostgreSQL's type of that name", type.name[0]),
               "write it without quotes, or with its schema if it is a type of your own");
  }
  const bool catalog = type.name.size() == 2 && type.name[0] == "pg_catalog";
  if (type.serial_of.empty() && (catalog || type.name.size() == 1)) {
    std::string_view name = type.name.back();
    // An array type's own name: _int4 is integer[].
    if (name.starts_with('_') && !builtin_name(name.substr(1)).empty()) {
      name.remove_prefix(1);
      type.array = true;
    }
    if (const std::string_view builtin = builtin_name(name); !builtin.empty()) type.name = {std::string(builtin)};
  }
  take_optional_modifiers(in, type);
}

// `[]`, `[3]`, `[][]`, `array`, `array[3]`.
void take_array(Cursor& in, TypeName& type) {
  if (in.accept("array")) {
    type.array = true;
    if (!in.accept("[")) return;
    if (in.peek().kind != TokenKind::number) in.fail_expected("a number");
    in.take();
    return in.expect("]");
  }
  while (in.accept("[")) {
    if (in.peek().kind == TokenKind::number) in.take();
    in.expect("]");
    type.array = true;
  }
}

}  // namespace

bool is_type_keyword(std::string_view word) {
  static constexpr auto structured = std::to_array<std::string_view>(
      {"bit", "char", "character", "double", "float", "interval", "national", "nchar", "time", "timestamp"});
  return std::binary_search(structured.begin(), structured.end(), word) ||
         std::any_of(plain_keywords.begin(), plain_keywords.end(),
                     [&](const auto& each) { return each.first == word; });
}

void take_interval_fields(Cursor& in, TypeName& type) {
  static constexpr auto fields = std::to_array<std::string_view>({"year", "month", "day", "hour", "minute", "second"});
  const auto field = [&] {
    const Token& token = in.peek();
    const auto found =
        token.kind == TokenKind::word ? std::find(fields.begin(), fields.end(), token.value) : fields.end();
    return static_cast<std::size_t>(found - fields.begin());
  };
  const std::size_t first = field();
  if (first == fields.size()) return;
  std::size_t last = first;
  type.interval_fields = in.take().value;
  if (in.accept("to")) {
    last = field();
    // year to month, or from one of day..minute to a smaller one up to second
    const bool valid = first == 0 ? last == 1 : first >= 2 && last > first && last < fields.size();
    if (!valid) in.fail_expected("the smaller field of the interval");
    type.interval_fields += " to " + in.take().value;
  }
  if (fields[last] == "second" && in.at("(")) type.modifiers = take_modifiers(in);
}

PlacedType take_type(Cursor& in) {
  PlacedType placed;
  TypeName& type = placed.type;
  type.offset = in.peek().offset;
  if (in.peek().kind != TokenKind::word || !take_keyword_type(in, type, placed.name_end)) {
    take_named_type(in, type, placed.name_end);
  }
  take_array(in, type);
  type.length = in.previous_end() - type.offset;
  return placed;
}

Parsed<TypeName> parse_type(std::string_view text) {
  return parse_whole(text, [](Cursor& in) { return take_type(in).type; });
}

}  // namespace limbeck::grammar
