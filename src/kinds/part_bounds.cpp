#include "kinds/part_bounds.hpp"

#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace limbeck {
namespace {

// Values of PostgreSQL's own making: literals, numbers, words.
std::vector<std::string> values_of(const std::string& list) {
  std::vector<std::string> out(1);
  bool quoted = false;
  int depth = 0;
  for (const char c : list) {
    if (c == '\'') quoted = !quoted;
    if (!quoted && (c == '(' || c == '[')) ++depth;
    if (!quoted && (c == ')' || c == ']')) --depth;
    if (c == ',' && !quoted && depth == 0) {
      out.emplace_back();
    } else if (c != ' ' || !out.back().empty()) {
      out.back() += c;
    }
  }
  return out;
}

bool is_word(const std::string& value, std::string_view word) {
  return std::equal(value.begin(), value.end(), word.begin(), word.end(),
                    [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 'a' + 'A' : a) == b; });
}

std::string text_of(const IndexKey& key) {
  std::string text = key.column.empty() ? "(" + key.expression + ")" : sql::name(key.column);
  if (!key.collation.empty()) text += " COLLATE " + key.collation;
  return text;
}

// The rows behind a bound, or before it, the first key first. Equal to all of it is behind.
std::string beyond(const std::vector<std::string>& keys, const std::vector<std::string>& bound, bool behind,
                   std::size_t at = 0) {
  if (at == keys.size() || at == bound.size()) return behind ? "true" : "false";
  if (is_word(bound[at], "MINVALUE")) return behind ? "true" : "false";
  if (is_word(bound[at], "MAXVALUE")) return behind ? "false" : "true";
  const std::string rest = beyond(keys, bound, behind, at + 1);
  if (rest == "true") return fmt::format("{} {} {}", keys[at], behind ? ">=" : "<=", bound[at]);
  std::string strictly = fmt::format("{} {} {}", keys[at], behind ? ">" : "<", bound[at]);
  if (rest == "false") return strictly;
  return fmt::format("({} OR ({} = {} AND {}))", strictly, keys[at], bound[at], rest);
}

std::string within(const std::vector<std::string>& keys, const std::vector<std::string>& from,
                   const std::vector<std::string>& to) {
  std::string out;
  const auto also = [&](const std::string& condition) { out += (out.empty() ? "" : " AND ") + condition; };
  for (const std::string& key : keys) also(key + " IS NOT NULL");  // such rows are the default part's
  for (const std::string& condition : {beyond(keys, from, true), beyond(keys, to, false)}) {
    if (condition != "true") also(condition);
  }
  return out;
}

std::string one_of(const std::string& key, const std::vector<std::string>& values) {
  std::vector<std::string> some;
  bool or_null = false;
  for (const std::string& value : values) {
    if (is_word(value, "NULL")) {
      or_null = true;
    } else {
      some.push_back(value);
    }
  }
  std::string out = some.empty() ? "" : fmt::format("{} IN ({})", key, sql::join(some));
  if (or_null) out += (out.empty() ? "" : " OR ") + key + " IS NULL";
  return out;
}

// "modulus 3, remainder 0".
std::string number_after(const std::string& text, std::string_view word) {
  std::string upper = text;
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const std::size_t at = upper.find(word);
  const std::size_t begin = at == std::string::npos ? at : text.find_first_of("0123456789", at);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_first_not_of("0123456789", begin) - begin);
}

}  // namespace

std::optional<std::string> condition_of(const Partition& part, const Table& whole) {
  if (!whole.partition_key) return std::nullopt;
  const auto parsed = grammar::parse_partition_of("parent " + part.bounds);
  if (!parsed) return std::nullopt;
  std::vector<std::string> keys;
  for (const IndexKey& key : whole.partition_key->keys) {
    if (!key.operator_class.empty() && parsed->clause != "with") return std::nullopt;
    keys.push_back(text_of(key));
  }
  if (parsed->clause == "from") return within(keys, values_of(parsed->values), values_of(parsed->to_values));
  if (parsed->clause == "in") return one_of(keys.front(), values_of(parsed->values));
  if (parsed->clause != "with") return std::nullopt;
  return fmt::format("pg_catalog.satisfies_hash_partition({}::pg_catalog.regclass, {}, {}, {})",
                     sql::literal(sql::name(whole.name)), number_after(parsed->values, "MODULUS"),
                     number_after(parsed->values, "REMAINDER"), sql::join(keys));
}

}  // namespace limbeck
