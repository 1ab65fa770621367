#pragma once
// A column's or argument's type, by the text that format_type() gives under an empty search_path.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limbeck {

struct Type {
  Name text;   // "character varying(255)", "public.mood[]"
  QName user;  // the (element) type's name if it is not pg_catalog's; else empty
  bool operator==(const Type& other) const { return text == other.text; }

  [[nodiscard]] bool is_array() const { return text.text().ends_with("[]"); }
  // Without modifiers and array brackets: "character varying".
  [[nodiscard]] std::string base() const;
  // What an array of the type holds: the type without its brackets.
  [[nodiscard]] Type element() const;
  // As a model file writes it: shorter spellings of built-in types, own types by `namer`.
  [[nodiscard]] std::string written(const Namer& namer) const;
  [[nodiscard]] std::optional<Slot> reference() const;
  void rename(const Renaming& renaming);
};

}  // namespace limbeck
