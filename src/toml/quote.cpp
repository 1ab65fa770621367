#include "toml/quote.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck::toml_text {
namespace {

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
}

bool has_control(std::string_view text, bool line_ends_allowed) {
  return std::any_of(text.begin(), text.end(),
                     [&](char c) { return is_control(c) && !(line_ends_allowed && c == '\n'); });
}

// What stands between the quotes of a basic string; `multi_line`: line ends stay as they are.
std::string escaped(std::string_view text, bool multi_line) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '"':
        out += "\\\"";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\n':
        out += multi_line ? "\n" : "\\n";
        break;
      default:
        if (is_control(c)) {
          out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  return out;
}

}  // namespace

std::string key(std::string_view text) {
  const auto is_bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_bare)) return std::string(text);
  return line_string(text);
}

std::string line_string(std::string_view text) {
  const bool plain = !has_control(text, false);
  if (plain && text.find_first_of("\"\\") == std::string_view::npos) return fmt::format("\"{}\"", text);
  if (plain && text.find('\'') == std::string_view::npos) return fmt::format("'{}'", text);
  return fmt::format("\"{}\"", escaped(text, false));
}

std::string string(std::string_view text) {
  const bool one_line = text.find('\n') == std::string_view::npos;
  if (one_line && !has_control(text, false)) {
    if (text.find_first_of("\"\\") == std::string_view::npos) return fmt::format("\"{}\"", text);
    if (text.find('\'') == std::string_view::npos) return fmt::format("'{}'", text);
  }
  // The line end after an opening delimiter is not part of the value.
  const std::string_view head = one_line ? "" : "\n";
  if (!has_control(text, true) && text.find("'''") == std::string_view::npos && !text.ends_with('\'')) {
    return fmt::format("'''{}{}'''", head, text);
  }
  return fmt::format("\"\"\"{}{}\"\"\"", head, escaped(text, true));
}

}  // namespace limbeck::toml_text
