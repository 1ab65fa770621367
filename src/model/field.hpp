#pragma once
// One entry of a model file, independent of the TOML library: what the kinds read their objects from.

#include "model/source.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

// A string of a model file that remembers where it stands, so that errors of the SQL inside it can be located.
struct Text {
  std::string value;
  std::uint32_t file = 0;  // the loader's number of the file
  SourcePosition at;       // of the value's first character (its quote), or of a key
};

struct Field {
  enum class Type { text, flag, number, list, table };
  Type type = Type::text;
  Text key;                  // empty value for the elements of a list
  Text text;                 // of text; of a flag "true" or "false"; of a number its digits; position always
  std::vector<Field> items;  // the elements of a list; the entries of a table in file order

  [[nodiscard]] const Field* find(std::string_view name) const {
    for (const Field& item : items) {
      if (item.key.value == name) return &item;
    }
    return nullptr;
  }
  [[nodiscard]] bool flag(std::string_view name) const {
    const Field* found = find(name);
    return found != nullptr && found->text.value == "true";
  }
};

}  // namespace limbeck
