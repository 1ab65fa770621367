#pragma once
// Private to grammar/: types inside other texts.

#include "grammar/cursor.hpp"
#include "grammar/type.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::grammar {

struct PlacedType {
  TypeName type;
  std::size_t name_end = 0;  // the offset behind the name, before modifiers and []
};

PlacedType take_type(Cursor& in);

// `day to second(2)`, after `interval` or its literal: puts fields and precision into `type`; nothing if none is there.
void take_interval_fields(Cursor& in, TypeName& type);

// Whether the keyword (lower case) begins the name of a built-in type that SQL spells with keywords: `double`,
// `character`, `timestamp`. All but `double` can be columns, but not functions.
[[nodiscard]] bool is_type_keyword(std::string_view word);

// What builtin_type() calls a type of pg_catalog.pg_type ("int4" -> "integer"); empty if it knows none.
[[nodiscard]] std::string_view builtin_name(std::string_view catalog_name);
// Whether `name` is builtin_type's name of a type that pg_catalog names otherwise: "integer", not "text".
[[nodiscard]] bool is_sql_spelling(std::string_view name);

}  // namespace limbeck::grammar
