#include "proof/values.hpp"

#include "grammar/lex.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

namespace limbeck::proof {
namespace {

constexpr int header = 4;  // what length modifiers are counted with (VARHDRSZ)

// Of types that take no number or text as they come; # is the row's number.
constexpr std::array<std::pair<std::string_view, std::string_view>, 47> patterns{{
    {"bool", ""},
    {"bytea", "\\x0#"},
    {"char", "#"},
    {"name", "v#"},
    {"date", "2024-01-0#"},
    {"timestamp", "2024-01-0# 12:00:00"},
    {"timestamptz", "2024-01-0# 12:00:00+00"},
    {"time", "12:00:0#"},
    {"timetz", "12:00:0#+00"},
    {"interval", "# days"},
    {"uuid", "00000000-0000-4000-8000-00000000000#"},
    {"json", "{\"n\": #}"},
    {"jsonb", "{\"n\": #}"},
    {"jsonpath", "$.n#"},
    {"xml", "<v>#</v>"},
    {"inet", "10.0.0.#"},
    {"cidr", "10.0.0.#/32"},
    {"macaddr", "08:00:2b:01:02:0#"},
    {"macaddr8", "08:00:2b:01:02:03:04:0#"},
    {"point", "(#,#)"},
    {"line", "{1,-1,#}"},
    {"lseg", "[(0,0),(#,#)]"},
    {"box", "(#,#),(0,0)"},
    {"path", "[(0,0),(#,#)]"},
    {"polygon", "((0,0),(0,#),(#,0))"},
    {"circle", "<(0,0),#>"},
    {"tsvector", "v#"},
    {"tsquery", "v#"},
    {"pg_lsn", "0/#"},
    {"txid_snapshot", "1#:1#:"},
    {"pg_snapshot", "1#:1#:"},
    {"tid", "(0,#)"},
    {"xid", "#"},
    {"xid8", "#"},
    {"cid", "#"},
    {"oidvector", "#"},
    {"int2vector", "#"},
    {"regclass", "pg_class"},
    {"regtype", "int4"},
    {"regproc", "now"},
    {"regnamespace", "pg_catalog"},
    {"regrole", "-"},
    {"regconfig", "simple"},
    {"regdictionary", "simple"},
    {"hstore", "k=>#"},
    {"geometry", "POINT(# #)"},
    {"geography", "POINT(# #)"},
}};

std::string filled(std::string_view pattern, int row) {
  std::string text;
  for (const char c : pattern) text += c == '#' ? std::to_string(row) : std::string(1, c);
  return text;
}

// As an element of an array or an attribute of a composite type.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

Literals literals_of(std::string_view check) {
  Literals found;
  const auto tokens = grammar::tokenise(check);
  if (!tokens) return found;
  bool is_negative = false;
  for (const grammar::Token& token : *tokens) {
    if (token.kind == grammar::TokenKind::string) {
      found.strings.push_back(token.value);
    } else if (token.kind == grammar::TokenKind::number) {
      long long value = 0;
      const auto read = std::from_chars(token.value.data(), token.value.data() + token.value.size(), value);
      if (read.ec == std::errc()) found.numbers.push_back(is_negative ? -value : value);
    }
    is_negative = token.kind == grammar::TokenKind::symbol && token.value == "-";
  }
  return found;
}

Types::Types(pg::Connection& connection) {
  const pg::Result rows = connection.execute(R"(
SELECT t.oid, t.typname, t.typtype, t.typcategory, CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END, t.typbasetype,
  t.typtypmod, coalesce((SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid
                         OR (pg_catalog.to_jsonb(r) ->> 'rngmultitypid') = t.oid::text), 0),
  (SELECT pg_catalog.string_agg(pg_catalog.pg_get_constraintdef(c.oid), ' ') FROM pg_catalog.pg_constraint c
   WHERE t.typtype = 'd' AND c.contypid = t.oid)
FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class k ON k.oid = t.typrelid
WHERE t.typtype <> 'p' AND (k.oid IS NULL OR k.relkind = 'c'))");
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    TypeFacts& type = types_[rows.number<std::uint32_t>(row, 0)];
    type.name = rows.text(row, 1);
    type.kind = rows.text(row, 2).front();
    type.category = rows.text(row, 3).front();
    type.element = rows.number<std::uint32_t>(row, 4);
    type.base = rows.number<std::uint32_t>(row, 5);
    type.modifier = rows.number<int>(row, 6);
    type.subtype = rows.number<std::uint32_t>(row, 7);
    type.checks = rows.text(row, 8);
  }
  const pg::Result labels =
      connection.execute("SELECT enumtypid, enumlabel FROM pg_catalog.pg_enum ORDER BY enumtypid, enumsortorder");
  for (std::size_t row = 0; row < labels.rows(); ++row) {
    types_[labels.number<std::uint32_t>(row, 0)].labels.emplace_back(labels.text(row, 1));
  }
  const pg::Result attributes = connection.execute(R"(
SELECT c.reltype, a.atttypid, a.atttypmod FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.oid, a.attnum)");
  for (std::size_t row = 0; row < attributes.rows(); ++row) {
    types_[attributes.number<std::uint32_t>(row, 0)].attributes.emplace_back(attributes.number<std::uint32_t>(row, 1),
                                                                             attributes.number<int>(row, 2));
  }
}

std::optional<std::string> Types::plain(const TypeFacts& type, int modifier, const Literals& literals,
                                        const Choice& choice) const {
  const auto row = static_cast<std::size_t>(choice.row - 1);
  if (type.name == "bool") return choice.row % 2 == 1 ? "t" : "f";
  if (type.category == 'N' && !type.name.starts_with("reg")) {
    long long number = choice.row;
    const auto ends = std::minmax_element(literals.numbers.begin(), literals.numbers.end());
    if (choice.above != 0 && !literals.numbers.empty()) {
      number = choice.above > 0 ? *ends.second + choice.row : *ends.first - choice.row;
    }
    const int digits = modifier - header;
    const bool is_fraction = type.name == "numeric" && modifier >= header && (digits >> 16) <= (digits & 0x7ff);
    return is_fraction ? "0" : std::to_string(number);
  }
  if (type.category == 'V') {  // bits
    std::string bits(static_cast<std::size_t>(type.name == "bit" && modifier > 0 ? modifier : 1), '0');
    if (choice.row % 2 == 0) bits.back() = '1';
    return bits;
  }
  const bool takes_strings = type.category == 'S' || type.category == 'D' || type.category == 'E';
  if (takes_strings && choice.literals && !literals.strings.empty()) {
    return literals.strings[row % literals.strings.size()];
  }
  const auto* found =
      std::find_if(patterns.begin(), patterns.end(), [&](const auto& each) { return each.first == type.name; });
  if (found != patterns.end()) return filled(found->second, choice.row);
  if (type.category == 'S') {
    // As long as most checks want it, and as short as the type does.
    const std::string text = filled("value#", choice.row);
    const bool is_bounded = (type.name == "bpchar" || type.name == "varchar") && modifier > header;
    const std::size_t longest = is_bounded ? static_cast<std::size_t>(modifier - header) : text.size();
    return text.substr(text.size() - std::min(longest, text.size()));
  }
  return type.category == 'U' ? std::optional(filled("#", choice.row)) : std::nullopt;
}

std::optional<std::string> Types::value(std::uint32_t type, int modifier, std::string_view check,
                                        const Choice& choice) const {
  const auto found = types_.find(type);
  if (found == types_.end()) return std::nullopt;
  const TypeFacts& facts = found->second;
  if (facts.kind == 'd') return value(facts.base, facts.modifier, fmt::format("{} {}", check, facts.checks), choice);
  if (facts.kind == 'e') {
    if (facts.labels.empty()) return std::nullopt;
    return facts.labels[static_cast<std::size_t>(choice.row - 1) % facts.labels.size()];
  }
  if (facts.kind == 'r' || facts.kind == 'm') {
    const auto end = value(facts.subtype, -1, {}, choice);
    if (!end) return std::nullopt;
    const std::string range = fmt::format("[{0},{0}]", quoted(*end));
    return facts.kind == 'm' ? "{" + range + "}" : range;
  }
  if (facts.element != 0) {
    const auto element = value(facts.element, modifier, check, choice);
    return element ? std::optional("{" + quoted(*element) + "}") : std::nullopt;
  }
  if (facts.kind == 'c') {
    std::string row;
    for (const auto& [attribute, attribute_modifier] : facts.attributes) {
      const auto each = value(attribute, attribute_modifier, {}, choice);
      row += fmt::format("{}{}", row.empty() ? "" : ",", each ? quoted(*each) : "");
    }
    return "(" + row + ")";
  }
  return plain(facts, modifier, literals_of(check), choice);
}

}  // namespace limbeck::proof
