#include "toml/outline.hpp"

#include "kinds/all.hpp"
#include "model/diagnostic.hpp"
#include "toml/document.hpp"
#include "toml/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace limbeck {
namespace {

const Key generic_comment{"comment", Field::Type::text, "The object's comment in the database."};
const Key generic_renamed_from{"renamed_from", Field::Type::text, "The name that the object had before."};
const Key generic_definition{"definition", Field::Type::text, "The definition, as SQL."};

const Section* find_top_section(std::string_view name) {
  return find_section(name, {});
}

const Key* find_key(const Section& section, std::string_view name) {
  if (name == generic_comment.name) return &generic_comment;
  if (name == generic_renamed_from.name) return &generic_renamed_from;
  if (name == generic_definition.name && section.takes_definition) return &generic_definition;
  const auto found =
      std::find_if(section.keys.begin(), section.keys.end(), [&](const Key& key) { return key.name == name; });
  return found == section.keys.end() ? nullptr : &*found;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

class Walk {
 public:
  explicit Walk(const ErrorSink& error) : error_(error) {}

  void file(Field& root) {
    std::string home = "public";
    if (const Field* line = root.find(default_schema_key)) {
      if (line->type != Field::Type::text || line->text.value.empty()) {
        error_(line->text, "`default_schema` must be the name of a schema", "default_schema = \"public\"");
      } else {
        home = line->text.value;
      }
    }
    for (Field& item : root.items) {
      if (item.key.value == default_schema_key) continue;
      if (const Section* section = find_top_section(item.key.value)) {
        entries(*section, item, {home, ""});
      } else {
        unknown_section(item);
      }
    }
  }

  std::vector<EntryOfModel> take() { return std::move(entries_); }

 private:
  // [table.t.columns]
  [[nodiscard]] std::string header() const {
    std::string out;
    for (const std::string& part : path_) {
      if (!out.empty()) out += '.';
      out += toml_text::key(part);
    }
    return fmt::format("[{}]", out);
  }

  void unknown_section(const Field& item) {
    std::vector<std::string> known{std::string(default_schema_key)};
    std::string hint;
    for (const Section* each : all_sections()) {
      if (each->parents.empty()) known.emplace_back(each->name);
      if (hint.empty() && !each->parents.empty() && each->name == item.key.value) {
        hint = fmt::format("`{}` stands below a {}: [{}.<name>.{}]", each->name, each->parents.front(),
                           each->parents.front(), each->name);
      }
    }
    if (hint.empty()) {
      const std::string near = nearest(item.key.value, known);
      hint = near.empty() ? "known are: " + joined(known) : fmt::format("did you mean `{}`?", near);
    }
    error_(item.key, fmt::format("unknown section `{}`", item.key.value), std::move(hint));
  }

  void entries(const Section& section, Field& field, const Place& place) {
    path_.push_back(field.key.value);
    if (field.type != Field::Type::table) {
      error_(field.text, fmt::format("{} must be a table of names, not {}", header(), name_of(field.type)),
             fmt::format("write [{}.<name>]", header().substr(1, header().size() - 2)));
    } else {
      for (Field& item : field.items) named(section, item, place);
    }
    path_.pop_back();
  }

  void named(const Section& section, Field& item, const Place& place) {
    const std::string name = item.key.value;
    path_.push_back(name);
    if (name.empty()) {
      error_(item.key, fmt::format("{} has an empty name", header()), "");
    } else if (name.size() > max_name_bytes) {
      error_(item.key,
             fmt::format("the name `{}` has {} bytes; PostgreSQL keeps {}", name, name.size(), max_name_bytes),
             "shorten it");
    } else if (item.type == Field::Type::list && is_array_of_tables(item)) {
      for (Field& element : item.items) {
        element.key = {name, element.text.file, element.text.at};
        entry(section, element, place);
      }
    } else {
      entry(section, item, place);
    }
    path_.pop_back();
  }

  static bool is_array_of_tables(const Field& field) {
    return !field.items.empty() && std::all_of(field.items.begin(), field.items.end(),
                                               [](const Field& each) { return each.type == Field::Type::table; });
  }

  void entry(const Section& section, Field& field, const Place& place) {
    const std::size_t index = entries_.size();
    entries_.push_back({&section, section.outside_schemas ? Place{} : place, &field, true});
    bool sound = true;
    if (field.type == Field::Type::table) {
      for (Field& item : field.items) sound = below(section, field, item, place) && sound;
    } else if (field.type != Field::Type::text || !section.takes_definition) {
      sound = false;
      const std::string_view wanted = section.takes_definition ? "a string or a table" : "a table";
      error_(field.text, fmt::format("{} must be {}, not {}", header(), wanted, name_of(field.type)),
             section.takes_definition ? fmt::format("{} = \"...\"", toml_text::key(field.key.value))
                                      : fmt::format("write {} on a line of its own, and its keys below", header()));
    }
    entries_[index].sound = sound;
  }

  // A key of an entry's table. False if it keeps the entry from being loaded.
  bool below(const Section& section, const Field& entry, Field& item, const Place& place) {
    if (const Key* key = find_key(section, item.key.value)) return has_type(*key, item);
    for (const Section* each : sections_below(section)) {
      if (each->name != item.key.value) continue;
      entries(*each, item,
              holds_schemas(section) ? Place{entry.key.value, ""} : Place{place.schema, entry.key.value, section.name});
      return true;
    }
    error_(item.key, fmt::format("unknown key `{}` in {}", item.key.value, header()), hint_for(section, item));
    return true;
  }

  [[nodiscard]] std::string hint_for(const Section& section, const Field& item) const {
    const std::string& name = item.key.value;
    if (name == default_schema_key || (item.type == Field::Type::table && find_top_section(name) != nullptr)) {
      return fmt::format("`{}` stands at the top of the file: what follows a header belongs to that header", name);
    }
    std::vector<std::string> known;
    for (const Key& key : keys_of(section)) known.emplace_back(key.name);
    const std::vector<const Section*> below = sections_below(section);
    for (const Section* each : below) known.emplace_back(each->name);
    if (const std::string near = nearest(name, known); !near.empty()) return fmt::format("did you mean `{}`?", near);
    const std::string path = header().substr(1, header().size() - 2);
    for (const Section* each : below) {
      // `id = "integer"` directly below a table's header.
      if (item.type == Field::Type::text && each->takes_definition && !holds_schemas(section)) {
        return fmt::format("{} stand in a table of their own: [{}.{}]", each->name, path, each->name);
      }
    }
    return fmt::format("known are: {}; a key after a header belongs to that header", joined(known));
  }

  bool has_type(const Key& key, const Field& item) {
    path_.push_back(item.key.value);
    bool sound = item.type == key.type;
    if (!sound) {
      std::string hint;
      if (key.type == Field::Type::text && (item.type == Field::Type::number || item.type == Field::Type::flag)) {
        hint = fmt::format("{} = \"{}\"", key.name, item.text.value);
      } else if (key.type == Field::Type::flag && item.type == Field::Type::text) {
        hint = fmt::format("{} = true, without quotes", key.name);
      }
      error_(item.text, fmt::format("{} must be {}, not {}", header(), name_of(key.type), name_of(item.type)),
             std::move(hint));
    } else if (item.type == Field::Type::list) {
      for (const Field& element : item.items) sound = is_element(element) && sound;
    } else if (item.type == Field::Type::table) {
      for (const Field& value : item.items) sound = is_value(value) && sound;
    }
    path_.pop_back();
    return sound;
  }

  // The elements of a list are strings, or tables that name one: { name = "new", renamed_from = "old" }.
  bool is_element(const Field& element) {
    if (element.type == Field::Type::text) return true;
    if (element.type != Field::Type::table) {
      error_(element.text, fmt::format("{} is a list of strings; this is {}", header(), name_of(element.type)), "");
      return false;
    }
    bool sound = true;
    for (const Field& item : element.items) {
      const bool known = item.key.value == "name" || item.key.value == generic_renamed_from.name;
      if (known && item.type == Field::Type::text) continue;
      sound = false;
      if (known) {
        error_(item.text, fmt::format("`{}` must be a string, not {}", item.key.value, name_of(item.type)), "");
      } else {
        const std::string near = nearest(item.key.value, {"name", "renamed_from"});
        error_(item.key, fmt::format("unknown key `{}` in {}", item.key.value, header()),
               near.empty() ? "known are: name, renamed_from" : fmt::format("did you mean `{}`?", near));
      }
    }
    return sound;
  }

  bool is_value(const Field& value) {
    if (value.type != Field::Type::table && value.type != Field::Type::list) return true;
    const bool dotted = value.type == Field::Type::table && !value.items.empty();
    error_(
        value.key,
        fmt::format("`{}` in {} must be a single value, not {}", value.key.value, header(), name_of(value.type)),
        dotted ? fmt::format("quote a key that has a dot: \"{}.{}\"", value.key.value, value.items[0].key.value) : "");
    return false;
  }

  const ErrorSink& error_;
  std::vector<std::string> path_;
  std::vector<EntryOfModel> entries_;
};

}  // namespace

std::vector<EntryOfModel> outline(Field& root, const ErrorSink& error) {
  Walk walk(error);
  walk.file(root);
  return walk.take();
}

std::vector<const Section*> sections_below(const Section& section) {
  std::vector<const Section*> out;
  for (const Section* each : all_sections()) {
    const bool own = stands_below(*each, section.name);
    const bool of_schema = holds_schemas(section) && each->parents.empty() && !each->outside_schemas;
    if (own || of_schema) out.push_back(each);
  }
  return out;
}

std::vector<Key> keys_of(const Section& section) {
  std::vector<Key> out{generic_comment, generic_renamed_from};
  if (section.takes_definition) out.push_back(generic_definition);
  out.insert(out.end(), section.keys.begin(), section.keys.end());
  return out;
}

bool stands_below(const Section& section, std::string_view parent) {
  return std::find(section.parents.begin(), section.parents.end(), parent) != section.parents.end();
}

const Section* find_section(std::string_view name, std::string_view parent) {
  for (const Section* each : all_sections()) {
    if (each->name == name && (parent.empty() ? each->parents.empty() : stands_below(*each, parent))) return each;
  }
  return nullptr;
}

bool holds_schemas(const Section& section) {
  return std::find(section.declares.begin(), section.declares.end(), space::schema) != section.declares.end();
}

const std::vector<const Section*>& all_sections() {
  static const std::vector<const Section*> all = [] {
    std::vector<const Section*> out;
    Kinds::for_each([&]<class K>(K*) {
      for (const Section& section : K::sections()) out.push_back(&section);
    });
    return out;
  }();
  return all;
}

}  // namespace limbeck
