#include "kinds/raw.hpp"

#include "grammar/split.hpp"
#include "kinds/scope.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck {
namespace {

// What an object of a type is known by among the others' names; nothing where nobody refers to it by a name.
std::optional<Slot> slot_of(std::string_view identity) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> spaces{{
      {"type ", space::type},
      {"table ", space::relation},
      {"foreign table ", space::relation},
      {"view ", space::relation},
      {"materialized view ", space::relation},
      {"sequence ", space::relation},
      {"function ", space::function},
      {"procedure ", space::function},
      {"schema ", space::schema},
      {"extension ", space::extension},
      {"operator class ", space::operator_class},
      {"operator ", space::operator_},
      {"language ", space::language},
  }};
  for (const auto& [word, in] : spaces) {
    if (!identity.starts_with(word)) continue;
    std::string_view rest = identity.substr(word.size());
    rest = rest.substr(0, std::min(rest.find('('), rest.find(" USING ")));
    const auto parsed = in == space::operator_ ? grammar::parse_operator(rest) : grammar::parse_qualified(rest);
    if (!parsed) return std::nullopt;
    const std::vector<std::string>& parts = parsed->parts;
    const bool in_schema = in != space::schema && in != space::extension && in != space::language;
    if (parts.size() != (in_schema ? 2U : 1U)) return std::nullopt;
    return Slot{in, in_schema ? parts[0] : "", "", parts.back()};
  }
  return std::nullopt;
}

std::vector<std::string> load_statements(const Field& entry, std::string_view key, LoadScope& scope) {
  const Field* found = entry.find(key);
  if (found == nullptr) {
    scope.error(entry.key, 0, fmt::format("raw {} has no `{}`", entry.key.value, key),
                "object = \"operator s.===(integer,integer)\", create = \"create operator ...\", drop = \"...\"");
    return {};
  }
  std::vector<std::string> out;
  const auto parsed = grammar::split_statements(found->text.value);
  if (!parsed) {
    scope.error(found->text, parsed.error());
    return {};
  }
  for (const auto& statement : *parsed) out.emplace_back(statement.text);
  if (out.empty()) scope.error(found->text, 0, fmt::format("`{}` holds no statement", key));
  return out;
}

void load_needs(const Field& entry, Raw& loaded, LoadScope& scope) {
  const Field* needs = entry.find("needs");
  if (needs == nullptr) return;
  for (const Field& item : needs->items) {
    if (auto slot = slot_of(normal_identity(item.text.value))) {
      loaded.needs.slots.push_back(std::move(*slot));
    } else {
      scope.error(item.text, 0,
                  "needed is a schema, extension, type, table, view, sequence, function, operator, operator class or "
                  "language, with its schema",
                  "needs = [\"function public.f\", \"operator public.===\"]");
    }
  }
}

std::optional<ObjectId> load(const Field& entry, const Place&, Hints&, LoadScope& scope) {
  for (const std::string_view key : {"comment", "renamed_from"}) {
    if (const Field* found = entry.find(key)) {
      scope.error(found->key, 0, fmt::format("a raw object has no `{}`", key), "write it into `create`");
    }
  }
  Raw loaded;
  loaded.name = entry.key.value;
  const Field* object = entry.find("object");
  loaded.object = object == nullptr ? "" : normal_identity(object->text.value);
  if (loaded.object.find(' ') == std::string::npos) {
    scope.error(
        object == nullptr ? entry.key : object->text, 0,
        fmt::format("raw {} has no `object`: its type and name as pg_identify_object gives them", entry.key.value),
        "object = \"operator s.===(integer,integer)\"");
    return std::nullopt;
  }
  loaded.absent = entry.flag("absent");
  loaded.create_statements = load_statements(entry, "create", scope);
  loaded.drop_statements = load_statements(entry, "drop", scope);
  load_needs(entry, loaded, scope);
  scope.add(std::move(loaded), entry.key);
  return std::nullopt;
}

std::vector<Slot> declared(const Field& entry, const Place&) {
  const Field* object = entry.find("object");
  const auto slot = object == nullptr ? std::nullopt : slot_of(normal_identity(object->text.value));
  return slot ? std::vector<Slot>{*slot} : std::vector<Slot>{};
}

}  // namespace

// Blanks stand between words only.
std::string normal_identity(std::string_view text) {
  std::string out;
  bool blank = false;
  const auto glues = [](char c) { return c == '(' || c == ')' || c == ',' || c == '.'; };
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank && !out.empty() && !glues(c) && !glues(out.back())) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

std::span<const Section> Raw::sections() {
  static const Section section{
      .name = "raw",
      .outside_schemas = true,
      .keys = {{"object", Field::Type::text, "Its type and name as pg_identify_object gives them."},
               {"create", Field::Type::text, "The statements that make it."},
               {"drop", Field::Type::text, "The statements that drop it."},
               {"needs", Field::Type::list, "What has to be there before: \"function public.f\"."},
               {"absent", Field::Type::flag, "It is to be dropped where it is there."}},
      .load = load,
      .help = "Something that limbeck does not model. All that is compared is whether it is there.",
      .more_names = declared};
  return {&section, 1};
}

std::vector<Slot> Raw::slots() const {
  const auto slot = slot_of(object);
  return slot ? std::vector<Slot>{*slot} : std::vector<Slot>{};
}

void Raw::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  for (const std::string& statement : create_statements) script.add(statement);
}

void Raw::rename(const Renaming& renaming) {
  for (Slot& slot : needs.slots) {
    if (slot == renaming.from) slot.name = renaming.to;
  }
}

void Raw::drop(sql::Script& script) const {
  for (const std::string& statement : drop_statements) script.add(statement);
}

}  // namespace limbeck
