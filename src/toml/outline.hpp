#pragma once
// The entries of model files: which section each stands in, and under which schema and table. The sections are those of
// the kinds; what is generic (the keys `comment`, `renamed_from`, `definition`, arrays of tables) is known here. Says
// what stands at a wrong place, has a wrong type, or is unknown.

#include "kinds/kind.hpp"
#include "model/field.hpp"

#include <functional>
#include <string>
#include <vector>

namespace limbeck {

inline constexpr std::size_t max_name_bytes = 63;  // NAMEDATALEN - 1

struct EntryOfModel {
  const Section* section = nullptr;
  Place place;
  const Field* field = nullptr;  // part of the root given to outline()
  bool sound = true;             // false: said to be wrong already, not to be loaded
};

using ErrorSink = std::function<void(const Text& at, std::string message, std::string hint)>;

// The entries of one file in its order, a table's before those below it. A schema stands once for each header that
// mentions it. Elements of arrays of tables get the array's key and their own position.
[[nodiscard]] std::vector<EntryOfModel> outline(Field& root, const ErrorSink& error);

// The section of that name, below entries of the section `parent`; empty: below none. Null if there is none.
[[nodiscard]] const Section* find_section(std::string_view name, std::string_view parent);
[[nodiscard]] bool stands_below(const Section& section, std::string_view parent);

// Whether the entries of this section are schemas, under which other sections stand.
[[nodiscard]] bool holds_schemas(const Section& section);

// The sections that can stand below an entry of this one.
[[nodiscard]] std::vector<const Section*> sections_below(const Section& section);
// The keys of its entries, those that every entry takes first.
[[nodiscard]] std::vector<Key> keys_of(const Section& section);
// A key at the top of a file, the only one.
inline constexpr std::string_view default_schema_key = "default_schema";

// All sections of all kinds, in the order of the list of kinds.
[[nodiscard]] const std::vector<const Section*>& all_sections();

}  // namespace limbeck
