#pragma once
// The part of JSON Schema (draft 2020-12) that limbeck's own schemas use. A keyword that is not known here is a
// complaint, so that nothing is believed to be checked that is not.

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace limbeck::testing {

// What is wrong with the value, each with its place ("/table/t/columns"); of alternatives only that none of them fits.
[[nodiscard]] std::vector<std::string> complaints(const nlohmann::ordered_json& schema,
                                                  const nlohmann::ordered_json& value);

}  // namespace limbeck::testing
