#include "lint/comments.hpp"

#include "history/header_line.hpp"

#include <algorithm>
#include <cctype>

namespace limbeck::lint {
namespace {

constexpr std::string_view prefix = "lint:";
constexpr std::string_view verb = "allow";

// Behind `*/`, or the end of the text.
std::size_t end_of_block(std::string_view text, std::size_t at, std::size_t limit) {
  int depth = 0;
  while (at < limit) {
    const std::string_view two = text.substr(at, 2);
    if (two == "/*") {
      ++depth;
      at += 2;
    } else if (two == "*/") {
      at += 2;
      if (--depth == 0) return at;
    } else {
      ++at;
    }
  }
  return limit;
}

bool begins_line(std::string_view text, std::size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  return at == 0 || text[at - 1] == '\n';
}

}  // namespace

std::vector<Comment> comments_of(std::string_view text, const std::vector<grammar::Token>& tokens) {
  std::vector<Comment> comments;
  std::size_t at = 0;
  for (std::size_t index = 0; index < tokens.size(); ++index) {
    const std::size_t limit = std::min(tokens[index].offset, text.size());
    while (at < limit) {
      const std::string_view two = text.substr(at, 2);
      if (two == "--") {
        const std::size_t end = std::min(text.find('\n', at), limit);
        comments.push_back({at, history::trimmed(text.substr(at + 2, end - at - 2)), begins_line(text, at), index});
        at = end;
      } else if (two == "/*") {
        const std::size_t end = end_of_block(text, at, limit);
        const std::size_t size = end - at >= 4 ? end - at - 4 : 0;
        comments.push_back({at, history::trimmed(text.substr(at + 2, size)), begins_line(text, at), index});
        at = end;
      } else {
        ++at;
      }
    }
    at = tokens[index].offset + tokens[index].length;
  }
  return comments;
}

bool is_allowance(const Comment& comment) {
  std::string start(comment.text.substr(0, prefix.size()));
  std::transform(start.begin(), start.end(), start.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return start == prefix;
}

Allowance read_allowance(const Comment& comment) {
  Allowance allowance;
  allowance.offset = comment.offset;
  std::string_view rest = history::trimmed(comment.text.substr(prefix.size()));
  if (!rest.starts_with(verb) || (rest.size() > verb.size() && rest[verb.size()] != ' ')) {
    allowance.mistake = "only `lint: allow` is known";
    return allowance;
  }
  rest = history::trimmed(rest.substr(verb.size()));
  const std::size_t colon = std::min(rest.find(':'), rest.size());
  std::string_view list = rest.substr(0, colon);
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view rule = history::trimmed(list.substr(0, comma));
    if (!rule.empty()) allowance.rules.emplace_back(rule);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  if (colon < rest.size()) allowance.reason = std::string(history::trimmed(rest.substr(colon + 1)));
  if (allowance.rules.empty()) {
    allowance.mistake = "`lint: allow` names no rule";
  } else if (allowance.reason.empty()) {
    allowance.mistake = "`lint: allow` gives no reason";
  }
  return allowance;
}

}  // namespace limbeck::lint
