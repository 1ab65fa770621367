#include "history/alembic.hpp"

#include "grammar/split.hpp"
#include "history/header_line.hpp"
#include "history/mistake.hpp"
#include "history/revision_file.hpp"
#include "history/statements.hpp"
#include "model/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace limbeck::history {
namespace fs = std::filesystem;
namespace {

// The few forms of Python that Alembic's templates assign: None, a string, a tuple, list or set of strings.
class Literal {
 public:
  Literal(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  // Nothing if it is anything else.
  std::optional<std::vector<std::string>> read() {
    skip(" \t");
    std::vector<std::string> items;
    if (text_.substr(at_).starts_with("None")) {
      at_ += 4;
      return ends() ? std::optional(items) : std::nullopt;
    }
    constexpr std::string_view open = "([{";
    const std::size_t kind = at_ < text_.size() ? open.find(text_[at_]) : std::string_view::npos;
    if (kind == std::string_view::npos) {
      auto item = string();
      return item && ends() ? std::optional(std::vector{std::move(*item)}) : std::nullopt;
    }
    const char close = std::string_view(")]}")[kind];
    ++at_;
    bool parted = true;
    for (skip_lines(); at_ < text_.size() && text_[at_] != close; skip_lines()) {
      auto item = parted ? string() : std::nullopt;
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
      skip_lines();
      parted = at_ < text_.size() && text_[at_] == ',';
      if (parted) ++at_;
    }
    ++at_;
    return at_ <= text_.size() && ends() ? std::optional(items) : std::nullopt;
  }

 private:
  void skip(std::string_view what) { at_ = std::min(text_.find_first_not_of(what, at_), text_.size()); }
  void skip_lines() {
    for (skip(" \t\r\n"); at_ < text_.size() && text_[at_] == '#'; skip(" \t\r\n")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    }
  }
  bool ends() {
    skip(" \t\r");
    return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '#';
  }
  std::optional<std::string> string() {
    if (at_ < text_.size() && std::string_view("urUR").find(text_[at_]) != std::string_view::npos) ++at_;
    if (at_ >= text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) return std::nullopt;
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return std::nullopt;
    std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    // An id has none of these, and an empty string may begin one of three quotes.
    if (value.empty() || value.find_first_of("\\\n") != std::string::npos) return std::nullopt;
    return value;
  }

  std::string_view text_;
  std::size_t at_;
};

std::string iso_of(std::string_view date) {
  std::string iso(trimmed(date));
  if (const std::size_t blank = iso.find(' '); blank != std::string::npos) iso[blank] = 'T';
  if (const std::size_t dot = iso.find('.'); dot != std::string::npos) {
    iso.erase(dot, iso.find_first_not_of("0123456789", dot + 1) - dot);
  }
  const std::size_t time = iso.find('T');
  const bool zoned = time != std::string::npos && iso.find_first_of("+-Z", time) != std::string::npos;
  return iso.empty() || zoned ? iso : iso + "Z";
}

// The message and the date of the docstring; where the code begins.
std::size_t read_docstring(std::string_view text, Revision& revision) {
  std::size_t begin = 0;
  // Comments may stand above it: coding, licence.
  while (begin < text.size() && (text[begin] == '#' || text[begin] == '\n' || text[begin] == '\r')) {
    begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  }
  std::string_view quote = text.substr(begin, 3);
  if (quote != R"(""")" && quote != "'''") return 0;
  const std::size_t end = text.find(quote, begin + 3);
  if (end == std::string_view::npos) return 0;
  std::istringstream lines{std::string(text.substr(begin + 3, end - begin - 3))};
  constexpr std::string_view created = "Create Date:";
  for (std::string line; std::getline(lines, line);) {
    const std::string_view words = trimmed(line);
    if (words.starts_with(created)) {
      revision.created = iso_of(words.substr(created.size()));
    } else if (revision.message.empty() && !words.starts_with("Revision ID:")) {
      revision.message = single_line(words);
    }
  }
  return end + 3;
}

std::string to_id(const std::vector<Revision>& revisions, const std::string& name) {
  std::string found = name;
  std::size_t beginnings = 0;
  for (const Revision& each : revisions) {
    const auto& labels = each.branch_labels;
    if (each.id == name || std::find(labels.begin(), labels.end(), name) != labels.end()) return each.id;
    if (each.id.starts_with(name) && ++beginnings == 1) found = each.id;
  }
  return beginnings == 1 ? found : name;
}

}  // namespace

std::optional<Revision> read_alembic_header(std::string_view text, const std::string& path, Diagnostics& diagnostics) {
  Revision revision;
  revision.path = path;
  std::map<std::string_view, std::vector<std::string>> values;
  for (std::size_t at = read_docstring(text, revision); at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    for (const std::string_view name : {"revision", "down_revision", "branch_labels", "depends_on"}) {
      const std::string_view rest = line.starts_with(name) ? trimmed(line.substr(name.size())) : std::string_view();
      const bool is_assignment = rest.starts_with(':') || (rest.starts_with('=') && !rest.starts_with("=="));
      if (!is_assignment || values.contains(name) || line.find('=') == std::string_view::npos) continue;
      const SourcePosition where = position_at(text, at, {1, 1});
      auto value = Literal(text, at + line.find('=') + 1).read();
      if (!value) {
        diagnostics.push_back(mistake(fmt::format("`{}` is neither None nor made of plain strings", name),
                                      {path, where}, "limbeck reads these files, it does not run them",
                                      std::string(line)));
        value.emplace();
      }
      if (name == "revision") revision.where = where;
      values.emplace(name, std::move(*value));
    }
    at = end + 1;
  }
  const auto id = values.find("revision");
  if (id == values.end()) return std::nullopt;
  if (id->second.size() != 1 || !is_revision_id(id->second.front())) {
    diagnostics.push_back(mistake(fmt::format("'{}' can not be a revision id of limbeck", fmt::join(id->second, ", ")),
                                  {path, revision.where},
                                  "an id is 1 to 40 of 0-9, a-z and _: give it another in Alembic first, everywhere"));
    return std::nullopt;
  }
  revision.id = id->second.front();
  revision.down_revisions = values["down_revision"];
  revision.depends_on = values["depends_on"];
  revision.branch_labels = values["branch_labels"];
  return revision;
}

std::vector<Revision> alembic_revisions(const std::vector<fs::path>& directories) {
  Diagnostics diagnostics;
  std::vector<fs::path> files;
  for (const fs::path& directory : directories) {
    if (!fs::is_directory(directory)) throw Error(fmt::format("{}: there is no such directory", directory.string()));
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
      if (entry.path().extension() == ".py" && entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Revision> revisions;
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (auto revision = read_alembic_header(std::move(text).str(), file.string(), diagnostics)) {
      revisions.push_back(std::move(*revision));
    }
  }
  if (has_errors(diagnostics)) {
    throw Error(std::move(diagnostics), "Alembic's revisions can not be read", ExitStatus::history);
  }
  const std::vector<Revision> named = revisions;
  for (Revision& revision : revisions) {
    for (auto* list : {&revision.down_revisions, &revision.depends_on}) {
      for (std::string& name : *list) name = to_id(named, name);
    }
  }
  return revisions;
}

std::map<std::string, std::vector<Unit>> alembic_units(std::string_view script, Direction direction) {
  const std::string start = fmt::format("-- Running {} ", word_of(direction));
  std::map<std::string, std::vector<Unit>> found;
  bool transaction = false;
  std::string id;
  const auto read = [&](std::string_view part) {
    const auto statements = grammar::split_statements(part);
    if (!statements) {
      throw Error(fmt::format("the SQL of revision {} can not be read: {}", id.empty() ? "base" : id,
                              statements.error().message));
    }
    std::vector<Unit>* const units = id.empty() ? nullptr : &found[id];
    bool fresh = true;
    for (const grammar::StatementText& each : *statements) {
      const std::vector<std::string> words = leading_words(each.text, 6);
      const auto word = [&](std::size_t at) { return at < words.size() ? std::string_view(words[at]) : ""; };
      if (words.size() == 1 && (word(0) == "begin" || word(0) == "commit")) {
        transaction = word(0) == "begin";
        fresh = true;
        continue;
      }
      // INSERT INTO, UPDATE, DELETE FROM, CREATE TABLE, DROP TABLE; the table may have its schema before it.
      const std::string_view head = each.text.substr(0, std::min(each.text.find_first_of("(;\n"), each.text.size()));
      const bool moves =
          word(0) == "insert" || word(0) == "update" || word(0) == "delete" || word(0) == "create" || word(0) == "drop";
      const bool of_version = word(word(0) == "update" ? 1 : 2) == "alembic_version" ||
                              head.find(".alembic_version") != std::string_view::npos;
      if (units == nullptr || (moves && of_version)) continue;
      if (fresh || units->empty() || units->back().transaction != transaction) units->push_back({transaction, {}});
      fresh = false;
      units->back().sql += fmt::format("{};\n", each.text);
    }
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < script.size();) {
    const std::size_t end = std::min(script.find('\n', at), script.size());
    const std::string_view line = trimmed(script.substr(at, end - at));
    if (line.starts_with(start)) {
      read(script.substr(begin, at - begin));
      const std::string_view way = line.substr(start.size());
      const std::size_t arrow = std::min(way.find("->"), way.size());
      const std::string_view side =
          direction == Direction::upgrade ? way.substr(std::min(arrow + 2, way.size())) : way.substr(0, arrow);
      id = std::string(trimmed(side));
      found[id];
      begin = end;
    }
    at = end + 1;
  }
  read(script.substr(std::min(begin, script.size())));
  return found;
}

}  // namespace limbeck::history
