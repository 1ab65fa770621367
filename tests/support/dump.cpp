#include "support/dump.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <iterator>
#include <tuple>

namespace limbeck::testing {
namespace {

constexpr std::array<std::string_view, 2> own_tables = {"limbeck_version", "limbeck_log"};

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.rfind(prefix, 0) == 0;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string_view>& lines, std::size_t first = 0) {
  std::string result;
  for (std::size_t i = first; i < lines.size(); ++i) result += (i == first ? "" : "\n") + std::string(lines[i]);
  return result;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \n\t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \n\t") - first + 1);
}

// What follows "Name: " up to "; Type: ", and so on. Names may hold "; ": the last sign of each kind counts.
struct Header {
  std::string name;
  std::string type;
  std::string schema;
};

std::optional<Header> parse_header(std::string_view line) {
  constexpr std::string_view name_sign = "-- Name: ";
  constexpr std::string_view type_sign = "; Type: ";
  constexpr std::string_view schema_sign = "; Schema: ";
  constexpr std::string_view owner_sign = "; Owner: ";
  if (!starts_with(line, name_sign)) return std::nullopt;
  const std::size_t owner = line.rfind(owner_sign);
  if (owner == std::string_view::npos) return std::nullopt;
  const std::size_t schema = line.rfind(schema_sign, owner);
  if (schema == std::string_view::npos) return std::nullopt;
  const std::size_t type = line.rfind(type_sign, schema);
  if (type == std::string_view::npos) return std::nullopt;
  const auto between = [&](std::size_t sign, std::size_t length, std::size_t end) {
    return std::string(line.substr(sign + length, end - sign - length));
  };
  return Header{between(0, name_sign.size(), type), between(type, type_sign.size(), schema),
                between(schema, schema_sign.size(), owner)};
}

// The entry of a table of limbeck's own, or of what stands on one.
bool is_own(const Header& header, std::string_view text) {
  for (const std::string_view table : own_tables) {
    for (std::size_t at = header.name.find(table); at != std::string::npos; at = header.name.find(table, at + 1)) {
      const std::size_t end = at + table.size();
      const bool begins = at == 0 || header.name[at - 1] == ' ' || header.name[at - 1] == '.';
      const bool ends = end == header.name.size() || header.name[end] == ' ' || header.name[end] == '.';
      if (begins && ends) return true;
    }
    if (header.type == "INDEX" && text.find("." + std::string(table) + " USING ") != std::string_view::npos)
      return true;
  }
  return false;
}

// The end of a quoted text that begins at `at`; a doubled quote inside begins another at once, which does no harm.
std::size_t after_quote(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool escapes = quote == '\'' && at > 0 && (text[at - 1] == 'E');
  for (++at; at < text.size() && text[at] != quote; ++at) {
    if (escapes && text[at] == '\\') ++at;
  }
  return at + 1;
}

// The items between the parenthesis at `open` and its partner, in order of their text; what follows the partner stays,
// but for the statements below it (one a column), which are sorted too.
std::string with_sorted_items(std::string_view text, std::size_t open) {
  std::vector<std::string> items;
  int depth = 0;
  std::size_t begin = open + 1;
  std::size_t at = open;
  const auto end_item = [&] {
    const std::string_view item = trimmed(text.substr(begin, at - begin));
    if (!item.empty()) items.emplace_back(item);
    begin = at + 1;
  };
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\'' || c == '"') {
      at = after_quote(text, at) - 1;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      if (--depth == 0) break;
    } else if (c == ',' && depth == 1) {
      end_item();
    }
  }
  if (at >= text.size()) return std::string(text);
  end_item();
  std::sort(items.begin(), items.end());
  std::string result(text.substr(0, open + 1));
  for (std::size_t i = 0; i < items.size(); ++i) result += (i == 0 ? "\n    " : ",\n    ") + items[i];
  result += "\n)";
  std::vector<std::string_view> rest = lines_of(text.substr(at + 1));
  const auto statement_end =
      std::find_if(rest.begin(), rest.end(), [](std::string_view line) { return !line.empty() && line.back() == ';'; });
  if (statement_end != rest.end()) std::sort(std::next(statement_end), rest.end());
  return result + joined(rest);
}

std::string with_sorted_columns(const Header& header, const std::string& text) {
  const std::size_t first_line = text.find('\n');
  const std::string_view head = std::string_view(text).substr(0, first_line);
  const bool has_columns = (header.type == "TABLE" || header.type == "FOREIGN TABLE" ||
                            (header.type == "TYPE" && head.find(" AS (") + 5 == head.size())) &&
                           starts_with(head, "CREATE ") && !head.empty() && head.back() == '(';
  return has_columns ? with_sorted_items(text, head.size() - 1) : text;
}

std::string sorted_lines(const std::string& text) {
  std::vector<std::string_view> lines = lines_of(text);
  std::sort(lines.begin(), lines.end());
  return joined(lines);
}

class Parser {
 public:
  Dump parse(std::string_view output) {
    const std::vector<std::string_view> lines = lines_of(output);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool framed = i > 0 && i + 1 < lines.size() && lines[i - 1] == "--" && lines[i + 1] == "--";
      std::optional<Header> header = framed ? parse_header(lines[i]) : std::nullopt;
      if (header || (framed && lines[i] == "-- PostgreSQL database dump complete")) {
        finish();
        header_ = std::move(header);
        tablespace_ = next_tablespace_;
        method_ = next_method_;
        ++i;
      } else if (!take_setting(lines[i]) && header_ && !starts_with(lines[i], "\\restrict ") &&
                 !starts_with(lines[i], "\\unrestrict ")) {
        text_ += std::string(lines[i]) + "\n";
      }
    }
    finish();
    std::sort(dump_.begin(), dump_.end(),
              [](const Entry& a, const Entry& b) { return std::tie(a.title, a.text) < std::tie(b.title, b.text); });
    return std::move(dump_);
  }

 private:
  // These stand before the header of the first table or index that they hold for, and hold until the next.
  bool take_setting(std::string_view line) {
    constexpr std::string_view space = "SET default_tablespace = ";
    constexpr std::string_view method = "SET default_table_access_method = ";
    if (starts_with(line, space)) {
      next_tablespace_ = line.substr(space.size());
    } else if (starts_with(line, method)) {
      next_method_ = line.substr(method.size());
    } else {
      return starts_with(line, "SET default_");
    }
    return true;
  }

  void finish() {
    if (header_) {
      std::string text(trimmed(text_.ends_with("--\n") ? std::string_view(text_).substr(0, text_.size() - 3) : text_));
      const bool is_table = header_->type == "TABLE" || header_->type == "MATERIALIZED VIEW";
      const bool is_stored = is_table || header_->type == "INDEX" || header_->type == "CONSTRAINT";
      if (is_stored && !tablespace_.empty() && tablespace_ != "'';") text += "\n-- tablespace " + tablespace_;
      if (is_table && !method_.empty() && method_ != "heap;") text += "\n-- access method " + method_;
      // The grants of one object stand in the order in which they were given.
      if (header_->type == "ACL" || header_->type == "DEFAULT ACL") text = sorted_lines(text);
      if (!text.empty() && !is_own(*header_, text)) {
        std::string title = header_->type + " ";
        if (header_->schema != "-") title += header_->schema + ".";
        title += header_->name;
        std::string sorted_text = with_sorted_columns(*header_, text);
        dump_.push_back({header_->type, std::move(title), std::move(text), std::move(sorted_text)});
      }
    }
    header_.reset();
    text_.clear();
  }

  Dump dump_;
  std::optional<Header> header_;
  std::string text_;
  std::string tablespace_;  // of the entry being read
  std::string method_;
  std::string next_tablespace_;
  std::string next_method_;
};

// Entries of the first that the second does not hold, by `text`.
std::vector<const Entry*> only_in(const Dump& one, const Dump& other, std::string Entry::*text) {
  const auto key = [&](const Entry* entry) { return std::tie(entry->title, entry->*text); };
  const auto less = [&](const Entry* a, const Entry* b) { return key(a) < key(b); };
  const auto sorted = [&](const Dump& dump) {
    std::vector<const Entry*> entries;
    for (const Entry& entry : dump) entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(), less);
    return entries;
  };
  const std::vector<const Entry*> ours = sorted(one);
  const std::vector<const Entry*> theirs = sorted(other);
  std::vector<const Entry*> result;
  std::set_difference(ours.begin(), ours.end(), theirs.begin(), theirs.end(), std::back_inserter(result), less);
  return result;
}

}  // namespace

Dump parse_dump(std::string_view output) {
  return Parser().parse(output);
}

Comparison compare(const Dump& actual, const Dump& expected) {
  const auto unexpected = only_in(actual, expected, &Entry::sorted_text);
  auto missing = only_in(expected, actual, &Entry::sorted_text);
  Comparison result;
  for (const Entry* entry : unexpected) {
    Difference difference{entry->type, entry->title, entry->sorted_text, std::nullopt};
    const auto partner =
        std::find_if(missing.begin(), missing.end(), [&](const Entry* other) { return other->title == entry->title; });
    if (partner != missing.end()) {
      difference.expected = (*partner)->sorted_text;
      missing.erase(partner);
    }
    result.differences.push_back(std::move(difference));
  }
  for (const Entry* entry : missing) {
    result.differences.push_back({entry->type, entry->title, std::nullopt, entry->sorted_text});
  }
  if (!result.differences.empty()) {
    result.verdict = Verdict::different;
  } else if (!only_in(actual, expected, &Entry::text).empty()) {
    result.verdict = Verdict::column_order;
  }
  return result;
}

bool has_other_texts(const Comparison& comparison) {
  return std::any_of(comparison.differences.begin(), comparison.differences.end(),
                     [](const Difference& difference) { return difference.actual && difference.expected; });
}

std::string to_text(const Difference& difference) {
  const auto indented = [](std::string_view sign, const std::vector<std::string_view>& lines) {
    std::string result;
    for (const std::string_view line : lines) result += "\n    " + std::string(sign) + " " + std::string(line);
    return result;
  };
  if (!difference.expected) return "unexpected " + difference.title + indented("+", lines_of(*difference.actual));
  if (!difference.actual) return "missing " + difference.title + indented("-", lines_of(*difference.expected));
  const auto lacking = [](const std::string& text, const std::string& other) {
    const std::vector<std::string_view> lines = lines_of(text);
    const std::vector<std::string_view> others = lines_of(other);
    std::vector<std::string_view> result;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(result),
                 [&](std::string_view line) { return std::find(others.begin(), others.end(), line) == others.end(); });
    return result;
  };
  return "different " + difference.title + indented("-", lacking(*difference.expected, *difference.actual)) +
         indented("+", lacking(*difference.actual, *difference.expected));
}

}  // namespace limbeck::testing
