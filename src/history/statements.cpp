#include "history/statements.hpp"

#include "grammar/split.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>

namespace limbeck::history {
namespace {

constexpr bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_word(char c) {
  return is_word_start(c) || (c >= '0' && c <= '9') || c == '$';
}
constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Walks over a statement that the splitter accepted: its quotes, comments and dollar tags are known to end.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  // The next word; nothing at the end.
  std::optional<Word> next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (starts("--")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (starts("/*")) {
        skip_comment();
      } else if (c == '\'' || c == '"') {
        skip_quoted(c, false);
      } else if (c == '$') {
        skip_dollar();
      } else if (is_word_start(c)) {
        const std::size_t from = at_;
        while (at_ < text_.size() && is_word(text_[at_])) ++at_;
        Word word{std::string(text_.substr(from, at_ - from)), depth_};
        std::transform(word.text.begin(), word.text.end(), word.text.begin(), upper);
        if (word.text == "E" && starts("'")) {
          skip_quoted('\'', true);
          continue;
        }
        return word;
      } else {
        if (c == '(') ++depth_;
        if (c == ')') --depth_;
        if (c == '\\' && !backslash_) backslash_ = at_;
        ++at_;
        // `1e5` and `$1` hold no word.
        if (c >= '0' && c <= '9') {
          while (at_ < text_.size() && is_word(text_[at_])) ++at_;
        }
      }
    }
    return std::nullopt;
  }

  // The first backslash passed outside of quotes: no SQL has one there.
  [[nodiscard]] std::optional<std::size_t> backslash() const { return backslash_; }

 private:
  [[nodiscard]] bool starts(std::string_view with) const { return text_.substr(at_, with.size()) == with; }

  void skip_comment() {
    int depth = 0;
    do {
      if (starts("/*")) {
        ++depth;
        at_ += 2;
      } else if (starts("*/")) {
        --depth;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (depth > 0 && at_ < text_.size());
  }

  void skip_quoted(char quote, bool escapes) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (escapes && text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == quote) {
        if (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
          ++at_;
        } else {
          ++at_;
          return;
        }
      }
    }
    at_ = std::min(at_, text_.size());
  }

  void skip_dollar() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && is_word(text_[end]) && text_[end] != '$') ++end;
    const bool is_tag = end < text_.size() && text_[end] == '$' && !(text_[at_ + 1] >= '0' && text_[at_ + 1] <= '9');
    if (!is_tag) {
      at_ = end;
      return;
    }
    const std::string_view tag = text_.substr(at_, end + 1 - at_);
    const std::size_t close = text_.find(tag, end + 1);
    at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::optional<std::size_t> backslash_;
};

struct Refusal {
  std::size_t offset = 0;
  std::string message;
  std::string hint;
};

std::optional<Refusal> transaction_control(const std::vector<Word>& words) {
  const auto word = [&](std::size_t at) { return at < words.size() ? std::string_view(words[at].text) : ""; };
  constexpr std::array<std::string_view, 5> always = {"BEGIN", "COMMIT", "END", "ABORT", "ROLLBACK"};
  const std::size_t after = word(1) == "WORK" || word(1) == "TRANSACTION" ? 2 : 1;
  if (word(0) == "ROLLBACK" && word(after) == "TO") return std::nullopt;  // to a savepoint, inside of the unit
  const bool refused = std::find(always.begin(), always.end(), word(0)) != always.end() ||
                       (word(0) == "START" && word(1) == "TRANSACTION") ||
                       (word(0) == "PREPARE" && word(1) == "TRANSACTION");
  if (!refused) return std::nullopt;
  return Refusal{0,
                 fmt::format("{} can not stand in a revision: limbeck runs each section as one transaction", word(0)),
                 "leave the statement out; `-- limbeck:upgrade no-transaction` begins a section without a transaction"};
}

std::optional<Refusal> refusal_of(std::string_view statement) {
  Walk walk(statement);
  std::vector<Word> first;
  std::string previous;
  bool names_client = false;
  while (auto word = walk.next()) {
    names_client = names_client || (word->depth == 0 && (previous == "FROM" || previous == "TO") &&
                                    (word->text == "STDIN" || word->text == "STDOUT"));
    previous = word->text;
    if (first.size() < 3) first.push_back(std::move(*word));
  }
  if (walk.backslash()) {
    return Refusal{*walk.backslash(), "psql's meta-commands can not stand in a revision", "write it in SQL"};
  }
  if (names_client && first.front().text == "COPY") {
    return Refusal{0, "COPY from or to the client can not stand in a revision", "write INSERT ... VALUES instead"};
  }
  return transaction_control(first);
}

}  // namespace

std::vector<Word> leading_words(std::string_view statement, std::size_t limit) {
  Walk walk(statement);
  std::vector<Word> words;
  while (words.size() < limit) {
    auto word = walk.next();
    if (!word) break;
    words.push_back(std::move(*word));
  }
  return words;
}

SourcePosition position_at(std::string_view text, std::size_t offset, SourcePosition start) {
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++start.line;
      start.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++start.column;
    }
  }
  return start;
}

std::string_view line_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

void read_statements(Section& section, std::uint32_t first_line, const std::string& path, Diagnostics& diagnostics) {
  const std::string_view sql = section.sql;
  const auto report = [&](Refusal refusal) {
    diagnostics.push_back(Diagnostic{Severity::error, std::move(refusal.message),
                                     SourceRange{path, position_at(sql, refusal.offset, {first_line, 1})},
                                     std::string(line_at(sql, refusal.offset)), std::move(refusal.hint)});
  };
  const auto parsed = grammar::split_statements(sql);
  if (!parsed) {
    // The data below COPY ... FROM stdin, and what follows a meta-command, need not split: name the true cause.
    const std::size_t command = sql.starts_with('\\') ? 0 : sql.find("\n\\");
    if (command != std::string_view::npos) {
      report({command == 0 ? 0 : command + 1, "psql's meta-commands and COPY data can not stand in a revision",
              "write it in SQL"});
    } else {
      report({parsed.error().offset, parsed.error().message, parsed.error().hint});
    }
    return;
  }
  // Positions are counted on from statement to statement: a section is read once, however many there are.
  SourcePosition where{first_line, 1};
  std::size_t counted = 0;
  for (const grammar::StatementText& each : *parsed) {
    where = position_at(sql.substr(counted), each.offset - counted, where);
    counted = each.offset;
    if (auto refusal = refusal_of(each.text)) {
      refusal->offset += each.offset;
      report(std::move(*refusal));
    }
    section.statements.push_back(Statement{std::string(each.text), where});
  }
}

}  // namespace limbeck::history
