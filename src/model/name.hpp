#pragma once
// Names as PostgreSQL stores them: exact, never folded, never quoted.

#include <fmt/core.h>

#include <compare>
#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

// A name, kept once for the whole process: copies cost nothing, and equality is one comparison of addresses. A schema
// says each name in many places, and most of the time of a comparison would go into strings. What was once a name is
// never freed. Any thread may make names.
class Name {
 public:
  Name() : kept_(&none) {}
  Name(std::string_view text) : kept_(text.empty() ? &none : keep(text)) {}
  Name(const std::string& text) : Name(std::string_view(text)) {}
  Name(const char* text) : Name(std::string_view(text)) {}

  [[nodiscard]] const std::string& text() const { return kept_->text; }
  operator const std::string&() const { return kept_->text; }
  operator std::string_view() const { return kept_->text; }
  [[nodiscard]] bool empty() const { return kept_ == &none; }
  [[nodiscard]] std::size_t size() const { return kept_->text.size(); }
  [[nodiscard]] std::size_t hash() const { return kept_->hash; }

  bool operator==(const Name& other) const { return kept_ == other.kept_; }
  std::strong_ordering operator<=>(const Name& other) const {
    return kept_ == other.kept_ ? std::strong_ordering::equal : kept_->text <=> other.kept_->text;
  }

 private:
  struct Kept {
    std::string text;
    std::size_t hash = 0;
  };
  [[nodiscard]] static const Kept* keep(std::string_view text);
  static const Kept none;

  const Kept* kept_;
};

// Strings of all sorts, but no name.
template <class T>
concept Textual = std::convertible_to<const T&, std::string_view> && !std::same_as<std::decay_t<T>, Name>;

template <std::same_as<Name> N, Textual T>
[[nodiscard]] bool operator==(const N& name, const T& text) {
  return name.text() == std::string_view(text);
}
template <std::same_as<Name> N, Textual T>
[[nodiscard]] std::string operator+(const N& name, const T& text) {
  return std::string(name.text()).append(std::string_view(text));
}
template <std::same_as<Name> N, Textual T>
[[nodiscard]] std::string operator+(const T& text, const N& name) {
  return std::string(std::string_view(text)).append(name.text());
}

// Kinds and spaces are compared often, and mostly with themselves: one address, one text.
[[nodiscard]] inline std::strong_ordering compare_words(std::string_view a, std::string_view b) {
  if (a.data() == b.data() && a.size() == b.size()) return std::strong_ordering::equal;
  return a <=> b;
}

[[nodiscard]] inline std::vector<Name> to_names(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

struct QName {
  Name schema;
  Name name;
  auto operator<=>(const QName&) const = default;
};

// The identity of an object. `kind` is the kind_name of one of the kinds and has static storage duration.
struct ObjectId {
  std::string_view kind;
  Name schema;  // empty for what stands outside of schemas (schema, extension)
  Name parent;  // the table of a column, constraint, index, trigger; else empty
  Name name;
  Name signature;  // input types of a routine; of a comment: the kind and signature of its target

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
  Name schema;
  Name scope;  // the table, for what is named within one
  Name name;
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
    std::size_t value = std::hash<std::string_view>{}(slot.space);
    for (const Name& part : {slot.schema, slot.scope, slot.name}) value = value * 0x9e3779b97f4a7c15U + part.hash();
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
inline constexpr std::string_view operator_family =
    "operator family";  // both by name alone: each access method has its own
inline constexpr std::string_view language = "language";
inline constexpr std::string_view column = "column";              // scope: table
inline constexpr std::string_view constraint = "constraint";      // scope: table
inline constexpr std::string_view key = "key";                    // scope: table; name: the unique columns, sorted
inline constexpr std::string_view trigger = "trigger";            // scope: table
inline constexpr std::string_view part = "part";                  // name: the partitioned table, for all of its parts
inline constexpr std::string_view base_default = "base default";  // scope: table; name: the column
// Whether two objects that provide the same name exclude each other.
[[nodiscard]] constexpr bool is_unique(std::string_view name) {
  return name != function && name != operator_ && name != operator_class && name != operator_family && name != key &&
         name != part && name != base_default;
}
// Whether what goes makes room for what comes: a new part may take the rows of one that is dropped.
[[nodiscard]] constexpr bool makes_room(std::string_view name) {
  return is_unique(name) || name == part;
}
}  // namespace space

}  // namespace limbeck

template <>
struct fmt::formatter<limbeck::Name> : fmt::formatter<std::string_view> {
  fmt::format_context::iterator format(const limbeck::Name& name, fmt::format_context& context) const;
};
