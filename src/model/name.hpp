#pragma once
// Names as PostgreSQL stores them: exact, never folded, never quoted.

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace limbeck {

// Kinds and spaces are compared often, and mostly with themselves: one address, one text.
[[nodiscard]] inline std::strong_ordering compare_words(std::string_view a, std::string_view b) {
  if (a.data() == b.data() && a.size() == b.size()) return std::strong_ordering::equal;
  return a <=> b;
}

struct QName {
  std::string schema;
  std::string name;
  auto operator<=>(const QName&) const = default;
};

// The identity of an object. `kind` is the kind_name of one of the kinds and has static storage duration.
struct ObjectId {
  std::string_view kind;
  std::string schema;  // empty for what stands outside of schemas (schema, extension)
  std::string parent;  // the table of a column, constraint, index, trigger; else empty
  std::string name;
  std::string signature;  // input types of a routine; of a comment: the kind and signature of its target

  bool operator==(const ObjectId&) const = default;
  std::strong_ordering operator<=>(const ObjectId& other) const {
    if (const auto order = compare_words(kind, other.kind); order != 0) return order;
    if (const auto order = schema <=> other.schema; order != 0) return order;
    if (const auto order = parent <=> other.parent; order != 0) return order;
    if (const auto order = name <=> other.name; order != 0) return order;
    return signature <=> other.signature;
  }
};

// "public.customers.email_verified": how messages name an object.
[[nodiscard]] std::string display_name(const ObjectId& id);

// A name that others refer to an object by. Objects of several kinds can share a space: tables, indexes and sequences
// are all relations. In a unique space no two objects may have one name (pg_class, pg_type ...).
struct Slot {
  std::string_view space;  // one of `space` below
  std::string schema;
  std::string scope;  // the table, for what is named within one
  std::string name;
  bool operator==(const Slot&) const = default;
  std::strong_ordering operator<=>(const Slot& other) const {
    if (const auto order = compare_words(space, other.space); order != 0) return order;
    if (const auto order = schema <=> other.schema; order != 0) return order;
    if (const auto order = scope <=> other.scope; order != 0) return order;
    return name <=> other.name;
  }
};

struct HashOfSlot {
  [[nodiscard]] std::size_t operator()(const Slot& slot) const {
    std::size_t value = 0;
    for (const std::string_view part :
         {slot.space, std::string_view(slot.schema), std::string_view(slot.scope), std::string_view(slot.name)}) {
      value = value * 0x9e3779b97f4a7c15U + std::hash<std::string_view>{}(part);
    }
    return value;
  }
};

namespace space {
inline constexpr std::string_view schema = "schema";
inline constexpr std::string_view extension = "extension";
inline constexpr std::string_view relation = "relation";
inline constexpr std::string_view type = "type";
inline constexpr std::string_view collation = "collation";
inline constexpr std::string_view function = "function";   // by name alone: overloads share it
inline constexpr std::string_view operator_ = "operator";  // the same
inline constexpr std::string_view operator_class = "operator class";
inline constexpr std::string_view language = "language";
inline constexpr std::string_view column = "column";              // scope: table
inline constexpr std::string_view constraint = "constraint";      // scope: table
inline constexpr std::string_view key = "key";                    // scope: table; name: the unique columns, sorted
inline constexpr std::string_view trigger = "trigger";            // scope: table
inline constexpr std::string_view part = "part";                  // name: the partitioned table, for all of its parts
inline constexpr std::string_view base_default = "base default";  // scope: table; name: the column
// Whether two objects that provide the same name exclude each other.
[[nodiscard]] constexpr bool is_unique(std::string_view name) {
  return name != function && name != operator_ && name != key && name != part && name != base_default;
}
// Whether what goes makes room for what comes: a new part may take the rows of one that is dropped.
[[nodiscard]] constexpr bool makes_room(std::string_view name) {
  return is_unique(name) || name == part;
}
}  // namespace space

}  // namespace limbeck
