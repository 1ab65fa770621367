#include "history/revision_file.hpp"

#include "history/header_line.hpp"
#include "history/mistake.hpp"
#include "history/sha256.hpp"
#include "history/statements.hpp"
#include "model/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace limbeck::history {
namespace {

constexpr std::string_view reserved_words[] = {"head", "heads", "base", "current"};

std::string normalized(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // as psql does
  std::string lf;
  lf.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    lf += text[i];
  }
  return lf;
}

// The first byte that is no UTF-8, or is NUL; the size of the text if there is none.
std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead == 0 || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || at + size > text.size()) return at;
    for (std::size_t next = 1; next < size; ++next) {
      if ((static_cast<unsigned char>(text[at + next]) & 0xC0U) != 0x80U) return at;
    }
    at += size;
  }
  return text.size();
}

struct Line {
  std::string_view text;
  std::size_t offset = 0;  // of its first character in the file
  std::uint32_t number = 0;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back({text.substr(at, end - at), at, static_cast<std::uint32_t>(lines.size() + 1)});
    at = end + 1;
  }
  return lines;
}

class Parser {
 public:
  Parser(const std::string& text, const std::string& path, Diagnostics& diagnostics)
      : text_(text), lines_(lines_of(text_)), path_(path), diagnostics_(diagnostics) {}

  std::optional<Revision> parse() {
    const auto is_directive = [](const Line& line) { return read_directive(line.text).has_value(); };
    const auto is_sql = [](const Line& line) {
      return !trimmed(line.text).empty() && !trimmed(line.text).starts_with("--");
    };
    const auto sections = std::find_if(lines_.begin(), lines_.end(), is_directive);
    const auto header_end = std::find_if(lines_.begin(), sections, is_sql);

    read_fields(lines_.begin(), header_end);
    if (!is_revision_) {
      if (sections != lines_.end()) {
        report(*sections, 0, "no `-- Revision:` line stands above the first section",
               "begin the file with a header, such as `limbeck revision` writes it");
      }
      return std::nullopt;
    }
    if (const std::size_t bad = first_bad_byte(text_); bad != text_.size()) {
      const auto line = std::find_if(lines_.begin(), lines_.end(),
                                     [&](const Line& each) { return each.offset + each.text.size() >= bad; });
      diagnostics_.push_back(mistake("the file is not UTF-8 text", {path_, {line->number, 1}}, "save it as UTF-8"));
      return std::nullopt;
    }
    if (header_end != sections) {
      report(*header_end, 0, "SQL stands above the first section", "write `-- limbeck:upgrade` above it");
    }
    for (auto at = sections; at != lines_.end();) {
      const auto end = std::find_if(at + 1, lines_.end(), is_directive);
      read_section(at, end);
      at = end;
    }
    check_stray_directives();
    if (revision_.applied_only && !(revision_.upgrade.empty() && revision_.downgrade.empty())) {
      report(*sections, 0, "a revision with sections is not `-- limbeck:applied-only`", "take out that line");
    }
    if (failed_) return std::nullopt;
    seal();
    return std::move(revision_);
  }

 private:
  using LineIterator = std::vector<Line>::const_iterator;

  // `column_offset` in bytes of the line.
  void report(const Line& line, std::size_t column_offset, std::string message, std::string hint = {}) {
    failed_ = true;
    const SourcePosition where = position_at(line.text, column_offset, {line.number, 1});
    diagnostics_.push_back(mistake(std::move(message), {path_, where}, std::move(hint), std::string(line.text)));
  }

  void read_fields(LineIterator begin, LineIterator end) {
    std::map<std::string_view, std::uint32_t> seen;
    // The first line is the message unless it is a field; a near miss there is a message all the same.
    const auto first = begin != end ? read_field(begin->text) : std::nullopt;
    if (begin != end && !(first && first->meant.empty())) {
      const std::string_view line = trimmed(begin->text);
      revision_.message = line.starts_with("--") ? single_line(line.substr(2)) : "";
      ++begin;
    }
    // Without a `Revision:` line this is somebody else's file, whatever its comments look like.
    is_revision_ = std::any_of(begin, end, [](const Line& line) {
      const auto field = read_field(line.text);
      return field && field->name == field::revision;
    });
    if (!is_revision_) return;
    for (auto line = begin; line != end; ++line) {
      const auto field = read_field(line->text);
      if (!field) {
        read_note(line->text);
        continue;
      }
      if (!field->meant.empty()) {
        report(*line, line->text.find(field->name), fmt::format("unknown header field '{}'", field->name),
               fmt::format("did you mean '{}'?", field->meant));
      } else if (const auto [before, fresh] = seen.emplace(field->name, line->number); !fresh) {
        report(*line, 0, fmt::format("'{}' stands in line {} already", field->name, before->second));
      } else {
        take(*line, *field);
      }
    }
  }

  // What `revision --allow` accepted stands in notes. Nothing that runs depends on them.
  void read_note(std::string_view line) {
    line = trimmed(line);
    if (line.starts_with("--")) line = trimmed(line.substr(2));
    if (line.starts_with(allowed_note)) revision_.allowed.emplace_back(trimmed(line.substr(allowed_note.size())));
  }

  void take(const Line& line, const Field& field) {
    if (field.name == field::revision) {
      revision_.where = {line.number, 1};
      revision_.id = std::string(field.value);
      check_id(line, field.value);
    } else if (field.name == field::revises) {
      revision_.down_revisions = take_list(line, field.value, true);
    } else if (field.name == field::depends_on) {
      revision_.depends_on = take_list(line, field.value, true);
    } else if (field.name == field::branch_labels) {
      revision_.branch_labels = take_list(line, field.value, false);
    } else {
      revision_.created = std::string(field.value);
    }
  }

  void check_id(const Line& line, std::string_view id) {
    if (is_revision_id(id)) return;
    const auto column = id.empty() ? line.text.size() : static_cast<std::size_t>(id.data() - line.text.data());
    report(line, column, fmt::format("'{}' is no revision id", id),
           "an id is 1 to 40 of 0-9, a-z and _, and none of head, heads, base, current");
  }

  std::vector<std::string> take_list(const Line& line, std::string_view value, bool of_ids) {
    std::vector<std::string> list;
    while (!value.empty()) {
      const std::size_t comma = std::min(value.find(','), value.size());
      const std::string_view item = trimmed(value.substr(0, comma));
      const auto column = static_cast<std::size_t>(item.empty() ? 0 : item.data() - line.text.data());
      value.remove_prefix(std::min(comma + 1, value.size()));
      if (std::find(list.begin(), list.end(), item) != list.end()) {
        report(line, column, fmt::format("'{}' is named twice", item));
      } else if (of_ids) {
        check_id(line, item);
      } else if (!is_branch_label(item)) {
        report(line, column, fmt::format("'{}' is no branch label", item),
               "a label is made of letters, digits, '_', '-' and '.', and begins with a letter");
      }
      list.emplace_back(item);
    }
    return list;
  }

  void read_section(LineIterator directive, LineIterator end) {
    const std::string_view command = trimmed(*read_directive(directive->text));
    const std::string_view name = command.substr(0, command.find_first_of(" \t"));
    const std::string_view option = trimmed(command.substr(name.size()));
    if (!directive->text.starts_with(directive_start) ||
        (!command.empty() && directive->text[directive_start.size()] == ' ')) {
      report(*directive, 0, "a directive is written `-- limbeck:` at the start of a line",
             fmt::format("write `-- limbeck:{}`", command));
      return;
    }
    if (name == "applied-only" && option.empty()) {
      revision_.applied_only = true;
      for (auto line = directive + 1; line != end; ++line) {
        const std::string_view words = trimmed(line->text);
        if (words.empty() || words.starts_with("--")) continue;
        report(*line, 0, "SQL stands below `-- limbeck:applied-only`", "write `-- limbeck:upgrade` above it instead");
        return;
      }
      return;
    }
    const bool known = name == word_of(Direction::upgrade) || name == word_of(Direction::downgrade);
    if (!known || !(option.empty() || option == "no-transaction")) {
      const std::string wrong = std::string(known ? option : name);
      const std::string near = known ? nearest(wrong, {"no-transaction"}) : nearest(wrong, {"upgrade", "downgrade"});
      report(*directive, directive_start.size() + (known ? name.size() + 1 : 0),
             fmt::format("unknown {} '{}'", known ? "option" : "directive", wrong),
             near.empty() ? "the directives are `-- limbeck:upgrade` and `-- limbeck:downgrade`, either with "
                            "`no-transaction` after it"
                          : fmt::format("did you mean '{}'?", near));
      return;
    }

    const std::size_t from = std::min(directive->offset + directive->text.size() + 1, text_.size());
    const std::size_t to = end == lines_.end() ? text_.size() : end->offset;
    const std::string_view body = std::string_view(text_).substr(from, to - from);
    const std::string_view sql = trimmed(body);
    // Whole lines, so that the columns of the first line are right.
    const std::string_view before =
        body.substr(0, sql.empty() ? 0 : static_cast<std::size_t>(sql.data() - body.data()));
    const std::size_t skipped_lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;

    Section section;
    section.transaction = option.empty();
    section.where = {directive->number, 1};
    section.sql = std::string(sql.empty() ? sql : body.substr(line_start, before.size() - line_start + sql.size()));
    section.sha256 =
        sha256(fmt::format("{}{}{}\n{}", directive_start, name, option.empty() ? "" : " no-transaction", sql));
    const std::size_t errors_before = diagnostics_.size();
    section.first_line = directive->number + 1 + static_cast<std::uint32_t>(skipped_lines);
    read_statements(section, path_, diagnostics_);
    failed_ = failed_ || diagnostics_.size() != errors_before;
    (name == word_of(Direction::upgrade) ? revision_.upgrade : revision_.downgrade).push_back(std::move(section));
  }

  // A directive in the midst of a line or of a string is one that somebody believes in.
  void check_stray_directives() {
    for (const Line& line : lines_) {
      const std::size_t at = line.text.find(directive_start);
      if (at == std::string_view::npos || read_directive(line.text)) continue;
      report(line, at, "`-- limbeck:` may stand only at the start of a line", "a directive has its line to itself");
    }
  }

  void seal() {
    const auto sorted = [](std::vector<std::string> ids) {
      std::sort(ids.begin(), ids.end());
      return fmt::format("{}", fmt::join(ids, ","));
    };
    revision_.path = path_;
    revision_.header_sha256 = sha256(
        fmt::format("{}\n{}\n{}\n", revision_.id, sorted(revision_.down_revisions), sorted(revision_.depends_on)));
    std::string hashes = revision_.header_sha256;
    for (const Direction direction : {Direction::upgrade, Direction::downgrade}) {
      for (const Section& section : revision_.sections(direction)) hashes += "\n" + section.sha256;
    }
    revision_.file_sha256 = sha256(hashes);
  }

  const std::string& text_;
  std::vector<Line> lines_;
  const std::string& path_;
  Diagnostics& diagnostics_;
  Revision revision_;
  bool is_revision_ = false;
  bool failed_ = false;
};

void add_sections(std::string& text, Direction direction, const std::vector<Unit>& units) {
  const auto add = [&](bool transaction, std::string_view sql) {
    text += fmt::format("\n{}{}{}\n", directive_start, word_of(direction), transaction ? "" : " no-transaction");
    if (!sql.empty()) text += fmt::format("{}\n", sql);
  };
  for (const Unit& unit : units) add(unit.transaction, trimmed(unit.sql));
  if (units.empty()) add(true, {});
}

bool reads_back(const std::vector<Section>& sections, const std::vector<Unit>& units) {
  if (units.empty()) return sections.size() == 1 && sections.front().sql.empty();
  return std::equal(
      sections.begin(), sections.end(), units.begin(), units.end(), [](const Section& section, const Unit& unit) {
        return section.transaction == unit.transaction && trimmed(section.sql) == trimmed(normalized(unit.sql));
      });
}

}  // namespace

bool is_revision_id(std::string_view text) {
  const bool spelled = !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_';
  });
  return spelled && std::find(std::begin(reserved_words), std::end(reserved_words), text) == std::end(reserved_words);
}

bool is_branch_label(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const bool spelled = !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
  return spelled && std::find(std::begin(reserved_words), std::end(reserved_words), text) == std::end(reserved_words);
}

std::optional<Revision> parse_revision(std::string_view text, const std::string& path, Diagnostics& diagnostics) {
  const std::string lf = normalized(text);
  return Parser(lf, path, diagnostics).parse();
}

std::string render_revision(const RevisionDraft& draft, std::string_view created) {
  const auto field_line = [](std::string_view name, const std::vector<std::string>& values) {
    const std::string list = fmt::format("{}", fmt::join(values, ", "));
    return fmt::format("-- {}:{}{}\n", name, list.empty() ? "" : " ", list);
  };
  std::string text = message_line(draft.message) + "\n--\n";
  text += field_line(field::revision, {draft.id});
  text += field_line(field::revises, draft.down_revisions);
  text += field_line(field::created, {std::string(created)});
  if (!draft.depends_on.empty()) text += field_line(field::depends_on, draft.depends_on);
  if (!draft.branch_labels.empty()) text += field_line(field::branch_labels, draft.branch_labels);
  if (!draft.header_notes.empty()) text += "--\n";
  for (const std::string& note : draft.header_notes) text += note_line(note) + "\n";
  if (draft.applied_only) {
    text += fmt::format("\n{}applied-only\n", directive_start);
  } else {
    add_sections(text, Direction::upgrade, draft.upgrade);
    if (!draft.one_way) add_sections(text, Direction::downgrade, draft.downgrade);
  }

  // Nothing is written that would not be read as it was meant.
  Diagnostics diagnostics;
  const auto read = parse_revision(text, draft.id + ".sql", diagnostics);
  if (!read) throw Error(std::move(diagnostics), "the revision can not be written");
  const bool same = read->id == draft.id && read->down_revisions == draft.down_revisions &&
                    read->depends_on == draft.depends_on && read->branch_labels == draft.branch_labels &&
                    read->applied_only == draft.applied_only &&
                    (draft.applied_only ||
                     (reads_back(read->upgrade, draft.upgrade) &&
                      (draft.one_way ? read->downgrade.empty() : reads_back(read->downgrade, draft.downgrade))));
  if (!same) {
    throw Error(
        "the revision can not be written: its SQL holds a line that begins with `-- limbeck:`, which is a "
        "directive wherever it stands");
  }
  return text;
}

}  // namespace limbeck::history
