#include "history/header_line.hpp"

#include "model/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace limbeck::history {
namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";
constexpr std::array field_names = {field::revision, field::revises, field::created, field::depends_on,
                                    field::branch_labels};

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string folded(text);
  std::transform(folded.begin(), folded.end(), folded.begin(), [](char c) { return lower(c); });
  return folded;
}

// The text of a comment line; nothing if the line is none.
std::optional<std::string_view> comment_text(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with("--")) return std::nullopt;
  return trimmed(line.substr(2));
}

// Bytes of a control or direction character at the start of `text`, 0 if it is another one: C0, DEL, C1, the line and
// paragraph separators, and the bidirectional controls, which can make a reviewer read something else.
std::size_t control_size(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  if (byte(0) < 0x20 || byte(0) == 0x7F) return 1;
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) <= 0x9F) return 2;
  if (byte(0) == 0xE2 && byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE) return 3;
  if (byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return 3;
  return 0;
}

std::string commented(std::string_view text) {
  const std::string words = single_line(text);
  return words.empty() ? "--" : "-- " + words;
}

std::string marked(const std::string& comment) {
  return "-- * " + comment.substr(3);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(white_space);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(white_space) + 1 - from);
}

std::optional<Field> read_field(std::string_view line) {
  const auto text = comment_text(line);
  if (!text) return std::nullopt;
  const std::size_t colon = text->find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view name = trimmed(text->substr(0, colon));
  if (name.empty() || name.find_first_of(white_space) != std::string_view::npos) return std::nullopt;
  const std::string_view value = trimmed(text->substr(colon + 1));
  const std::string folded = lower(name);
  std::vector<std::string> folded_names;
  for (const std::string_view each : field_names) {
    folded_names.push_back(lower(each));
    if (folded == folded_names.back()) return Field{each, value, {}};
  }
  const std::string near = nearest(folded, folded_names);
  if (near.empty()) return std::nullopt;
  const auto meant = std::find(folded_names.begin(), folded_names.end(), near) - folded_names.begin();
  return Field{name, value, std::string(field_names[static_cast<std::size_t>(meant)])};
}

std::optional<std::string_view> read_directive(std::string_view line) {
  const auto text = comment_text(line);
  constexpr std::string_view word = "limbeck";
  if (!text || lower(text->substr(0, word.size())) != word) return std::nullopt;
  const std::string_view rest = trimmed(text->substr(word.size()));
  if (!rest.starts_with(':')) return std::nullopt;
  return rest.substr(1);
}

std::string single_line(std::string_view text) {
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t control = control_size(text.substr(at));
    if (control == 0) {
      line += text[at++];
    } else {
      if (!line.empty() && line.back() != ' ') line += ' ';
      at += control;
    }
  }
  // The directive's start stands nowhere but in directives, so not in the midst of a comment either.
  for (std::size_t at = line.find("--"); at != std::string::npos; at = line.find("--", at)) {
    if (read_directive(std::string_view(line).substr(at))) {
      line.erase(at, 1);
      at = at == 0 ? 0 : at - 1;  // what was a third dash before may make another one
    } else {
      ++at;
    }
  }
  return std::string(trimmed(line));
}

std::string message_line(std::string_view text) {
  const std::string line = commented(text);
  const auto field = read_field(line);
  return (field && field->meant.empty()) || read_directive(line) ? marked(line) : line;
}

std::string note_line(std::string_view text) {
  const std::string line = commented(text);
  return read_field(line) || read_directive(line) ? marked(line) : line;
}

}  // namespace limbeck::history
