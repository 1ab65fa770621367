#pragma once
// A TOML file as Fields in the order of the file. The only code that knows the TOML library.

#include "model/diagnostic.hpp"
#include "model/field.hpp"
#include "toml/source_file.hpp"

#include <cstdint>
#include <optional>

namespace limbeck {

// The file's top level: a Field of type table without a key. Dates and times are errors, as no key wants one. On a
// syntax error (TOML allows to find the first one only) there is no Field. Positions carry `file`, the caller's number
// of it; diagnostics have no excerpt.
struct Document {
  std::optional<Field> root;
  Diagnostics diagnostics;
};

[[nodiscard]] Document parse_toml(const SourceFile& source, std::uint32_t file);

// The names of a Field's types in messages: "a string", "a list".
[[nodiscard]] std::string_view name_of(Field::Type type);

}  // namespace limbeck
