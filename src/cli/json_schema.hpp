#pragma once
// JSON Schemas (draft 2020-12) of what people write, made from the tables that it is read by: editors complete and
// check with them. What only the loader can know (names, the SQL inside strings) is not in them.

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::cli {

[[nodiscard]] std::string models_schema();
[[nodiscard]] std::string config_schema();

// The sections that take a definition and have no example of one.
[[nodiscard]] std::vector<std::string_view> sections_without_example();

}  // namespace limbeck::cli
