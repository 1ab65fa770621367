#include "toml/format.hpp"

#include "model/error.hpp"
#include "toml/document.hpp"

#include <algorithm>
#include <vector>

namespace limbeck {
namespace {

constexpr std::string_view indent = "    ";

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Reads what is known to be TOML 1.0, so that nothing has to be said about mistakes.
class Formatter {
 public:
  explicit Formatter(std::string_view text) : text_(text.substr(text.starts_with("\xef\xbb\xbf") ? 3 : 0)) {}

  std::string file() {
    while (at_ < text_.size()) line();
    std::string out;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (needs_gap(i)) out += '\n';
      if (!lines_[i].text.empty()) out += lines_[i].text + '\n';
    }
    return out;
  }

 private:
  enum class Kind { blank, comment, header, entry };
  struct Line {
    Kind kind = Kind::blank;
    std::string text;
  };

  // One blank line above a header, or above the comment that stands right above it, and where there were some.
  [[nodiscard]] bool needs_gap(std::size_t i) const {
    if (lines_[i].kind == Kind::blank) return false;
    std::size_t above = i;
    while (above > 0 && lines_[above - 1].kind == Kind::blank) --above;
    if (above == 0) return false;
    if (above < i) return true;
    if (lines_[i].kind == Kind::header) return lines_[i - 1].kind != Kind::comment;
    if (lines_[i].kind != Kind::comment || lines_[i - 1].kind == Kind::comment) return false;
    std::size_t below = i;
    while (below < lines_.size() && lines_[below].kind == Kind::comment) ++below;
    return below < lines_.size() && lines_[below].kind == Kind::header;
  }

  void line() {
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '\n') {
      ++at_;
      lines_.push_back({});
      return;
    }
    if (at_ == text_.size()) return;
    Line out;
    if (text_[at_] == '#') {
      out = {Kind::comment, comment()};
    } else if (text_[at_] == '[') {
      out = {Kind::header, header()};
    } else {
      std::string text = key();
      ++at_;  // =
      skip_blanks();
      out = {Kind::entry, text + " = " + value()};
    }
    skip_blanks();
    if (out.kind != Kind::comment && at_ < text_.size() && text_[at_] == '#') out.text += "  " + comment();
    if (at_ < text_.size()) ++at_;  // the line's end
    lines_.push_back(std::move(out));
  }

  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  std::string comment() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string out = text_.substr(at_, end - at_);
    at_ = end;
    while (!out.empty() && is_blank(out.back())) out.pop_back();
    return out;
  }

  std::string header() {
    const bool is_array = text_.compare(at_, 2, "[[") == 0;
    at_ += is_array ? 2 : 1;
    const std::string name = key();
    at_ += is_array ? 2 : 1;
    return is_array ? "[[" + name + "]]" : "[" + name + "]";
  }

  // A key with its dots; quotes only where it needs them. Stops at what follows.
  std::string key() {
    std::string out;
    for (;;) {
      skip_blanks();
      if (text_[at_] == '"' || text_[at_] == '\'') {
        const std::string quoted = string();
        const std::string inside = quoted.substr(1, quoted.size() - 2);
        const bool bare = !inside.empty() && std::all_of(inside.begin(), inside.end(), is_bare);
        out += bare ? inside : quoted;
      } else {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_bare(text_[at_])) ++at_;
        out += text_.substr(begin, at_ - begin);
      }
      skip_blanks();
      if (at_ >= text_.size() || text_[at_] != '.') return out;
      out += '.';
      ++at_;
    }
  }

  std::string value() {
    switch (text_[at_]) {
      case '"':
      case '\'':
        return string();
      case '[':
        return array();
      case '{':
        return inline_table();
      default:
        break;
    }
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(",]}#\r\n \t", at_), text_.size());
    return text_.substr(begin, at_ - begin);
  }

  std::string string() {
    const std::size_t begin = at_;
    const char quote = text_[at_];
    const bool escapes = quote == '"';
    const std::string three(3, quote);
    if (text_.compare(at_, 3, three) == 0) {
      at_ += 3;
      while (text_.compare(at_, 3, three) != 0) at_ += escapes && text_[at_] == '\\' ? 2 : 1;
      at_ += 3;
      while (at_ < text_.size() && text_[at_] == quote) ++at_;  // up to two more belong to the text
    } else {
      for (++at_; text_[at_] != quote; ++at_) {
        if (escapes && text_[at_] == '\\') ++at_;
      }
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  std::string inline_table() {
    ++at_;
    std::string out;
    for (skip_blanks(); text_[at_] != '}'; skip_blanks()) {
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      const std::string name = key();
      ++at_;  // =
      skip_blanks();
      out += (out.empty() ? "" : ", ") + name + " = " + value();
    }
    ++at_;
    return out.empty() ? "{}" : "{ " + out + " }";
  }

  // On one line if it was; else one element a line, each with its comma.
  std::string array() {
    ++at_;
    struct Item {
      std::string text;
      std::string behind;  // a comment on its line
      bool is_comment = false;
    };
    std::vector<Item> items;
    bool several_lines = false;
    bool fresh = true;  // nothing stands on this line yet
    for (;;) {
      skip_blanks();
      const char c = text_[at_];
      if (c == ']') break;
      if (c == '\n') {
        several_lines = true;
        fresh = true;
        ++at_;
      } else if (c == ',') {
        ++at_;
      } else if (c == '#') {
        several_lines = true;
        if (fresh || items.empty()) {
          items.push_back({comment(), "", true});
        } else {
          items.back().behind = comment();
        }
      } else {
        items.push_back({value(), "", false});
        fresh = false;
      }
    }
    ++at_;
    std::string out;
    if (!several_lines) {
      for (const Item& item : items) out += (out.empty() ? "" : ", ") + item.text;
      return "[" + out + "]";
    }
    for (const Item& item : items) {
      out += std::string(indent) + item.text + (item.is_comment ? "" : ",") +
             (item.behind.empty() ? "" : "  " + item.behind) + "\n";
    }
    return items.empty() ? "[]" : "[\n" + out + "]";
  }

  std::string text_;
  std::size_t at_ = 0;
  std::vector<Line> lines_;
};

bool same(const Field& a, const Field& b) {
  return a.type == b.type && a.key.value == b.key.value && a.text.value == b.text.value &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same);
}

}  // namespace

std::string canonical_toml(std::string_view text) {
  std::string out = Formatter(text).file();
  const Document before = parse_toml({"", std::string(text)}, 0);
  const Document after = parse_toml({"", out}, 0);
  if (!before.root || !after.root || !same(*before.root, *after.root)) {
    throw Error("the file can not be put into canonical form: it would not say the same");
  }
  return out;
}

}  // namespace limbeck
