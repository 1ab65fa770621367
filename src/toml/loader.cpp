#include "toml/loader.hpp"

#include "kinds/inherited_columns.hpp"
#include "kinds/scope.hpp"
#include "model/error.hpp"
#include "toml/check_names.hpp"
#include "toml/complete.hpp"
#include "toml/document.hpp"
#include "toml/draft.hpp"
#include "toml/names.hpp"
#include "toml/outline.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace limbeck {
namespace {

// Whether a name of this space is one within a table (name.hpp).
bool is_within_table(std::string_view space) {
  return space == space::column || space == space::constraint || space == space::trigger || space == space::key;
}

bool has_own_keys(const EntryOfModel& entry) {
  const std::vector<Field>& items = entry.field->items;
  return std::any_of(items.begin(), items.end(), [](const Field& item) {
    return item.type != Field::Type::table || item.key.value == grants_key.name;
  });
}

class Loader final : public LoadScope {
 public:
  // `all_read`: no other file was to be among the sources.
  Loader(std::vector<SourceFile> sources, const LoadOptions& options, bool all_read)
      : sources_(std::move(sources)),
        search_path_(options.search_path),
        filter_(options.filter),
        all_parsed_(all_read) {}

  LoadResult load() {
    parse();
    declare();
    for (const EntryOfModel& entry : entries_) {
      if (entry.sound) load(entry);
    }
    const bool whole = all_parsed_ && !has_errors(diagnostics_);
    complete(drafts_, whole, *this);
    // Serial columns and inline constraints have names that no entry has.
    for (const Draft& draft : drafts_) {
      for (Slot& slot : slots_of(draft.object)) names_.add(std::move(slot));
    }
    // Where a file could not be read at all, nobody knows which names are missing.
    if (all_parsed_) check_names(drafts_, whole, names_, filter_, *this);
    entries_ = {};
    roots_ = {};
    LoadResult out;
    out.schema = collect();
    std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.where < b.where; });
    out.diagnostics = std::move(diagnostics_);
    return out;
  }

  void error(const Text& text, std::size_t offset, std::string message, std::string hint = {}) override {
    report(Severity::error, text, offset, std::move(message), std::move(hint));
  }
  using LoadScope::error;
  [[nodiscard]] bool declares(const Slot& slot) const override { return names_.contains(slot); }
  [[nodiscard]] const std::vector<std::string>& search_path() const override { return search_path_; }
  [[nodiscard]] std::vector<std::string> declared(std::string_view space) const override { return names_.in(space); }
  [[nodiscard]] bool has_extensions() const override {
    return !filter_.empty() || !all_parsed_ || names_.has_any(space::extension);
  }

 protected:
  void add_object(std::string_view kind, void* object, const Text& at, Hints hints, bool unnamed) override {
    Kinds::for_each([&]<class K>(K*) {
      if (K::kind_name != kind) return;
      Draft draft{std::move(*static_cast<K*>(object)), std::move(hints), at, 0, unnamed, definition_};
      const ObjectId id = id_of(draft.object);
      draft.position = ++positions_[{space::relation, id.schema, "", id.parent}];
      drafts_.push_back(std::move(draft));
    });
  }

 private:
  void report(Severity severity, const Text& text, std::size_t offset, std::string message, std::string hint) {
    const SourceFile& source = sources_.at(text.file);
    const SourcePosition at = locate(source.text, text.at, offset);
    std::string excerpt = secret_lines_.contains({text.file, at.line}) ? "" : line_of(source.text, at.line);
    diagnostics_.push_back({severity, std::move(message), {source.name, at}, std::move(excerpt), std::move(hint)});
  }

  static bool may_hold_secrets(std::string_view name) {
    const std::vector<const Section*>& all = all_sections();
    return std::any_of(all.begin(), all.end(),
                       [&](const Section* each) { return each->may_hold_secrets && each->name == name; });
  }

  // The lines of sections that may hold secrets, from their names to the ends of their values.
  void note_secrets(const Field& field, bool secret) {
    if (secret) {
      for (const Text* text : {&field.key, &field.text}) {
        const auto last = text->at.line + std::count(text->value.begin(), text->value.end(), '\n') + 1;
        for (std::uint32_t line = text->at.line; line <= last; ++line) secret_lines_.emplace(text->file, line);
      }
    }
    for (const Field& item : field.items) note_secrets(item, secret || may_hold_secrets(item.key.value));
  }

  // A file that is no TOML has no sections yet.
  static bool mentions_secrets(const std::string& text) {
    const std::vector<const Section*>& all = all_sections();
    return std::any_of(all.begin(), all.end(), [&](const Section* each) {
      return each->may_hold_secrets && text.find(each->name) != std::string::npos;
    });
  }

  void parse() {
    roots_.reserve(sources_.size());
    const ErrorSink sink = [&](const Text& at, std::string message, std::string hint) {
      error(at, 0, std::move(message), std::move(hint));
    };
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      Document document = parse_toml(sources_[i], static_cast<std::uint32_t>(i));
      for (Diagnostic& each : document.diagnostics) {
        if (!mentions_secrets(sources_[i].text)) each.excerpt = line_of(sources_[i].text, each.where.begin.line);
        diagnostics_.push_back(std::move(each));
      }
      if (!document.root) {
        all_parsed_ = false;
        continue;
      }
      roots_.push_back(std::move(*document.root));
      note_secrets(roots_.back(), false);
      for (EntryOfModel& entry : outline(roots_.back(), sink)) entries_.push_back(std::move(entry));
    }
    merge_schemas();
  }

  // A schema may be mentioned by many headers, and stands once. `public` is in every database and declared by nobody.
  void merge_schemas() {
    std::map<std::string, const EntryOfModel*> chosen;
    for (const EntryOfModel& entry : entries_) {
      if (!holds_schemas(*entry.section)) continue;
      const std::string& name = entry.field->key.value;
      if (name == "public") {
        const std::vector<Field>& items = entry.field->items;
        if (std::any_of(items.begin(), items.end(), [](const Field& item) {
              return item.type != Field::Type::table && item.key.value != "comment";
            })) {
          error(entry.field->key, 0, "the schema public is in every database: a model cannot rename it",
                "only `grants` and `comment` can stand here");
        }
        if (entry.field->find(grants_key.name) == nullptr && entry.field->find("comment") == nullptr) continue;
      }
      const auto [before, first] = chosen.try_emplace(name, &entry);
      if (first || !has_own_keys(entry)) continue;
      if (has_own_keys(*before->second)) {
        twice(entry.field->key, fmt::format("schema {}", name), before->second->field->key);
      } else {
        before->second = &entry;
      }
    }
    std::vector<EntryOfModel> kept;
    for (const EntryOfModel& entry : entries_) {
      if (!holds_schemas(*entry.section)) {
        kept.push_back(entry);
      } else if (const auto found = chosen.find(entry.field->key.value);
                 found != chosen.end() && found->second == &entry) {
        kept.push_back(entry);
      }
    }
    entries_ = std::move(kept);
  }

  void declare() {
    names_.add({space::schema, "", "", "public"});
    for (const EntryOfModel& entry : entries_) {
      for (const std::string_view space : entry.section->declares) {
        names_.add(
            {space, entry.place.schema, is_within_table(space) ? entry.place.table : "", entry.field->key.value});
      }
      if (entry.section->more_names == nullptr || !entry.sound) continue;
      for (Slot& name : entry.section->more_names(*entry.field, entry.place)) names_.add(std::move(name));
    }
  }

  void load(const EntryOfModel& entry) {
    const Field& field = *entry.field;
    Hints hints;
    if (const Field* from = field.find("renamed_from"); from != nullptr && field.type == Field::Type::table) {
      hints.renamed_from = from->text.value;
    }
    definition_ = definition_of(entry);
    warn_of_escapes(entry);
    const std::optional<ObjectId> id = entry.section->load(field, entry.place, hints, *this);
    const Field* const comment = field.type == Field::Type::table ? field.find("comment") : nullptr;
    definition_ = nullptr;
    if (id && comment != nullptr && says_something(*id, comment->text.value)) {
      add(Comment{{}, *id, comment->text.value}, comment->key);
    }
    const Field* const grants = field.type == Field::Type::table ? field.find(grants_key.name) : nullptr;
    if (id && grants != nullptr) load_grants(*grants, commented_object(*id), *this);
  }

  static const Text* definition_of(const EntryOfModel& entry) {
    if (!entry.section->takes_definition) return nullptr;
    const Field* definition = entry.field->type == Field::Type::table ? entry.field->find("definition") : entry.field;
    return definition == nullptr ? nullptr : &definition->text;
  }

  // \b is an escape of TOML, and part of many a regular expression.
  void warn_of_escapes(const EntryOfModel& entry) {
    const Text* definition = definition_of(entry);
    if (definition == nullptr) return;
    const std::size_t at = definition->value.find('\b');
    if (at == std::string::npos) return;
    report(Severity::warning, *definition, at, "\\b is a backspace character in this string",
           "text with a backslash needs a literal string: '...' or '''...'''");
  }

  void twice(const Text& at, const std::string& what, const Text& first) {
    error(at, 0, fmt::format("{} is declared twice", what), fmt::format("the first is at {}", place_of(first)));
  }

  [[nodiscard]] std::string place_of(const Text& text) const {
    return fmt::format("{}:{}:{}", sources_.at(text.file).name, text.at.line, text.at.column);
  }

  // Those of one id, in the order of the model.
  [[nodiscard]] std::map<ObjectId, std::vector<const Draft*>> doubled_drafts() const {
    std::vector<std::pair<ObjectId, const Draft*>> all;
    all.reserve(drafts_.size());
    for (const Draft& draft : drafts_) all.emplace_back(id_of(draft.object), &draft);
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::map<ObjectId, std::vector<const Draft*>> out;
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i].first != all[i - 1].first) continue;
      std::vector<const Draft*>& same = out[all[i].first];
      if (same.empty()) same.push_back(all[i - 1].second);
      same.push_back(all[i].second);
    }
    return out;
  }

  // The schema of all drafts; where two exclude each other, the later one is an error.
  Schema collect() {
    Schema out;
    const std::map<ObjectId, std::vector<const Draft*>> doubled = doubled_drafts();
    std::unordered_map<Slot, const Draft*, HashOfSlot> holders;
    holders.reserve(2 * drafts_.size());
    for (Draft& draft : drafts_) {
      if (!doubled.empty()) {
        const auto container = std::visit([](const auto& each) { return each.container(); }, draft.object);
        // What stands below a table that stands twice tells nothing new.
        if (container && doubled.contains(*container)) continue;
        const ObjectId id = id_of(draft.object);
        const auto same = doubled.find(id);
        if (same != doubled.end() && same->second.front() != &draft) {
          twice(draft.at, fmt::format("{} {}", id.kind, display_name(id)), same->second.front()->at);
          continue;
        }
      }
      claim_names(draft, holders);
    }
    for (; !drafts_.empty(); drafts_.pop_front()) {  // one by one, so that none is kept twice
      Draft& draft = drafts_.front();
      Entry entry{std::move(draft.object), std::move(draft.hints), {}, draft.position, draft.unnamed};
      entry.where = {sources_.at(draft.at.file).name, draft.at.at};
      out.add(std::move(entry));
    }
    complete_heir_columns(out);
    complete_part_triggers(out);
    return out;
  }

  void claim_names(const Draft& draft, std::unordered_map<Slot, const Draft*, HashOfSlot>& holders) {
    for (const Slot& slot : std::visit([](const auto& each) { return each.slots(); }, draft.object)) {
      if (!space::is_unique(slot.space)) continue;
      const auto [holder, added] = holders.try_emplace(slot, &draft);
      if (added) continue;
      const ObjectId id = id_of(draft.object);
      const ObjectId other = id_of(holder->second->object);
      error(draft.at, 0,
            fmt::format("{} {} has the name of {} {}, and both are {}s for PostgreSQL", id.kind, display_name(id),
                        other.kind, display_name(other), slot.space),
            fmt::format("the first is at {}", place_of(holder->second->at)));
      return;
    }
  }

  std::vector<SourceFile> sources_;
  std::vector<std::string> search_path_;
  std::vector<Field> roots_;
  std::vector<EntryOfModel> entries_;
  DeclaredNames names_;
  Drafts drafts_;
  const Text* definition_ = nullptr;                                // of the entry that is loaded
  std::unordered_map<Slot, int, HashOfSlot> positions_;             // the last one given in each table
  std::set<std::pair<std::uint32_t, std::uint32_t>> secret_lines_;  // file and line
  Diagnostics diagnostics_;
  Filter filter_;
  bool all_parsed_;
};

}  // namespace

LoadResult load_models(std::vector<SourceFile> sources, const LoadOptions& options) {
  return Loader(std::move(sources), options, true).load();
}

LoadResult load_models(const std::vector<std::filesystem::path>& files, const LoadOptions& options) {
  std::vector<SourceFile> sources;
  Diagnostics unread;
  for (const std::filesystem::path& file : files) {
    try {
      sources.push_back(read_source(file));
    } catch (const Error& failure) {
      unread.push_back({Severity::error, failure.what(), {}, "", ""});
    }
  }
  LoadResult out = Loader(std::move(sources), options, unread.empty()).load();
  out.diagnostics.insert(out.diagnostics.begin(), unread.begin(), unread.end());
  return out;
}

}  // namespace limbeck
