#include "toml/environment.hpp"

#include "model/error.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <utility>

namespace limbeck {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

// What stands before a comment: a # at the start or after white space.
std::string_view without_comment(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\t')) return trimmed(text.substr(0, i));
  }
  return text;
}

bool is_variable_name(std::string_view name) {
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
  for (const char c : name) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!good) return false;
  }
  return true;
}

std::string parse_value(std::string_view text, const std::string& place) {
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return std::string(without_comment(text));
  const std::size_t end = text.find(text.front(), 1);
  if (end == std::string_view::npos) throw Error(place + ": the value's closing quote is missing");
  if (!without_comment(trimmed(text.substr(end + 1))).empty()) {
    throw Error(place + ": text stands after the value's closing quote")
        .with_hint("put the value between quotes of the other sort if it holds one of these");
  }
  return std::string(text.substr(1, end - 1));
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* const value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

std::map<std::string, std::string> parse_env_file(std::string_view text, const std::string& name) {
  std::map<std::string, std::string> out;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("export ") || line.starts_with("export\t")) line = trimmed(line.substr(7));
    const std::string place = fmt::format("{}:{}", name, number);
    const std::size_t equals = line.find('=');
    const std::string_view key = trimmed(line.substr(0, equals));
    if (equals == std::string_view::npos || !is_variable_name(key)) throw Error(place + ": expected NAME=value");
    // As in a shell, a later line wins.
    out.insert_or_assign(std::string(key), parse_value(trimmed(line.substr(equals + 1)), place));
  }
  return out;
}

Environment with_fallback(Environment first, std::map<std::string, std::string> variables) {
  return [first = std::move(first), variables = std::move(variables)](const std::string& name) {
    if (std::optional<std::string> value = first(name)) return value;
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

}  // namespace limbeck
