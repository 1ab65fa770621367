#pragma once
// A column's or argument's type, by the text that format_type() gives under an empty search_path.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limbeck {

struct Type {
  std::string text;  // "character varying(255)", "public.mood[]"
  QName user;        // the (element) type's name if it is not pg_catalog's; else empty
  bool operator==(const Type& other) const { return text == other.text; }

  [[nodiscard]] bool is_array() const { return text.ends_with("[]"); }
  // Without modifiers and array brackets: "character varying".
  [[nodiscard]] std::string base() const;
  // As a model file writes it: shorter spellings of built-in types, own types by `namer`.
  [[nodiscard]] std::string written(const Namer& namer) const;
  [[nodiscard]] std::optional<Slot> reference() const;
  void rename(const Renaming& renaming);
};

// How ALTER COLUMN TYPE gets its values (rule R22): nothing where PostgreSQL casts on assignment, `c::text::T` where no
// cast is known, `c::T` for what comes from text.
[[nodiscard]] std::string conversion(const std::string& column, const Type& was, const Type& now);
// Whether every value of `was` fits into `now` (varchar(10) to varchar(20), integer to bigint): no hazard then.
[[nodiscard]] bool widens(const Type& was, const Type& now);

// What both say of a conversion of `what`.
[[nodiscard]] std::vector<sql::Hazard> conversion_hazards(const std::string& what, const Type& was, const Type& now);

// Whether the cast changes values without an error: fewer decimals, no time of day, another time zone's reading.
[[nodiscard]] bool loses(const Type& was, const Type& now);

}  // namespace limbeck
