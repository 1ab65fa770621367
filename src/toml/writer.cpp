#include "toml/writer.hpp"

#include "toml/inline_form.hpp"
#include "toml/outline.hpp"
#include "toml/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace limbeck {
namespace {

constexpr std::size_t line_width = 120;

using Inlined = std::map<ObjectId, std::vector<InlineConstraint>>;
using Lines = std::vector<std::pair<std::string, std::string>>;  // key and value, both as TOML

const Section* section_of(const Written& written) {
  const Section* top = find_section(written.section, {});
  return top != nullptr ? top : find_section(written.section, written.parent);
}

Field::Type type_of(const Section& section, std::string_view key) {
  for (const Key& each : section.keys) {
    if (each.name == key) return each.type;
  }
  return Field::Type::text;
}

// A storage parameter is text for PostgreSQL; numbers and flags are shown as what they are, if they read back the same.
std::string parameter(const std::string& value) {
  const bool digits = !value.empty() && value.size() < 19 && value.find_first_not_of("0123456789") == std::string::npos;
  if (value == "true" || value == "false" || (digits && (value == "0" || value.front() != '0'))) return value;
  return toml_text::line_string(value);
}

std::string list(const std::vector<std::string>& values, std::size_t indent) {
  std::string line;
  std::string column;
  for (const std::string& value : values) {
    line += (line.empty() ? "" : ", ") + toml_text::line_string(value);
    column += fmt::format("    {},\n", toml_text::line_string(value));
  }
  if (line.size() + indent + 2 <= line_width) return fmt::format("[{}]", line);
  return fmt::format("[\n{}]", column);
}

// The keys of an entry. Items "with.a" and "with.b" become with = { a = ..., b = ... }.
Lines lines_of(const Written& written, const Section& section) {
  Lines out;
  if (!written.definition.empty()) out.emplace_back("definition", toml_text::string(written.definition));
  std::map<std::string, std::string> tables;  // the inside of inline tables
  for (const Written::Item& item : written.items) {
    const std::size_t dot = item.key.find('.');
    if (dot == std::string::npos) continue;
    std::string& inside = tables[item.key.substr(0, dot)];
    inside += fmt::format("{}{} = {}", inside.empty() ? "" : ", ", toml_text::key(item.key.substr(dot + 1)),
                          parameter(item.values.at(0)));
  }
  for (const Written::Item& item : written.items) {
    const std::string key = item.key.substr(0, item.key.find('.'));
    if (key != item.key) {
      if (auto table = tables.extract(key)) out.emplace_back(key, fmt::format("{{ {} }}", table.mapped()));
    } else if (item.form == Written::Item::Form::list) {
      out.emplace_back(toml_text::key(key), list(item.values, key.size() + 3));
    } else if (type_of(section, key) == Field::Type::text) {
      out.emplace_back(toml_text::key(key), toml_text::string(item.values.at(0)));
    } else {
      out.emplace_back(toml_text::key(key), item.values.at(0));
    }
  }
  return out;
}

class Writer {
 public:
  Writer(const Schema& schema, std::string default_schema)
      : schema_(schema), default_schema_(std::move(default_schema)), inlined_(inline_constraints(schema)) {
    for (const auto& [id, entry] : schema.objects()) {
      const Namer namer{id.schema.empty() ? default_schema_ : id.schema.text()};
      if (auto each = std::visit([&](const auto& of) { return of.attachment(namer); }, entry.object)) {
        attached_[each->to].emplace_back(rank_of(id.kind), std::move(each->item));
      }
      const auto parent = std::visit([](const auto& each) { return each.inline_parent(); }, entry.object);
      if (parent) children_[*parent].push_back(id);
    }
    for (auto& [to, items] : attached_) {
      std::stable_sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    }
    for (const auto& [column, constraints] : inlined_) {
      for (const InlineConstraint& each : constraints) absorbed_.insert(each.constraint);
    }
    for (const auto& [id, entry] : schema.objects()) absorb(id, entry.object);
  }

  // The objects that `wanted` lets through.
  std::string write(const std::function<bool(const ObjectId&)>& wanted) {
    std::vector<const ObjectId*> top;
    for (const auto& [id, entry] : schema_.objects()) {
      if (!wanted(id) || absorbed_.contains(id)) continue;
      const std::optional<Written> written = written_form(id, entry.object);
      if (!written) continue;
      if (section_of(*written)->parents.empty()) {
        top.push_back(&id);
        ++overloads_[{id.schema, std::string(written->section), id.name}];
      } else {
        below_[{id.schema, id.parent}].push_back(&id);
      }
    }
    // Within a kind they are in order already.
    std::stable_sort(top.begin(), top.end(),
                     [](const ObjectId* a, const ObjectId* b) { return rank_of(a->kind) < rank_of(b->kind); });
    out_ = fmt::format("default_schema = {}\n", toml_text::line_string(default_schema_));
    if (wanted({Namespace::kind_name, "", "", "public", ""})) write_public_schema();
    for (const ObjectId* id : top) write_top(*id);
    return std::move(out_);
  }

 private:
  // What stands inside of another object's entry has none of its own: defaults, and the sequences of serial columns.
  void absorb(const ObjectId& id, const Object& object) {
    const auto found = children_.find(id);
    if (found == children_.end()) return;
    const std::optional<Written> own = std::visit([](const auto& each) { return each.written({}, {}); }, object);
    std::vector<Child> all;
    std::vector<Child> homeless;
    std::vector<ObjectId> movable;
    bool has_keys = false;
    for (const ObjectId& child : found->second) {
      const Object& of_child = schema_.find(child)->object;
      const std::optional<Written> written =
          std::visit([](const auto& each) { return each.written({}, {}); }, of_child);
      // A section below the parent's own is a place of its own: a table's columns and constraints.
      if (written && own && stands_below(*section_of(*written), own->section)) continue;
      const Child text{child.kind, std::visit([](const auto& each) { return each.inline_text({}); }, of_child)};
      all.push_back(text);
      if (written) {
        movable.push_back(child);
        has_keys = has_keys || attached_.contains(child);
      } else {
        homeless.push_back(text);
      }
    }
    const bool takes_all = !has_keys && std::visit([&](const auto& each) { return each.adopts(all); }, object);
    inside_[id] = takes_all ? std::move(all) : std::move(homeless);
    if (takes_all) absorbed_.insert(movable.begin(), movable.end());
  }

  [[nodiscard]] std::optional<Written> written_form(const ObjectId& id, const Object& object) const {
    const Namer namer{id.schema.empty() ? default_schema_ : id.schema.text(),
                      [&](const Slot& slot) { return !schema_.resolve(slot).empty(); }};
    const auto found = inside_.find(id);
    const std::vector<Child> children = found == inside_.end() ? std::vector<Child>{} : found->second;
    const auto constraints = inlined_.find(id);
    if (constraints == inlined_.end()) {
      return std::visit([&](const auto& each) { return each.written(children, namer); }, object);
    }
    Column column = std::get<Column>(object);
    // A primary key says NOT NULL; a serial column has to be one before it is that.
    const bool serial = std::any_of(children.begin(), children.end(),
                                    [](const Child& each) { return each.kind == Sequence::kind_name; });
    if (constraints->second.front().primary_key && !serial) column.not_null = false;
    std::optional<Written> out = column.written(children, namer);
    for (const InlineConstraint& each : constraints->second) {
      out->definition += fmt::format(" {}", inline_definition(*schema_.get<Constraint>(each.constraint), namer));
    }
    return out;
  }

  [[nodiscard]] Lines lines(const ObjectId& id, Written written) const {
    if (const auto attached = attached_.find(id); attached != attached_.end()) {
      for (const auto& [rank, item] : attached->second) written.items.push_back(item);
    }
    return lines_of(written, *section_of(written));
  }

  // Declared by no model, and still somebody may use it.
  void write_public_schema() {
    const ObjectId id{Namespace::kind_name, "", "", "public", ""};
    if (!attached_.contains(id)) return;
    out_ += "\n[schema.public]\n";
    for (const auto& [key, value] : lines(id, {"schema", "public", "", {}}))
      out_ += fmt::format("{} = {}\n", key, value);
  }

  // table.t; schema.s.table.t
  [[nodiscard]] std::string path(const ObjectId& id, const Written& written) const {
    const bool at_home = id.schema.empty() || id.schema == default_schema_;
    return fmt::format("{}{}.{}", at_home ? "" : fmt::format("schema.{}.", toml_text::key(id.schema)), written.section,
                       toml_text::key(written.key));
  }

  void write_top(const ObjectId& id) {
    const Written written = *written_form(id, schema_.find(id)->object);
    const std::string header = path(id, written);
    const Lines keys = lines(id, written);
    const auto below = below_.find({id.schema, id.name});
    const bool has_below = id.parent.empty() && holds_tables(written) && below != below_.end();
    const bool several = overloads_.at({id.schema, std::string(written.section), id.name}) > 1;
    // Headers below it say that a table is there.
    if (!keys.empty() || !has_below) {
      out_ += several ? fmt::format("\n[[{}]]\n", header) : fmt::format("\n[{}]\n", header);
      for (const auto& [key, value] : keys) out_ += fmt::format("{} = {}\n", key, value);
    }
    if (has_below) write_below(header, below->second);
  }

  static bool holds_tables(const Written& written) {
    const std::vector<const Section*>& all = all_sections();
    return std::any_of(all.begin(), all.end(),
                       [&](const Section* each) { return stands_below(*each, written.section); });
  }

  void write_below(const std::string& header, std::vector<const ObjectId*> ids) {
    std::stable_sort(ids.begin(), ids.end(), [&](const ObjectId* a, const ObjectId* b) {
      if (a->kind != b->kind) return rank_of(a->kind) < rank_of(b->kind);
      // The order of columns means something; that of the others was chance.
      const bool ordered = a->kind == Column::kind_name || a->kind == Attribute::kind_name;
      return ordered && schema_.find(*a)->position < schema_.find(*b)->position;
    });
    std::string_view section;
    for (const ObjectId* id : ids) {
      const Written written = *written_form(*id, schema_.find(*id)->object);
      if (written.section != section) out_ += fmt::format("\n[{}.{}]\n", header, written.section);
      section = written.section;
      write_short(toml_text::key(written.key), lines(*id, written));
    }
  }

  // name = "sql"; name = { definition = "sql", comment = "..." }; name.definition = ... and name.comment = ... where
  // that would not be one line. All three leave the entry where it is among the others.
  void write_short(const std::string& key, const Lines& keys) {
    if (keys.empty()) {
      out_ += fmt::format("{} = {{}}\n", key);
      return;
    }
    if (keys.size() == 1 && keys.front().first == "definition") {
      out_ += fmt::format("{} = {}\n", key, keys.front().second);
      return;
    }
    std::string line;
    for (const auto& [name, value] : keys) line += fmt::format("{}{} = {}", line.empty() ? "" : ", ", name, value);
    line = fmt::format("{} = {{ {} }}", key, line);
    if (line.size() <= line_width && line.find('\n') == std::string::npos) {
      out_ += line + "\n";
      return;
    }
    for (const auto& [name, value] : keys) out_ += fmt::format("{}.{} = {}\n", key, name, value);
  }

  const Schema& schema_;
  std::string default_schema_;
  Inlined inlined_;
  std::map<ObjectId, std::vector<std::pair<std::size_t, Written::Item>>> attached_;  // with the ranks of their kinds
  std::map<ObjectId, std::vector<ObjectId>> children_;                               // by inline parent
  std::map<ObjectId, std::vector<Child>> inside_;  // what each entry's definition takes up
  std::set<ObjectId> absorbed_;                    // what has no entry of its own
  std::map<std::tuple<std::string, std::string, std::string>, int> overloads_;
  std::map<std::pair<std::string, std::string>, std::vector<const ObjectId*>> below_;  // by table
  std::string out_;
};

}  // namespace

std::string write_model(const Schema& schema, const std::string& default_schema) {
  return Writer(schema, default_schema).write([](const ObjectId&) { return true; });
}

std::map<std::string, std::string> write_models(const Schema& schema) {
  std::set<std::string> names;
  const auto home_of = [](const ObjectId& id) -> std::string {
    if (!id.schema.empty()) return id.schema;
    return id.kind == Namespace::kind_name ? id.name : "public";
  };
  for (const auto& [id, entry] : schema.objects()) names.insert(home_of(id));
  std::map<std::string, std::string> out;
  for (const std::string& name : names) {
    out.emplace(name, Writer(schema, name).write([&](const ObjectId& id) { return home_of(id) == name; }));
  }
  return out;
}

}  // namespace limbeck
