#include "kinds/target.hpp"

#include "kinds/all.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace limbeck {
namespace {

// What the sections of model files say of a kind: in which spaces its names are, and below which sections it stands.
struct Standing {
  std::set<std::string_view> spaces;
  std::set<std::string_view> sections;
  std::set<std::string_view> parents;
};

const std::map<std::string_view, Standing>& standings() {
  static const std::map<std::string_view, Standing> all = [] {
    std::map<std::string_view, Standing> found;
    Kinds::for_each([&]<class K>(const K*) {
      Standing& standing = found[K::kind_name];
      for (const Section& section : K::sections()) {
        standing.sections.insert(section.name);
        standing.spaces.insert(section.declares.begin(), section.declares.end());
        standing.parents.insert(section.parents.begin(), section.parents.end());
      }
    });
    found[foreign_table] = found[Table::kind_name];
    return found;
  }();
  return all;
}

bool is_in(std::string_view kind, std::string_view space) {
  const auto found = standings().find(kind);
  return found != standings().end() && found->second.spaces.contains(space);
}

bool is_relation(std::string_view kind) {
  return is_in(kind, space::relation);
}

// Not a table, which has a row type.
bool is_type(std::string_view kind) {
  return is_in(kind, space::type) && !is_relation(kind);
}

bool is_below_a_type(std::string_view kind) {
  const auto found = standings().find(kind);
  if (found == standings().end()) return false;
  const std::set<std::string_view>& parents = found->second.parents;
  return std::any_of(standings().begin(), standings().end(), [&](const auto& each) {
    return is_type(each.first) && std::any_of(each.second.sections.begin(), each.second.sections.end(),
                                              [&](std::string_view section) { return parents.contains(section); });
  });
}

// "integer, public.mood[]", "integer as public.mood": the types that tell routines, operators and casts apart. `was` is
// a whole type's name, or a schema and the dot behind it.
void rename_in_signature(Name& in, const std::string& was, const std::string& now) {
  std::string signature = in;
  for (std::size_t at = signature.find(was); at != std::string::npos; at = signature.find(was, at)) {
    const std::size_t end = at + was.size();
    const bool begins = at == 0 || (at > 1 && signature.compare(at - 2, 2, ", ") == 0) ||
                        (at > 3 && signature.compare(at - 4, 4, " as ") == 0);
    const bool ends = was.back() == '.' || end == signature.size() || signature[end] == ',' || signature[end] == '[' ||
                      signature.compare(end, 4, " as ") == 0;
    if (begins && ends) signature.replace(at, was.size(), now);
    at += begins && ends ? now.size() : was.size();
  }
  in = signature;
}

// The space of the names of what stands in a table.
std::string_view space_of(std::string_view kind) {
  if (kind == key_index) return space::constraint;
  return kind == HeirColumn::kind_name ? space::column : kind;
}

}  // namespace

std::string target_name(const ObjectId& target) {
  if (target.kind == "cast") return fmt::format("({})", target.name);
  if (target.kind == "operator") {
    return fmt::format("{}.{} ({})", sql::name(target.schema), target.name, target.signature);
  }
  const std::string name = sql::name(QName{target.schema, target.name});
  if (target.kind == "operator class" || target.kind == "operator family") {
    return fmt::format("{} USING {}", name, sql::name(target.signature));
  }
  const bool routine = target.kind == "function" || target.kind == "aggregate";
  return routine ? fmt::format("{}({})", name, target.signature) : name;
}

void rename_target(ObjectId& target, const Renaming& renaming) {
  const Slot& from = renaming.from;
  Name& types = target.kind == "cast" ? target.name : target.signature;
  if (from.space == space::schema) {
    if (from.name == target.schema) target.schema = renaming.to;
    rename_in_signature(types, sql::name(from.name) + ".", sql::name(renaming.to) + ".");
  }
  if (from.space == space::type) {
    rename_in_signature(types, sql::name(QName{from.schema, from.name}), sql::name(QName{from.schema, renaming.to}));
  }
  if (from.schema != target.schema) return;
  if (from.space == space::relation) {
    if (!target.parent.empty() && target.parent == from.name) target.parent = renaming.to;
    if (is_relation(target.kind) && target.name == from.name) target.name = renaming.to;
  } else if (from.space == space::type) {
    if (is_type(target.kind) && target.name == from.name) target.name = renaming.to;
    if (is_below_a_type(target.kind) && target.parent == from.name) target.parent = renaming.to;
  } else if (from.space == space_of(target.kind) && from.scope == target.parent && from.name == target.name) {
    target.name = renaming.to;
  }
}

}  // namespace limbeck
