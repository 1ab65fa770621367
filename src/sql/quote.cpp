#include "sql/quote.hpp"

#include "grammar/keywords.hpp"

#include <algorithm>

namespace limbeck::sql {
namespace {

constexpr std::size_t max_name_bytes = 63;  // NAMEDATALEN - 1

bool is_plain(std::string_view text) {
  if (text.empty()) return false;
  const auto is_start = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto is_part = [&](char c) { return is_start(c) || (c >= '0' && c <= '9'); };
  return is_start(text.front()) && std::all_of(text.begin(), text.end(), is_part) &&
         !grammar::needs_quotes_as_keyword(text);
}

// The longest prefix of at most `bytes` bytes that does not cut a UTF-8 character.
std::string_view clipped(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

std::string doubled(std::string_view text, char quote) {
  std::string out;
  out.reserve(text.size() + 2);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out;
}

template <class Parts>
std::string joined(const Parts& parts, std::string_view separator) {
  std::string out;
  for (const auto& part : parts) {
    if (&part != &parts.front()) out += separator;
    out += part;
  }
  return out;
}

template <class Names>
std::string listed(const Names& list) {
  std::string out;
  for (const auto& each : list) {
    if (!out.empty()) out += ", ";
    out += name(each);
  }
  return out;
}

}  // namespace

std::string name(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  return '"' + doubled(text, '"') + '"';
}

std::string name(const QName& qualified) {
  if (qualified.schema.empty()) return name(qualified.name);
  return name(qualified.schema) + '.' + name(qualified.name);
}

std::string names(const std::vector<Name>& list) {
  return listed(list);
}

std::string names(const std::vector<std::string>& list) {
  return listed(list);
}

std::string literal(std::string_view text) {
  std::string out = '\'' + doubled(text, '\'') + '\'';
  if (text.find('\\') == std::string_view::npos) return out;
  return 'E' + doubled(out, '\\');
}

std::string dollar_quoted(std::string_view text) {
  std::string tag = "$$";
  // A body that ends in a dollar sign would merge with the closing tag.
  for (int i = 0; text.find(tag.substr(0, tag.size() - 1)) != std::string_view::npos; ++i) {
    tag = i == 0 ? "$_$" : "$_" + std::to_string(i) + "$";
  }
  return tag + std::string(text) + tag;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return joined(parts, separator);
}

std::string join(const std::vector<Name>& parts, std::string_view separator) {
  return joined(parts, separator);
}

std::string object_name(std::string_view table, std::string_view column, std::string_view label) {
  const std::size_t overhead = (column.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
  const std::size_t available = max_name_bytes - std::min(overhead, max_name_bytes);
  std::size_t first = table.size();
  std::size_t second = column.size();
  while (first + second > available) {
    if (first > second) {
      --first;
    } else {
      --second;
    }
  }
  std::string out(clipped(table, first));
  if (!column.empty()) out += '_' + std::string(clipped(column, second));
  if (!label.empty()) out += '_' + std::string(label);
  return out;
}

}  // namespace limbeck::sql
